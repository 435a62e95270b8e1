package org.tocsin.receipt.bounce;

/** Mails that came back, written for tests. */
public final class Mails {

    public static final String COMPLAINT =
            """
            From: <abuse@example.net>
            To: <bounce+x@bounces.example.org>
            Subject: FW: Notice
            MIME-Version: 1.0
            Content-Type: multipart/report; report-type=feedback-report; boundary="b"

            --b
            Content-Type: text/plain

            This is an email abuse report.
            --b
            Content-Type: message/feedback-report

            Feedback-Type: abuse
            Version: 1
            Original-Rcpt-To: <ann@example.org>
            --b
            Content-Type: message/rfc822

            To: ann@example.org
            Message-ID: <0190f5e4-7d6b-7c3a-9a52-1f2b3c4d5e6f@bounces.example.org>
            Subject: Notice

            hello
            --b--
            """;

    private Mails() {}

    /** A report in the form of RFC 3464 about ann@example.org, sent to {@code bounce+x@bounces.example.org}. */
    public static String report(String status, String action, String diagnosticCode) {
        return report("bounce+x@bounces.example.org", "ann@example.org", status, action, diagnosticCode);
    }

    /** A report in the form of RFC 3464. */
    public static String report(String to, String recipient, String status, String action, String diagnosticCode) {
        return """
                Return-Path: <>
                From: MAILER-DAEMON@example.net (Mail Delivery System)
                To: %s
                Subject: Undelivered Mail Returned to Sender
                MIME-Version: 1.0
                Content-Type: multipart/report; report-type=delivery-status; boundary="b"

                --b
                Content-Type: text/plain; charset=us-ascii

                This is the mail system at host example.net.

                <%s>: see below

                --b
                Content-Type: message/delivery-status

                Reporting-MTA: dns; example.net
                X-Postfix-Queue-ID: 54EF320C12

                Final-Recipient: rfc822; %s
                Action: %s
                Status: %s
                Diagnostic-Code: %s

                --b
                Content-Type: message/rfc822

                To: %s
                Message-ID: <0190f5e4-7d6b-7c3a-9a52-1f2b3c4d5e6f@bounces.example.org>
                X-Tocsin-Delivery: abc.def
                Subject: Notice

                hello
                --b--
                """
                .formatted(to, recipient, recipient, action, status, diagnosticCode, recipient);
    }

    /** A mail system's notice in its own words. */
    public static String notice(String text) {
        return "Return-Path: <>\nFrom: Mail Delivery System <mailer-daemon@example.net>\nTo: bounce+x@bounces.example.org\n"
                + "Subject: Mail delivery failed: returning message to sender\n\n" + text;
    }
}
