package org.tocsin.template.check;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.tocsin.template.syntax.CompiledPart;
import org.tocsin.template.syntax.MissingValueException;
import org.tocsin.template.syntax.Place;
import org.tocsin.template.wording.SmsSegments;

/** What a text message would cost, and how it may arrive: in one piece, in the small alphabet. */
public final class SmsLint {

    private SmsLint() {}

    /** Judges the text with typical values in place of names. */
    public static List<Finding> check(String variant, String locale, String source, CompiledPart part) {
        List<Finding> findings = new ArrayList<>();
        OptionalInt outside =
                source.codePoints().filter(c -> !SmsSegments.isGsm7(c)).findFirst();
        outside.ifPresent(c -> findings.add(Finding.warning(
                variant,
                Place.of(source, source.indexOf(c)),
                "not in the alphabet of plain text messages (GSM-7), so that only 70 characters fit into one: "
                        + source.codePoints()
                                .filter(other -> !SmsSegments.isGsm7(other))
                                .distinct()
                                .limit(10)
                                .mapToObj(Character::toString)
                                .collect(Collectors.joining(" ")))));
        int segments = typicalSegments(locale, part);
        if (segments > 1) {
            findings.add(Finding.warning(
                    variant, Place.START, "takes " + segments + " segments with typical values: aim for one"));
        }
        return findings;
    }

    private static int typicalSegments(String locale, CompiledPart part) {
        try {
            return SmsSegments.of(part.render(TypicalValues.in(locale, part.names())))
                    .count();
        } catch (MissingValueException e) {
            return 1; // it prints a worded name in a language without words: refused anyway
        }
    }
}
