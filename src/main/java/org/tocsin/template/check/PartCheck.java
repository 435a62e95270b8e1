package org.tocsin.template.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tocsin.template.syntax.CompiledPart;
import org.tocsin.template.syntax.NameCatalogue;
import org.tocsin.template.syntax.PartKind;
import org.tocsin.template.wording.Words;

/**
 * Checks one part of a variant.
 *
 * @param part the part, ready to be rendered; empty when there is an error
 */
public record PartCheck(Optional<CompiledPart> part, List<Finding> findings) {

    /**
     * Compiles the part and holds it against the house rules for notices.
     *
     * @param variant the part's place for the findings, such as {@code EMAIL/en/text}
     * @param locale a canonical language tag
     */
    public static PartCheck of(String variant, PartKind kind, String locale, String source) {
        CompiledPart.Attempt attempt = CompiledPart.compile(kind, source);
        if (attempt.part().isEmpty()) {
            return new PartCheck(
                    Optional.empty(),
                    attempt.troubles().stream()
                            .map(trouble -> Finding.error(variant, trouble.place(), trouble.message()))
                            .toList());
        }
        List<Finding> findings =
                new ArrayList<>(unspoken(variant, locale, attempt.part().get().names()));
        findings.addAll(PhraseLint.check(variant, locale, source));
        if (kind == PartKind.HTML) {
            findings.addAll(HtmlLint.check(variant, source));
        }
        return new PartCheck(attempt.part(), findings);
    }

    /** Never are English words mixed into a notice in another language: such a variant is refused. */
    private static List<Finding> unspoken(String variant, String locale, Set<String> names) {
        if (Words.find(locale).isPresent()) {
            return List.of();
        }
        return names.stream()
                .filter(name -> NameCatalogue.find(name).orElseThrow().worded())
                .sorted()
                .map(name -> Finding.error(
                        variant,
                        "{" + name + "} needs words in '" + locale
                                + "' that Tocsin does not have: write that passage out," + " or add templates/words/"
                                + locale + ".properties"))
                .toList();
    }
}
