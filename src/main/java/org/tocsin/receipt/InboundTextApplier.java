package org.tocsin.receipt;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.agroal.DataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.tocsin.channel.ChannelKind;
import org.tocsin.contact.PhoneNumber;
import org.tocsin.delivery.feedback.OptedOutDeliveries;
import org.tocsin.delivery.suppression.NoticesToNumber;
import org.tocsin.delivery.suppression.Suppression;
import org.tocsin.delivery.suppression.SuppressionReason;
import org.tocsin.delivery.suppression.Suppressions;
import org.tocsin.evidence.Act;
import org.tocsin.evidence.Action;
import org.tocsin.evidence.EvidenceLog;
import org.tocsin.platform.Ids;
import org.tocsin.platform.database.Transactions;
import org.tocsin.platform.keys.KeyRing;

/**
 * Does what stored texts ask for. STOP suppresses its sender's number and ends what waits to be sent to it, so that the person's
 * next channel opens; START lifts what STOP has done, and nothing else.
 */
@ApplicationScoped
class InboundTextApplier {

    private static final Logger LOG = Logger.getLogger(InboundTextApplier.class);
    private static final int AT_ONCE = 20;

    private final javax.sql.DataSource database;
    private final KeyRing keys;
    private final NoticesToNumber notices;
    private final EvidenceLog evidence;
    private final MeterRegistry meters;
    private final Clock clock;

    InboundTextApplier(
            @DataSource("dispatch") javax.sql.DataSource database,
            KeyRing keys,
            NoticesToNumber notices,
            EvidenceLog evidence,
            MeterRegistry meters,
            Clock clock) {
        this.database = database;
        this.keys = keys;
        this.notices = notices;
        this.evidence = evidence;
        this.meters = meters;
        this.clock = clock;
    }

    /** Applies what is due. */
    void applyDue() throws SQLException {
        List<InboundTexts.Stored> taken;
        do {
            taken = Transactions.run(database, connection -> InboundTexts.take(connection, AT_ONCE, clock.instant()));
            taken.forEach(this::apply);
        } while (taken.size() == AT_ONCE);
    }

    /** One text that cannot be applied must not keep the others waiting; it has its next turn already. */
    private void apply(InboundTexts.Stored stored) {
        InboundText text = stored.text();
        try {
            PhoneNumber sender = sender(text);
            Set<UUID> affected = sender != null && text.meaning() == TextMeaning.STOP ? notices.of(sender) : Set.of();
            InboundTexts.Outcome outcome = Transactions.run(database, connection -> {
                InboundTexts.Outcome result =
                        sender == null ? InboundTexts.Outcome.IGNORED : apply(connection, stored, sender, affected);
                InboundTexts.markApplied(connection, text.id(), result, clock.instant());
                return result;
            });
            meters.counter("tocsin.receipt.texts", "meaning", text.meaning().name(), "outcome", outcome.name())
                    .increment();
        } catch (SQLException | GeneralSecurityException | RuntimeException e) {
            LOG.warnf("Inbound text %s waits: %s", text.id(), e.getClass().getName());
            LOG.debug("inbound text", e);
        }
    }

    /** Who is to be texted no more, or again; null when the text asks for neither. */
    private PhoneNumber sender(InboundText text) throws GeneralSecurityException {
        if (text.meaning() == TextMeaning.OTHER || text.digest() == null) {
            return null;
        }
        TextContent content = TextContent.of(text.content().open(keys, text.id()));
        return PhoneNumber.parse(content.from(), null).value();
    }

    private InboundTexts.Outcome apply(
            Connection connection, InboundTexts.Stored stored, PhoneNumber sender, Set<UUID> affected)
            throws SQLException {
        if (InboundTexts.superseded(connection, stored) || liftedSince(connection, stored)) {
            return InboundTexts.Outcome.SUPERSEDED;
        }
        if (stored.text().meaning() == TextMeaning.STOP) {
            stop(connection, stored, sender, affected);
        } else {
            start(connection, stored);
        }
        return InboundTexts.Outcome.APPLIED;
    }

    /** Whether what a STOP asks for was lifted after it had come in, by a person say: then nothing is ended for it any more. */
    private static boolean liftedSince(Connection connection, InboundTexts.Stored stored) throws SQLException {
        return stored.text().meaning() == TextMeaning.STOP
                && Suppressions.liftedSince(
                        connection,
                        ChannelKind.SMS,
                        stored.text().digest(),
                        SuppressionReason.OPTED_OUT,
                        stored.receivedAt());
    }

    private void stop(Connection connection, InboundTexts.Stored stored, PhoneNumber sender, Set<UUID> affected)
            throws SQLException {
        Suppression suppression = new Suppression(
                Ids.next(),
                ChannelKind.SMS,
                sender.mask(),
                SuppressionReason.OPTED_OUT,
                Suppression.Source.RECIPIENT,
                null,
                null,
                Act.SYSTEM,
                stored.receivedAt(),
                null);
        boolean added = Suppressions.add(connection, suppression, stored.text().digest());
        int ended = OptedOutDeliveries.end(connection, affected, ChannelKind.SMS, clock.instant());
        if (added) {
            Map<String, Object> detail =
                    Map.of("channel", ChannelKind.SMS.name(), "reason", "OPTED_OUT", "ended", ended);
            evidence.append(
                    connection,
                    new Act(null, Act.SYSTEM, Action.SUPPRESSION_ADDED, "suppression:" + suppression.id(), detail));
        }
    }

    private void start(Connection connection, InboundTexts.Stored stored) throws SQLException {
        Optional<UUID> lifted = Suppressions.liftOwnOptOut(
                connection, ChannelKind.SMS, stored.text().digest(), stored.receivedAt());
        if (lifted.isPresent()) {
            Map<String, Object> detail = Map.of("channel", ChannelKind.SMS.name(), "source", "RECIPIENT");
            evidence.append(
                    connection,
                    new Act(null, Act.SYSTEM, Action.SUPPRESSION_LIFTED, "suppression:" + lifted.get(), detail));
        }
    }
}
