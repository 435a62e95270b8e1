package org.tocsin.receipt.bounce;

import jakarta.mail.internet.InternetHeaders;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a mail that came back. A report in the standard's form (RFC 3464) is read by its fields, everything else by what mail
 * servers are known to write.
 */
public final class ReturnedMailReader {

    private static final int MAX_RECIPIENTS = 100;

    private ReturnedMailReader() {}

    /**
     * Reads a mail.
     *
     * @param mail its bytes as they came, of any content and length; never refused
     */
    public static ReturnedMail read(byte[] mail) {
        OpenedMail opened = MailOpener.open(MailStart.of(mail));
        ReturnedMail.Marks marks = MarkFinder.in(opened);
        if (opened.feedback() != null || MailKinds.isComplaint(opened)) {
            return new ReturnedMail(MailKind.COMPLAINT, complained(opened), marks);
        }
        Optional<ReturnedMail> notified = SesNotification.in(opened.whole(), marks);
        if (notified.isPresent()) {
            return notified.get();
        }
        List<InternetHeaders> failures = failures(opened.reports());
        if (!failures.isEmpty()) {
            return new ReturnedMail(MailKind.BOUNCE, reported(failures, opened), marks);
        }
        boolean ofSuccess = opened.reports().stream().anyMatch(DeliveryReport::namesRecipient);
        if (!ofSuccess && MailKinds.isBounce(opened)) {
            return new ReturnedMail(MailKind.BOUNCE, told(opened), marks);
        }
        MailKind kind = MailKinds.isAutoReply(opened) ? MailKind.AUTO_REPLY : MailKind.OTHER;
        return new ReturnedMail(kind, List.of(), marks);
    }

    private static List<InternetHeaders> failures(List<InternetHeaders> reports) {
        return reports.stream()
                .filter(DeliveryReport::namesRecipient)
                .filter(DeliveryReport::tellsOfFailure)
                .limit(MAX_RECIPIENTS)
                .toList();
    }

    private static List<ReportedRecipient> reported(List<InternetHeaders> failures, OpenedMail mail) {
        Wording notice = new Wording(mail.notice());
        Map<String, Wording> told = NoticeRecipients.in(mail, notice);
        Map<String, ReportedRecipient> byAddress = new LinkedHashMap<>();
        for (InternetHeaders report : failures) {
            ReportedRecipient recipient = DeliveryReport.read(report, told, notice);
            byAddress.putIfAbsent(String.valueOf(recipient.address()), recipient);
        }
        return List.copyOf(byAddress.values());
    }

    private static List<ReportedRecipient> told(OpenedMail mail) {
        Wording notice = new Wording(mail.notice());
        Map<String, Wording> told = NoticeRecipients.in(mail, notice);
        String action = MailKinds.isDelay(mail) ? "delayed" : "";
        if (told.isEmpty()) {
            return List.of(recipient(null, action, notice));
        }
        return told.entrySet().stream()
                .limit(MAX_RECIPIENTS)
                .map(entry -> recipient(entry.getKey(), action, entry.getValue()))
                .toList();
    }

    private static ReportedRecipient recipient(String address, String action, Wording said) {
        return ReportedRecipient.of(address, null, Diagnosis.of("", action, List.of(said)));
    }

    private static List<ReportedRecipient> complained(OpenedMail mail) {
        Set<String> addresses = new LinkedHashSet<>();
        for (String field : List.of("Original-Rcpt-To", "Removal-Recipient")) {
            addresses.addAll(Addresses.in(OpenedMail.value(mail.feedback(), field)));
        }
        if (addresses.isEmpty()) {
            addresses.addAll(Addresses.in(mail.header("X-HmXmrOriginalRecipient")));
        }
        if (addresses.isEmpty()) {
            addresses.addAll(Addresses.in(OpenedMail.value(mail.returned(), "To")));
        }
        String type = OpenedMail.value(mail.feedback(), "Feedback-Type");
        return addresses.stream()
                .limit(MAX_RECIPIENTS)
                .map(address -> ReportedRecipient.ofComplaint(address, type))
                .toList();
    }
}
