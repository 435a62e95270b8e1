package org.tocsin.receipt.mailbox;

import jakarta.mail.Session;
import java.util.Properties;
import org.tocsin.channel.email.EmailConfig.TlsPolicy;
import org.tocsin.channel.email.TrustedCertificates;

/** The mail library's settings: no wait without an end, and no plain text where TLS is asked for. */
final class ImapSettings {

    private static final int IMPLICIT_PORT = 993;
    private static final int PORT = 143;

    private ImapSettings() {}

    static Session session(MailboxConfig config) {
        Properties settings = new Properties();
        settings.put("mail.store.protocol", "imap");
        settings.put(
                "mail.imap.connectiontimeout", millis(config.connectTimeout().toMillis()));
        settings.put("mail.imap.timeout", millis(config.answerTimeout().toMillis()));
        settings.put("mail.imap.writetimeout", millis(config.answerTimeout().toMillis()));
        settings.put("mail.imap.ssl.enable", Boolean.toString(config.tls() == TlsPolicy.IMPLICIT));
        settings.put("mail.imap.starttls.enable", Boolean.toString(config.tls() == TlsPolicy.STARTTLS));
        settings.put("mail.imap.starttls.required", Boolean.toString(config.tls() == TlsPolicy.STARTTLS));
        settings.put("mail.imap.ssl.checkserveridentity", "true");
        settings.put("mail.imap.ssl.socketFactory", TrustedCertificates.socketFactory(config.trustCertificate()));
        settings.put("mail.imap.ssl.socketFactory.fallback", "false");
        // Reading a mail must not mark it: only what is stored here is marked.
        settings.put("mail.imap.peek", "true");
        return Session.getInstance(settings);
    }

    static int port(MailboxConfig config) {
        return config.port().orElse(config.tls() == TlsPolicy.IMPLICIT ? IMPLICIT_PORT : PORT);
    }

    private static String millis(long millis) {
        return Long.toString(Math.min(millis, Integer.MAX_VALUE));
    }
}
