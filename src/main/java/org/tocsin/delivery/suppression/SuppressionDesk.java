package org.tocsin.delivery.suppression;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.tocsin.channel.ChannelKind;
import org.tocsin.contact.EmailAddress;
import org.tocsin.contact.Parsed;
import org.tocsin.contact.PhoneNumber;
import org.tocsin.evidence.Act;
import org.tocsin.evidence.Action;
import org.tocsin.evidence.EvidenceLog;
import org.tocsin.platform.Ids;
import org.tocsin.platform.http.Problems;
import org.tocsin.platform.keys.KeyRing;

/** What people do about suppressions, each act with its evidence; in the caller's transaction. */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
class SuppressionDesk {

    private final AgroalDataSource database;
    private final KeyRing keys;
    private final EvidenceLog evidence;
    private final Clock clock;

    SuppressionDesk(AgroalDataSource database, KeyRing keys, EvidenceLog evidence, Clock clock) {
        this.database = database;
        this.keys = keys;
        this.evidence = evidence;
        this.clock = clock;
    }

    List<Suppression> list(Optional<UUID> after, int limit) {
        try (Connection connection = database.getConnection()) {
            return Suppressions.list(connection, after, limit, clock.instant());
        } catch (SQLException e) {
            throw new IllegalStateException("suppressions could not be listed", e);
        }
    }

    Suppression add(
            ChannelKind channel,
            String address,
            SuppressionReason reason,
            String note,
            Instant expiresAt,
            String actor) {
        Instant now = clock.instant();
        if (expiresAt != null && !expiresAt.isAfter(now)) {
            throw Problems.invalid("expiresAt", "must lie in the future");
        }
        SuppressedAddress suppressed = SuppressedAddress.of(keys, channel, normalised(channel, address));
        Suppression added = new Suppression(
                Ids.next(),
                channel,
                suppressed.masked(),
                reason,
                Suppression.Source.PERSON,
                null,
                note,
                actor,
                now,
                expiresAt);
        try (Connection connection = database.getConnection()) {
            if (!Suppressions.add(connection, added, suppressed.digest())) {
                throw Problems.conflict("Nothing is sent to that address already, for the same reason.");
            }
        } catch (SQLException e) {
            throw new IllegalStateException("a suppression could not be added", e);
        }
        evidence.append(new Act(
                null,
                actor,
                Action.SUPPRESSION_ADDED,
                "suppression:" + added.id(),
                Map.of("channel", channel.name(), "reason", reason.name())));
        return added;
    }

    void lift(UUID id, String actor) {
        try (Connection connection = database.getConnection()) {
            if (!Suppressions.lift(connection, id, actor, clock.instant())) {
                throw Problems.notFound("suppression");
            }
        } catch (SQLException e) {
            throw new IllegalStateException("a suppression could not be lifted", e);
        }
        evidence.append(new Act(null, actor, Action.SUPPRESSION_LIFTED, "suppression:" + id, Map.of()));
    }

    private static String normalised(ChannelKind channel, String address) {
        return switch (channel) {
            case EMAIL -> usable(EmailAddress.parse(address)).value();
            case SMS -> usable(PhoneNumber.parse(address, null)).value();
        };
    }

    private static <T> T usable(Parsed<T> parsed) {
        if (parsed.value() == null) {
            throw Problems.invalid("address", parsed.problem());
        }
        return parsed.value();
    }
}
