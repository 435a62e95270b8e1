package org.tocsin.receipt.bounce;

import jakarta.mail.Header;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetHeaders;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Groups of report fields (RFC 3464) that stand in the text for people to read, because a relay took the mail apart. */
final class ReportGroups {

    private static final Pattern BLANK_LINE = Pattern.compile("\\r?\\n[ \\t]*\\r?\\n");
    private static final Pattern FIELD = Pattern.compile(
            "(?im)^(?:final-recipient|original-recipient|action|status|diagnostic-code|reporting-mta): ?\\S");
    private static final Pattern RECIPIENT = Pattern.compile("(?im)^(?:final|original)-recipient: ?\\S");

    private ReportGroups() {}

    /** The groups that name a recipient. */
    static List<InternetHeaders> inText(String text) {
        List<InternetHeaders> groups = new ArrayList<>();
        for (String block : BLANK_LINE.split(text)) {
            var field = FIELD.matcher(block);
            if (field.find() && RECIPIENT.matcher(block).find()) {
                groups.add(fields(block.substring(field.start())));
            }
        }
        return groups;
    }

    /** A report's groups, with those put together that an empty line in the middle took apart. */
    static List<InternetHeaders> joined(List<InternetHeaders> groups) {
        List<InternetHeaders> joined = new ArrayList<>();
        InternetHeaders unfinished = null;
        for (InternetHeaders group : groups) {
            if (DeliveryReport.namesRecipient(group)) {
                unfinished = DeliveryReport.saysWhatHappened(group) ? null : group;
                joined.add(group);
            } else if (unfinished != null && DeliveryReport.saysWhatHappened(group)) {
                InternetHeaders last = unfinished;
                group.getAllHeaders().asIterator().forEachRemaining(field -> add(field, last));
                unfinished = null;
            } else {
                joined.add(group);
            }
        }
        return joined;
    }

    private static void add(Header field, InternetHeaders group) {
        group.addHeader(field.getName(), field.getValue());
    }

    private static InternetHeaders fields(String block) {
        try {
            return new InternetHeaders(new ByteArrayInputStream(block.getBytes(StandardCharsets.UTF_8)), true);
        } catch (MessagingException e) {
            return new InternetHeaders();
        }
    }
}
