package org.tocsin.receipt;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.mail.MessagingException;
import java.sql.SQLException;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.tocsin.channel.ProviderWords;
import org.tocsin.platform.database.OncePerCluster;
import org.tocsin.receipt.mailbox.Mailbox;
import org.tocsin.receipt.mailbox.MailboxConfig;
import org.tocsin.receipt.mailbox.MailboxLook;

/** Takes mails from the mailbox; one replica does it for all. Two at once would do no harm, for the same mail is stored once. */
@ApplicationScoped
class MailboxFeed {

    private static final Logger LOG = Logger.getLogger(MailboxFeed.class);
    private static final Duration MARGIN = Duration.ofSeconds(10);

    private final Mailbox mailbox;
    private final MailIntake intake;
    private final OncePerCluster oncePerCluster;
    private final MailboxConfig config;
    private final MeterRegistry meters;

    MailboxFeed(
            Mailbox mailbox,
            MailIntake intake,
            OncePerCluster oncePerCluster,
            MailboxConfig config,
            MeterRegistry meters) {
        this.mailbox = mailbox;
        this.intake = intake;
        this.oncePerCluster = oncePerCluster;
        this.config = config;
        this.meters = meters;
    }

    @Scheduled(every = "${tocsin.bounces.mailbox.every:PT1M}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void run() {
        if (mailbox.isConfigured()) {
            // Shorter than the pause, or the next turn of the replica that did it would come too early.
            Duration rest = config.every().multipliedBy(3).dividedBy(4);
            oncePerCluster.run("bounce-mailbox", rest, config.atMost().plus(MARGIN), this::look);
        }
    }

    private void look() {
        try {
            MailboxLook look = mailbox.look(mail -> intake.take(mail, MailSource.MAILBOX));
            count("OK");
            meters.counter("tocsin.receipt.mailbox.mails").increment(look.stored());
            meters.counter("tocsin.receipt.mailbox.cut").increment(look.cut());
            if (look.unreadable() > 0) {
                LOG.warnf("%d mails in the mailbox cannot be read, and stay there", look.unreadable());
            }
        } catch (MessagingException | SQLException e) {
            count("FAILED");
            // The server's own words tell what is wrong, and may name people.
            LOG.warnf(
                    "The mailbox could not be read, and will be again: %s: %s",
                    e.getClass().getName(),
                    ProviderWords.scrub(
                            String.valueOf(e.getMessage()), config.username().orElse("")));
        }
    }

    private void count(String result) {
        meters.counter("tocsin.receipt.mailbox.looks", "result", result).increment();
    }
}
