package org.tocsin.webhook;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.tocsin.evidence.Act;
import org.tocsin.evidence.Action;
import org.tocsin.evidence.EvidenceLog;
import org.tocsin.platform.Ids;
import org.tocsin.platform.database.Transactions;
import org.tocsin.platform.http.Problems;
import org.tocsin.platform.keys.KeyRing;

/** What people do about endpoints, each act with its evidence; in the caller's transaction. */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
class EndpointDesk {

    /** Each has threads of its own, so that none waits for another. */
    static final int MOST = 10;

    private final AgroalDataSource database;
    private final KeyRing keys;
    private final EvidenceLog evidence;
    private final Clock clock;

    EndpointDesk(AgroalDataSource database, KeyRing keys, EvidenceLog evidence, Clock clock) {
        this.database = database;
        this.keys = keys;
        this.evidence = evidence;
        this.clock = clock;
    }

    List<Endpoint> list(Optional<UUID> after, int limit) {
        return work(connection -> Endpoints.list(connection, after, limit));
    }

    Endpoint get(UUID id) {
        return work(connection -> Endpoints.find(connection, id)).orElseThrow(() -> Problems.notFound("webhook"));
    }

    WebhookResource.Created add(String url, String description, List<String> eventTypes, String actor) {
        UUID id = Ids.next();
        byte[] secret = work(connection -> {
            if (Endpoints.count(connection) >= MOST) {
                throw Problems.conflict("There are " + MOST + " webhooks already; delete one first.");
            }
            Instant now = clock.instant();
            Endpoints.add(connection, id, url, description, eventTypes, actor, now);
            return Secrets.rotate(connection, keys, id, Duration.ZERO, now);
        });
        record(id, actor, Action.WEBHOOK_ADDED, Map.of("host", URI.create(url).getHost(), "eventTypes", eventTypes));
        return new WebhookResource.Created(get(id), Signature.show(secret));
    }

    void delete(UUID id, String actor) {
        if (!work(connection -> Endpoints.delete(connection, id))) {
            throw Problems.notFound("webhook");
        }
        record(id, actor, Action.WEBHOOK_DELETED, Map.of());
    }

    /** Makes a new secret; the one before signs too until the overlap has passed. */
    String rotate(UUID id, Duration overlap, String actor) {
        get(id);
        byte[] secret = work(connection -> Secrets.rotate(connection, keys, id, overlap, clock.instant()));
        record(id, actor, Action.WEBHOOK_SECRET_ROTATED, Map.of("overlap", overlap.toString()));
        return Signature.show(secret);
    }

    Endpoint enable(UUID id, String actor) {
        get(id);
        boolean changed = work(connection -> {
            Numbering.lock(connection); // before any row, as whoever writes several rows of cursors
            boolean enabled = Endpoints.enable(connection, id);
            if (enabled) {
                Cursors.retryAll(connection, id, clock.instant());
            }
            return enabled;
        });
        if (changed) {
            record(id, actor, Action.WEBHOOK_ENABLED, Map.of());
        }
        return get(id);
    }

    Replays.Result replay(UUID id, ReplayPoint from, UUID batch, String actor) {
        get(id);
        Replays.Result result = work(connection -> Replays.from(connection, id, from, batch, clock.instant()));
        String point =
                from.time() == null ? from.sequence().toString() : from.time().toString();
        record(
                id,
                actor,
                Action.WEBHOOK_REPLAYED,
                Map.of("from", point, "batches", result.batches(), "events", result.events()));
        return result;
    }

    private void record(UUID id, String actor, Action action, Map<String, ?> detail) {
        evidence.append(new Act(null, actor, action, "webhook:" + id, detail));
    }

    private <T> T work(Transactions.Work<T> work) {
        try (Connection connection = database.getConnection()) {
            return work.run(connection);
        } catch (SQLException e) {
            throw new IllegalStateException("webhooks could not be read or changed", e);
        }
    }
}
