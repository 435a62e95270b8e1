package org.tocsin.receipt.mailbox;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.tocsin.channel.email.EmailConfig;

/** The mailbox that bounces come back to, where they are not handed over by HTTP. */
@ConfigMapping(prefix = "tocsin.bounces.mailbox")
public interface MailboxConfig {

    /** Its server; without one no mailbox is read. */
    Optional<String> host();

    /** 993 for IMPLICIT, else 143, when absent. */
    OptionalInt port();

    Optional<String> username();

    Optional<String> password();

    @WithDefault("IMPLICIT")
    EmailConfig.TlsPolicy tls();

    /** A PEM file with the only certificates to trust, for a server with a private authority; else the platform's. */
    Optional<String> trustCertificate();

    /** The folder that mails are read from: all that are there, or with {@link Then#MARK_SEEN} the unseen ones. */
    @WithDefault("INBOX")
    String folder();

    /** What becomes of a mail on the server, once it is stored here. */
    @WithDefault("MOVE")
    Then then();

    /** Where {@link Then#MOVE} puts it; made when it is not there. */
    @WithDefault("Tocsin")
    String moveTo();

    /** From the end of one look to the next one of any replica, at least 1 s. */
    @WithDefault("PT1M")
    Duration every();

    /** The longest look: what is left then is read in the next one. */
    @WithDefault("PT5M")
    Duration atMost();

    /** Of a longer mail only so many bytes are read: what a bounce says stands at its beginning. */
    @WithDefault("1048576")
    int maxBytes();

    @WithDefault("PT10S")
    Duration connectTimeout();

    /** The longest wait for one answer. */
    @WithDefault("PT30S")
    Duration answerTimeout();

    /** What becomes of a mail that is stored. */
    enum Then {
        /** It goes to another folder. */
        MOVE,
        /** It goes for good. */
        DELETE,
        /** It stays, marked as seen. Whoever else opens a mail there keeps it from this service. */
        MARK_SEEN
    }
}
