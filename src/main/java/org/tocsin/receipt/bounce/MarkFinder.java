package org.tocsin.receipt.bounce;

import jakarta.mail.internet.InternetHeaders;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tocsin.channel.email.DeliveryHeader;

/** Finds what may name the message that a mail is about. */
final class MarkFinder {

    // Where servers write whom they delivered a mail to; the To of a bounce is the return path of what came back.
    private static final List<String> SENT_TO =
            List.of("X-Original-To", "Envelope-To", "X-Envelope-To", "Delivered-To", "To", "Cc");
    private static final Pattern MESSAGE_ID = Pattern.compile("<([^<>\\s]{3,200})>");
    private static final Pattern OWN_HEADER =
            Pattern.compile("(?im)^[ \\t>]*" + DeliveryHeader.NAME + ":[ \\t]*([0-9a-f.]{10,100})");
    private static final int MAX_EACH = 50;

    private MarkFinder() {}

    static ReturnedMail.Marks in(OpenedMail mail) {
        Set<String> sentTo = new LinkedHashSet<>();
        for (String header : SENT_TO) {
            sentTo.addAll(Addresses.in(String.join(" ", values(mail.headers(), header))));
        }
        Set<String> own = new LinkedHashSet<>(values(mail.returned(), DeliveryHeader.NAME));
        Matcher quoted = OWN_HEADER.matcher(mail.whole());
        while (quoted.find()) {
            own.add(quoted.group(1));
        }
        Set<String> ids = new LinkedHashSet<>(messageIds(mail.returned(), "Message-ID"));
        ids.addAll(messageIds(mail.headers(), "In-Reply-To"));
        ids.addAll(messageIds(mail.headers(), "References"));
        return new ReturnedMail.Marks(some(sentTo), some(own), some(ids), List.of());
    }

    private static List<String> messageIds(InternetHeaders headers, String name) {
        List<String> ids = new ArrayList<>();
        Matcher matcher = MESSAGE_ID.matcher(String.join(" ", values(headers, name)));
        while (matcher.find()) {
            ids.add(matcher.group(1));
        }
        return ids;
    }

    private static List<String> values(InternetHeaders headers, String name) {
        String[] values = headers == null ? null : headers.getHeader(name);
        return values == null ? List.of() : List.of(values);
    }

    private static List<String> some(Set<String> all) {
        return all.stream().limit(MAX_EACH).toList();
    }
}
