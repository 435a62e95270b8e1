package org.tocsin.template.wording;

import java.util.Collection;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Language tags (BCP 47): their one spelling, and the choice among those that are there. */
public final class LanguageTags {

    private static final int MAX_CHARS = 35; // RFC 5646, 4.4.1: what every implementation must take

    private LanguageTags() {}

    /**
     * The canonical spelling of a tag, such as {@code es-MX} for {@code ES-mx}.
     *
     * @return empty when it is ill-formed or names no language ({@code und}, {@code x-...})
     */
    public static Optional<String> canonical(String tag) {
        if (tag == null || tag.length() > MAX_CHARS) {
            return Optional.empty();
        }
        try {
            Locale locale = new Locale.Builder().setLanguageTag(tag).build();
            return locale.getLanguage().isEmpty() ? Optional.empty() : Optional.of(locale.toLanguageTag());
        } catch (IllformedLocaleException e) {
            return Optional.empty();
        }
    }

    /**
     * The best of the available tags by RFC 4647, 3.4 (lookup): {@code de-AT}, then {@code de}; never another language.
     *
     * @param wanted null and nonsense match nothing
     */
    public static Optional<String> lookUp(String wanted, Collection<String> available) {
        if (wanted == null || available.isEmpty()) {
            return Optional.empty();
        }
        String[] subtags = wanted.split("-");
        for (int kept = subtags.length; kept > 0; kept--) {
            boolean endsInSingleton = kept > 1 && subtags[kept - 1].length() == 1;
            String range = String.join("-", List.of(subtags).subList(0, kept));
            if (!endsInSingleton) {
                for (String tag : available) {
                    if (tag.equalsIgnoreCase(range)) {
                        return Optional.of(tag);
                    }
                }
            }
        }
        return Optional.empty();
    }
}
