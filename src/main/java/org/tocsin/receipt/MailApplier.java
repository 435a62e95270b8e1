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
import org.tocsin.delivery.Complaints;
import org.tocsin.delivery.ReceiptMeaning;
import org.tocsin.delivery.ReceiptMoves;
import org.tocsin.delivery.SentEmail;
import org.tocsin.platform.database.Transactions;
import org.tocsin.platform.keys.KeyRing;
import org.tocsin.receipt.bounce.MailKind;
import org.tocsin.receipt.bounce.ReportedRecipient;
import org.tocsin.receipt.bounce.ReturnedMail;
import org.tocsin.receipt.bounce.ReturnedMailReader;

/** Turns stored mails into moves of deliveries. */
@ApplicationScoped
class MailApplier {

    private static final Logger LOG = Logger.getLogger(MailApplier.class);
    private static final int AT_ONCE = 20;

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

    /** Applies what is due. */
    void applyDue() throws SQLException {
        List<ReturnedMails.Stored> taken;
        do {
            taken = Transactions.run(database, connection -> ReturnedMails.take(connection, AT_ONCE, clock.instant()));
            taken.forEach(this::apply);
        } while (taken.size() == AT_ONCE);
    }

    /** One mail that cannot be applied must not keep the others waiting; it has its next turn already. */
    private void apply(ReturnedMails.Stored stored) {
        try {
            ReturnedMail mail = ReturnedMailReader.read(stored.mail().open(keys, stored.id()));
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
        if (kind != MailKind.BOUNCE && kind != MailKind.COMPLAINT) {
            return Optional.of(new AppliedMail(kind, ReturnedMails.Outcome.IGNORED, null, null));
        }
        Optional<SentEmail> sent = sentEmail(connection, mail);
        if (sent.isEmpty()) {
            return Optional.of(new AppliedMail(kind, ReturnedMails.Outcome.UNMATCHED, null, null));
        }
        UUID delivery = sent.get().deliveryId();
        if (kind == MailKind.COMPLAINT) {
            Complaints.note(connection, delivery, clock.instant());
            return Optional.of(new AppliedMail(kind, ReturnedMails.Outcome.NOTED, delivery, null));
        }
        Optional<ReportedRecipient> lost = mail.recipients().stream()
                .filter(recipient -> !recipient.stillTrying())
                .findFirst();
        if (lost.isEmpty()) {
            return Optional.of(new AppliedMail(kind, ReturnedMails.Outcome.DELAYED, delivery, null));
        }
        String failure = lost.get().failureClass().name();
        ReceiptMoves.News news = new ReceiptMoves.News(
                delivery, sent.get().lastAttempt(), sent.get().providerId(), ReceiptMeaning.LOST, failure);
        return switch (ReceiptMoves.apply(connection, news, clock.instant())) {
            case APPLIED -> Optional.of(new AppliedMail(kind, ReturnedMails.Outcome.APPLIED, delivery, failure));
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
