package org.tocsin.receipt.mailbox;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.mail.Folder;
import jakarta.mail.MessagingException;
import jakarta.mail.Store;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.eclipse.angus.mail.imap.IMAPFolder;

/**
 * The configured mailbox. Each mail is first handed over to be stored and only then moved, deleted or marked on the server: whatever
 * breaks in between, it is there again at the next look.
 */
@ApplicationScoped
public class Mailbox {

    /** Where mails are stored. The same mail may come more than once. */
    @FunctionalInterface
    public interface Intake {
        /** @throws SQLException when it is not stored */
        void take(byte[] mail) throws SQLException;
    }

    private final MailboxConfig config;
    private final Clock clock;

    /** @throws IllegalStateException naming every fault of the configuration by its key */
    Mailbox(MailboxConfig config, Clock clock) {
        List<String> faults = MailboxConfigCheck.faults(config);
        if (!faults.isEmpty()) {
            throw new IllegalStateException("The configuration cannot work: " + String.join("; ", faults));
        }
        this.config = config;
        this.clock = clock;
    }

    /** Whether there is one. */
    public boolean isConfigured() {
        return config.host().isPresent();
    }

    /**
     * Reads what is there, for as long as a look may last.
     *
     * @throws MessagingException when the server cannot be reached or refuses; what was handed over until then stays so
     * @throws SQLException what the intake threw
     */
    public MailboxLook look(Intake intake) throws MessagingException, SQLException {
        Instant end = clock.instant().plus(config.atMost());
        try (Store store = ImapSettings.session(config).getStore()) {
            store.connect(
                    config.host().orElseThrow(),
                    ImapSettings.port(config),
                    config.username().orElseThrow(),
                    config.password().orElseThrow());
            try (IMAPFolder folder = (IMAPFolder) store.getFolder(config.folder())) {
                folder.open(Folder.READ_WRITE);
                return new MailboxReader(
                                store, folder, config, () -> !clock.instant().isBefore(end))
                        .read(intake);
            }
        }
    }
}
