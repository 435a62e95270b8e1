package org.tocsin.template;

import java.util.List;
import java.util.Optional;
import org.tocsin.channel.ChannelKind;
import org.tocsin.template.wording.LanguageTags;

/** Which variant speaks to a person. */
public final class VariantChoice {

    private VariantChoice() {}

    /**
     * The variant for a channel in the person's language: {@code de-AT}, then {@code de}, then the template's default.
     *
     * @param locale the person's (BCP 47), or null
     * @return empty when the template has nothing for that channel
     */
    public static Optional<Variant> choose(TemplateVersion template, ChannelKind channel, String locale) {
        List<Variant> speaking = template.variants().stream()
                .filter(variant -> variant.channel() == channel)
                .toList();
        List<String> locales = speaking.stream().map(Variant::locale).toList();
        return LanguageTags.lookUp(locale, locales)
                .or(() -> LanguageTags.lookUp(template.defaultLocale(), locales))
                .map(chosen -> speaking.get(locales.indexOf(chosen)));
    }
}
