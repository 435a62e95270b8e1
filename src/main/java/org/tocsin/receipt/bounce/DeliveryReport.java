package org.tocsin.receipt.bounce;

import jakarta.mail.internet.InternetHeaders;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** One recipient's group of fields in a delivery report (RFC 3464, 2.3). */
final class DeliveryReport {

    private static final String FINAL = "Final-Recipient";
    private static final String ORIGINAL = "Original-Recipient";
    private static final Set<String> GOOD = Set.of("delivered", "relayed", "expanded", "transferred", "deliverable");
    private static final Pattern TYPE = Pattern.compile("^\\s*[A-Za-z0-9-]{1,40}\\s*;\\s*");

    private DeliveryReport() {}

    /** Whether the group is about a recipient; the first one of a report is about the message. */
    static boolean namesRecipient(InternetHeaders group) {
        return group.getHeader(FINAL) != null || group.getHeader(ORIGINAL) != null;
    }

    /** Whether it has a word of what became of the message. */
    static boolean saysWhatHappened(InternetHeaders group) {
        return group.getHeader("Action") != null || group.getHeader("Status") != null;
    }

    /** Whether it says that the message has not arrived, or not yet. */
    static boolean tellsOfFailure(InternetHeaders group) {
        String action = action(group);
        return action.isEmpty()
                ? !OpenedMail.value(group, "Status").startsWith("2")
                : GOOD.stream().noneMatch(action::startsWith);
    }

    /**
     * What the group says.
     *
     * @param told what the text for people says of each recipient, by address
     * @param notice all of that text
     */
    static ReportedRecipient read(InternetHeaders group, Map<String, Wording> told, Wording notice) {
        String original = Addresses.ofField(OpenedMail.value(group, ORIGINAL));
        String last = Addresses.ofField(OpenedMail.value(group, FINAL));
        String address = last != null && last.indexOf('@') > 0 || original == null ? last : original;
        Wording said = new Wording(withoutType(OpenedMail.value(group, "Diagnostic-Code")));
        Wording inWords = told.getOrDefault(String.valueOf(address).toLowerCase(Locale.ROOT), notice);
        Diagnosis diagnosis = Diagnosis.of(OpenedMail.value(group, "Status"), action(group), List.of(said, inWords));
        return ReportedRecipient.of(
                address, original == null || original.equalsIgnoreCase(address) ? null : original, diagnosis);
    }

    /** A diagnostic code without its type: {@code smtp; 550 ...}. */
    static String withoutType(String diagnosticCode) {
        return TYPE.matcher(diagnosticCode).replaceFirst("");
    }

    private static String action(InternetHeaders group) {
        return OpenedMail.value(group, "Action").toLowerCase(Locale.ROOT);
    }
}
