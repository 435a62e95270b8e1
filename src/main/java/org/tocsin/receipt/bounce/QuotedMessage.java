package org.tocsin.receipt.bounce;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetHeaders;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a mail's text begins to quote the message that came back. */
final class QuotedMessage {

    // The lines that announce it: Exim, qmail and Yahoo, Sendmail, Gmail, Lotus, IMail, DragonFly, OpenSMTPD, MMS
    // gateways.
    private static final Pattern ANNOUNCED = Pattern.compile("(?im)^[ \\t>]*(?:"
            + "-{2,} ?this is a copy of (?:the|your) message.*"
            + "|-{2,} ?below this line is (?:a copy|the original).*"
            + "|-{2,} ?(?:the )?(?:original|returned|undelivered|unsent|forwarded) (?:message|mail).*"
            + "|-{2,} ?(?:message|mail) headers? follows?.*"
            + "|-{2,} ?(?:header|text) of (?:the )?(?:original )?message.*"
            + "|-{2,} ?returned mail follows.*"
            + "|original message(?: headers?)? follows?\\.?"
            + "|message headers? follow\\.?"
            + "|(?:the )?original message(?: headers?)?:?"
            + "|below (?:is|this line is) (?:a copy|the first part) of the (?:original )?message:?.*"
            + "|your original message headers(?: are included below)?:?"
            + ")[ \\t]*\\r?$");
    // Headers that begin a message and that no notice has among its words.
    private static final Pattern HEADERS = Pattern.compile(
            "(?m)^(?:Return-Path: ?<|Received: (?:from|by|\\()|DKIM-Signature: |X-Received: |ARC-Seal: |MIME-Version: 1\\.0)");

    // Exchange, MailMarshal, Notes, in the languages of Exchange.
    private static final Pattern SUBJECT_LINE = Pattern.compile(
            "(?imu)^[ \\t>*|-]{0,20}(?:subject|betreff|objet|asunto|oggetto|assunto|onderwerp|ämne|emne|temat|тема|件名|主题|主旨|제목)[ \\t]{0,5}:.*$");

    private QuotedMessage() {}

    /** A notice without the line that repeats the message's subject, which may be about anything. */
    static String withoutSubject(String notice) {
        return SUBJECT_LINE.matcher(notice).replaceAll("");
    }

    /** What stands before it, which is all of the text when nothing is quoted. */
    static String before(String text) {
        int end = text.length();
        Matcher announced = ANNOUNCED.matcher(text);
        if (announced.find()) {
            end = announced.start();
        }
        Matcher headers = HEADERS.matcher(text);
        if (headers.find()
                && headers.start() < end
                && !text.substring(0, headers.start()).isBlank()) {
            end = headers.start();
        }
        return text.substring(0, end);
    }

    /** The headers of the message that a text quotes after the line that announces it, or null. */
    static InternetHeaders headersIn(String quoted) {
        Matcher first = Pattern.compile("(?m)^[A-Za-z][A-Za-z-]{1,40}:[ \\t]\\S")
                .matcher(ANNOUNCED.matcher(quoted).replaceFirst(""));
        if (!first.find()) {
            return null;
        }
        String rest = ANNOUNCED.matcher(quoted).replaceFirst("").substring(first.start());
        try {
            return new InternetHeaders(new ByteArrayInputStream(rest.getBytes(StandardCharsets.UTF_8)), true);
        } catch (MessagingException e) {
            return null;
        }
    }
}
