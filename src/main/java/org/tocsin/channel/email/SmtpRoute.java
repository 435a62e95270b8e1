package org.tocsin.channel.email;

import jakarta.mail.Session;
import java.util.Properties;
import javax.net.ssl.SSLSocketFactory;

/**
 * The way to one relay: where it is, how it is protected, how long it is waited for.
 *
 * @param ehloName the name that we greet with; not the machine's, which is nobody's business
 */
record SmtpRoute(EmailConfig.Provider config, String ehloName, SSLSocketFactory tls) {

    static SmtpRoute to(EmailConfig.Provider config, EmailSender sender) {
        return new SmtpRoute(config, sender.ownDomain(), TrustedCertificates.socketFactory(config.trustCertificate()));
    }

    int port() {
        return config.port()
                .orElse(
                        switch (config.tls()) {
                            case STARTTLS -> 587;
                            case IMPLICIT -> 465;
                            case NONE -> 25;
                        });
    }

    /** The library's settings for one connection: the sockets are its own. */
    Session session(SmtpSockets sockets) {
        Properties settings = new Properties();
        settings.put("mail.smtp.socketFactory", sockets.plainFactory());
        settings.put("mail.smtp.ssl.socketFactory", sockets.tlsFactory());
        settings.setProperty("mail.smtp.socketFactory.fallback", "false");
        settings.setProperty("mail.smtp.ssl.checkserveridentity", "true");
        settings.setProperty("mail.smtp.ssl.protocols", "TLSv1.3 TLSv1.2");
        boolean startTls = config.tls() == EmailConfig.TlsPolicy.STARTTLS;
        settings.setProperty("mail.smtp.starttls.enable", String.valueOf(startTls));
        settings.setProperty("mail.smtp.starttls.required", String.valueOf(startTls));
        settings.setProperty("mail.smtp.auth", String.valueOf(config.username().isPresent()));
        settings.setProperty("mail.smtp.auth.mechanisms", "PLAIN LOGIN");
        settings.setProperty("mail.smtp.localhost", ehloName);
        settings.setProperty(
                "mail.smtp.connectiontimeout",
                String.valueOf(config.connectTimeout().toMillis()));
        settings.setProperty(
                "mail.smtp.timeout", String.valueOf(config.commandTimeout().toMillis()));
        settings.setProperty("mail.smtp.quitwait", "false");
        return Session.getInstance(settings);
    }
}
