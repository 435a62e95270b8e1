package org.tocsin.receipt;

import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.agroal.DataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.tocsin.delivery.feedback.Complaints;
import org.tocsin.delivery.feedback.ReceiptMeaning;
import org.tocsin.delivery.feedback.ReceiptMoves;
import org.tocsin.delivery.feedback.SentEmail;
import org.tocsin.platform.database.Transactions;
import org.tocsin.platform.keys.KeyRing;
import org.tocsin.receipt.bounce.MailKind;
import org.tocsin.receipt.bounce.ReportedRecipient;
import org.tocsin.receipt.bounce.ReturnedMail;

/** Turns stored mails and events into moves of deliveries. */
@ApplicationScoped
class MailApplier {

    private static final Logger LOG = Logger.getLogger(MailApplier.class);
    private static final int AT_ONCE = 20;
    private static final int TURNS = 10;

    private final AgroalDataSource database;
    private final KeyRing keys;
    private final MailMatch match;
    private final MeterRegistry meters;
    private final Clock clock;

    MailApplier(
            @DataSource("dispatch") AgroalDataSource database,
            KeyRing keys,
            MailMatch match,
            MeterRegistry meters,
            Clock clock) {
        this.database = database;
        this.keys = keys;
        this.match = match;
        this.meters = meters;
        this.clock = clock;
    }

    /**
     * Applies some of what is due; texts' receipts, which share the thread, must not wait for a million events to be through.
     *
     * @return whether more may be due
     */
    boolean applyDue() throws SQLException {
        for (int turn = 0; turn < TURNS; turn++) {
            List<ReturnedMails.Stored> taken =
                    Transactions.run(database, connection -> ReturnedMails.take(connection, AT_ONCE, clock.instant()));
            taken.forEach(this::apply);
            if (taken.size() < AT_ONCE) {
                return false;
            }
        }
        return true;
    }

    /** One mail that cannot be applied must not keep the others waiting; it has its next turn already. */
    private void apply(ReturnedMails.Stored stored) {
        try {
            ReturnedMail mail = stored.source().read(stored.mail().open(keys, stored.id()));
            Optional<AppliedMail> applied = Transactions.run(database, connection -> {
                Optional<AppliedMail> result = apply(connection, mail);
                if (result.isPresent()) {
                    ReturnedMails.markApplied(connection, stored.id(), result.get(), clock.instant());
                }
                return result;
            });
            applied.ifPresent(this::count);
        } catch (SQLException | GeneralSecurityException | RuntimeException e) {
            LOG.warnf("Returned mail %s waits: %s", stored.id(), e.getClass().getName());
            LOG.debug("returned mail", e);
        }
    }

    /** Empty when the delivery is in somebody's hands: apply it again later. */
    private Optional<AppliedMail> apply(Connection connection, ReturnedMail mail) throws SQLException {
        MailKind kind = mail.kind();
        if (kind == MailKind.AUTO_REPLY || kind == MailKind.OTHER) {
            return Optional.of(new AppliedMail(kind, ReturnedMails.Outcome.IGNORED, null, null));
        }
        Optional<SentEmail> found = sentEmail(connection, mail);
        if (found.isEmpty()) {
            return Optional.of(new AppliedMail(kind, ReturnedMails.Outcome.UNMATCHED, null, null));
        }
        SentEmail sent = found.get();
        return switch (kind) {
            case TAKEN -> move(connection, kind, sent, ReceiptMeaning.TAKEN, null);
            case DELIVERED -> move(connection, kind, sent, ReceiptMeaning.ARRIVED, null);
            case COMPLAINT -> {
                Complaints.note(connection, sent.deliveryId(), clock.instant());
                yield Optional.of(new AppliedMail(kind, ReturnedMails.Outcome.NOTED, sent.deliveryId(), null));
            }
            default -> bounced(connection, mail, sent);
        };
    }

    private Optional<AppliedMail> bounced(Connection connection, ReturnedMail mail, SentEmail sent)
            throws SQLException {
        Optional<ReportedRecipient> lost = mail.recipients().stream()
                .filter(recipient -> !recipient.stillTrying())
                .findFirst();
        if (lost.isEmpty()) {
            return Optional.of(new AppliedMail(mail.kind(), ReturnedMails.Outcome.DELAYED, sent.deliveryId(), null));
        }
        return move(
                connection,
                mail.kind(),
                sent,
                ReceiptMeaning.LOST,
                lost.get().failureClass().name());
    }

    private Optional<AppliedMail> move(
            Connection connection, MailKind kind, SentEmail sent, ReceiptMeaning meaning, String failure)
            throws SQLException {
        ReceiptMoves.News news =
                new ReceiptMoves.News(sent.deliveryId(), sent.lastAttempt(), sent.providerId(), meaning, failure);
        return switch (ReceiptMoves.apply(connection, news, clock.instant())) {
            case APPLIED ->
                Optional.of(new AppliedMail(kind, ReturnedMails.Outcome.APPLIED, sent.deliveryId(), failure));
            case WAITS, NO_DELIVERY -> Optional.empty();
        };
    }

    private Optional<SentEmail> sentEmail(Connection connection, ReturnedMail mail) throws SQLException {
        for (UUID candidate : match.candidates(mail.marks())) {
            Optional<SentEmail> sent = SentEmail.find(connection, candidate);
            if (sent.isPresent()) {
                return sent;
            }
        }
        for (String id : mail.marks().providerIds()) {
            Optional<SentEmail> sent = SentEmail.findBySesId(connection, id);
            if (sent.isPresent()) {
                return sent;
            }
        }
        return Optional.empty();
    }

    private void count(AppliedMail applied) {
        meters.counter(
                        "tocsin.receipt.mails",
                        "kind",
                        applied.kind().name(),
                        "outcome",
                        applied.outcome().name())
                .increment();
    }
}
