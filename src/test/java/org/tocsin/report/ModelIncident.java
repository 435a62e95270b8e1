package org.tocsin.report;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.tocsin.affected.IncidentRows;
import org.tocsin.batch.BatchStatus;
import org.tocsin.batch.Purpose;
import org.tocsin.channel.ChannelKind;
import org.tocsin.platform.Ids;
import org.tocsin.testing.MigratedDatabase;

/** An incident as the database would hold it after some weeks, drawn by chance, kept in memory as well, so that it can be counted twice. */
final class ModelIncident {

    static final Instant DISCOVERED = Instant.parse("2026-02-01T08:00:00Z");
    private static final Instant APPROVED = Instant.parse("2026-02-10T09:00:00Z");
    private static final List<String> OPEN = List.of("PLANNED", "DUE", "SENDING", "UNKNOWN", "HELD");
    private static final List<String> STATES = List.of(
            "ACCEPTED", "ACCEPTED", "DELIVERED", "DELIVERED", "FAILED", "FAILED", "UNDELIVERABLE", "HELD", "DUE");

    /** A record set of the people from one number to another. */
    record Set(UUID id, String status, int from, int to, long rejected, String name) {}

    record Batch(UUID id, Set set, Section section, Purpose purpose, BatchStatus status, Instant approvedAt) {}

    record Attempt(int number, Instant startedAt, Instant endedAt, String result, String failureClass, String code) {}

    record Delivery(
            UUID id, ChannelKind channel, String state, String reason, String receiptCode, List<Attempt> attempts) {

        boolean served() {
            return state.equals("ACCEPTED") || state.equals("DELIVERED");
        }

        /** When it was handed over, for one that has served. */
        Instant toldAt() {
            return attempts.stream()
                    .filter(attempt -> attempt.result().equals("ACCEPTED"))
                    .map(Attempt::endedAt)
                    .min(Instant::compareTo)
                    .orElseGet(() -> attempts.get(attempts.size() - 1).startedAt());
        }
    }

    record Notice(
            UUID id,
            Batch batch,
            int person,
            String outcome,
            boolean confirmed,
            String reason,
            List<Delivery> deliveries) {

        String ref() {
            return "C-" + person;
        }
    }

    final UUID id;
    final List<Batch> batches = new ArrayList<>();
    final List<Notice> notices = new ArrayList<>();
    private final MigratedDatabase postgres;
    private final Random random;

    ModelIncident(MigratedDatabase postgres, long seed) throws SQLException {
        this.postgres = postgres;
        this.random = new Random(seed);
        this.id = IncidentRows.add(postgres.database());
        postgres.execute("INSERT INTO incident_milestone (incident_id, name, at, recorded_by, recorded_at) VALUES ('"
                + id + "', 'discovered', '" + DISCOVERED + "', 'tester', now())");
    }

    static String locale(int person) {
        return person % 4 == 0 ? null : person % 4 == 1 ? "es" : "en";
    }

    static String country(int person) {
        return person % 7 == 0 ? null : person % 3 == 0 ? "GB" : "US";
    }

    static String region(int person) {
        return country(person) == null || person % 5 == 0 ? null : person % 2 == 0 ? "NY" : "CA";
    }

    /** Adds a set of the people from one number to another. */
    Set set(String status, int from, int to, long rejected, String name) throws SQLException {
        Set set = new Set(Ids.next(), status, from, to, rejected, name);
        postgres.run(connection -> {
            MigratedDatabase.execute(connection, "SET LOCAL session_replication_role = replica");
            try (PreparedStatement insert = connection.prepareStatement(
                    """
                    INSERT INTO record_set (id, incident_id, name, status, uploaded_by, accepted, rejected, wrapped_data_key,
                                            digest, seal_digest, created_at, sealed_at)
                    VALUES (?, ?, ?, ?, 'tester', ?, ?, '', 'd', 'd', now(), now())
                    """)) {
                insert.setObject(1, set.id());
                insert.setObject(2, id);
                insert.setString(3, name);
                insert.setString(4, status);
                insert.setLong(5, to - from + 1L);
                insert.setLong(6, rejected);
                insert.executeUpdate();
            }
            try (PreparedStatement insert = connection.prepareStatement(
                    "INSERT INTO affected_person (record_set_id, position, customer_ref, locale, country, region, envelope)"
                            + " VALUES (?, ?, ?, ?, ?, ?, '')")) {
                for (int person = from; person <= to; person++) {
                    insert.setObject(1, set.id());
                    insert.setLong(2, person);
                    insert.setString(3, "C-" + person);
                    insert.setString(4, locale(person));
                    insert.setString(5, country(person));
                    insert.setString(6, region(person));
                    insert.addBatch();
                }
                insert.executeBatch();
            }
        });
        return set;
    }

    /** Adds a batch over a set and draws what became of everyone in it. */
    Batch batch(Set set, Section section, Purpose purpose, BatchStatus status, int day) throws SQLException {
        Batch batch = new Batch(Ids.next(), set, section, purpose, status, APPROVED.plus(Duration.ofDays(day)));
        batches.add(batch);
        List<Notice> drawn = new ArrayList<>();
        for (int person = set.from(); person <= set.to(); person++) {
            drawn.add(notice(batch, person));
        }
        notices.addAll(drawn);
        postgres.run(connection -> {
            // Its template does not matter here, so the foreign keys are not checked.
            MigratedDatabase.execute(connection, "SET LOCAL session_replication_role = replica");
            MigratedDatabase.execute(
                    connection,
                    "INSERT INTO batch (id, incident_id, record_set_id, template_id, purpose, drill, simulated, policy, status,"
                            + " created_by, created_at, submitted_at, approved_at) VALUES ('" + batch.id() + "', '" + id
                            + "', '" + set.id() + "', uuid_v7(), '" + purpose + "', " + (section == Section.DRILL)
                            + ", "
                            + (section != Section.REAL) + ", '{}', '" + status + "', 'author', now(), "
                            + (status == BatchStatus.DRAFT ? "NULL, NULL" : "now(), '" + batch.approvedAt() + "'")
                            + ")");
            for (Notice notice : drawn) {
                ModelRows.insert(connection, id, notice);
            }
        });
        return batch;
    }

    private Notice notice(Batch batch, int person) {
        int fate = random.nextInt(10);
        if (fate < 2) {
            String reason = fate == 0 ? "ALREADY_NOTIFIED" : random.nextBoolean() ? "WRONGLY_LISTED" : "IN_EARLIER_SET";
            return new Notice(Ids.next(), batch, person, "EXCLUDED", false, reason, undeliverable(reason));
        }
        if (fate == 2) {
            return new Notice(
                    Ids.next(),
                    batch,
                    person,
                    "WITHDRAWN",
                    false,
                    null,
                    List.of(new Delivery(Ids.next(), ChannelKind.EMAIL, "CANCELLED", null, null, List.of())));
        }
        if (fate == 3) {
            return new Notice(
                    Ids.next(),
                    batch,
                    person,
                    "UNREACHED",
                    false,
                    "NO_USABLE_CONTACT",
                    undeliverable("NO_USABLE_ADDRESS"));
        }
        List<Delivery> deliveries = List.of(delivery(batch, ChannelKind.EMAIL), delivery(batch, ChannelKind.SMS));
        boolean served = deliveries.stream().anyMatch(Delivery::served);
        boolean open = deliveries.stream().anyMatch(delivery -> OPEN.contains(delivery.state()));
        boolean confirmed =
                deliveries.stream().anyMatch(delivery -> delivery.state().equals("DELIVERED"));
        return new Notice(
                Ids.next(),
                batch,
                person,
                served ? "REACHED" : open ? "OUTSTANDING" : "UNREACHED",
                confirmed,
                null,
                deliveries);
    }

    private static List<Delivery> undeliverable(String reason) {
        return List.of(
                new Delivery(Ids.next(), ChannelKind.EMAIL, "UNDELIVERABLE", reason, null, List.of()),
                new Delivery(Ids.next(), ChannelKind.SMS, "UNDELIVERABLE", reason, null, List.of()));
    }

    private Delivery delivery(Batch batch, ChannelKind channel) {
        String state = STATES.get(random.nextInt(STATES.size()));
        Instant from = batch.approvedAt().plusMillis(random.nextInt(10_000_000));
        Attempt later = new Attempt(1, from, from.plusMillis(40), "TRY_LATER", "MAILBOX_UNABLE", "450 4.2.2");
        Instant again = from.plusSeconds(60);
        return switch (state) {
            case "ACCEPTED", "DELIVERED" -> {
                boolean lost = random.nextInt(4) == 0;
                Attempt last = lost
                        ? new Attempt(2, again, null, "UNKNOWN", "AMBIGUOUS", null)
                        : new Attempt(2, again, again.plusMillis(25), "ACCEPTED", null, "250 2.0.0");
                yield new Delivery(Ids.next(), channel, state, lost ? "RECEIPT" : null, null, List.of(later, last));
            }
            case "FAILED" -> failed(channel, later, again);
            case "UNDELIVERABLE" -> new Delivery(Ids.next(), channel, state, "NO_USABLE_ADDRESS", null, List.of());
            default -> new Delivery(Ids.next(), channel, state, null, null, List.of());
        };
    }

    private Delivery failed(ChannelKind channel, Attempt later, Instant again) {
        if (random.nextBoolean()) {
            Attempt refused = new Attempt(2, again, again.plusMillis(5), "REFUSED", "ADDRESS_DEAD", "550 5.1.1");
            return new Delivery(Ids.next(), channel, "FAILED", "ADDRESS_DEAD", null, List.of(later, refused));
        }
        Attempt taken = new Attempt(2, again, again.plusMillis(5), "ACCEPTED", null, "201");
        String code = channel == ChannelKind.SMS ? "30003" : null;
        return new Delivery(Ids.next(), channel, "FAILED", "MAILBOX_UNABLE", code, List.of(later, taken));
    }
}
