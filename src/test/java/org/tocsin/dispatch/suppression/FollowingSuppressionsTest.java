package org.tocsin.dispatch.suppression;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tocsin.affected.StoredPeople;
import org.tocsin.affected.intake.StoredUploads;
import org.tocsin.evidence.TestEvidence;
import org.tocsin.platform.keys.KeyRing;
import org.tocsin.platform.keys.TestKeyRing;
import org.tocsin.testing.MigratedDatabase;
import org.tocsin.testing.SettableClock;
import org.tocsin.testing.TestConfig;

/** Addresses that are suppressed because a message to them failed, in a real PostgreSQL: how often their people are opened. */
class FollowingSuppressionsTest {

    private static final String READS =
            """
            SELECT concat_ws(' ', actor, incident_id, detail::json ->> 'deliveries', detail::json ->> 'for') FROM evidence_entry
            WHERE action = 'RECORD_SET_READ' AND subject = ? ORDER BY seq
            """;

    @RegisterExtension
    static final MigratedDatabase POSTGRES = new MigratedDatabase();

    private final SettableClock clock = new SettableClock();
    private final KeyRing keys = TestKeyRing.fresh();
    private final UUID incident = UUID.randomUUID();
    private final FollowingSuppressions following = new FollowingSuppressions(
            POSTGRES.database(),
            StoredPeople.of(POSTGRES.database(), keys, clock),
            keys,
            TestEvidence.log(keys, clock),
            TestConfig.of(SuppressionConfig.class, Map.of()),
            clock);
    private UUID set;

    @BeforeEach
    void upload() throws Exception {
        StringBuilder csv = new StringBuilder("customerRef,email\n");
        for (int i = 1; i <= 3; i++) {
            csv.append("C-%d,%s-%d@example.org\n".formatted(i, incident, i));
        }
        set = new StoredUploads(POSTGRES.database(), keys, clock).sealed(csv.toString());
    }

    @Test
    void thePeopleOfASetAreOpenedOnceAndThatIsOneEntry() throws SQLException {
        nobodyThere(1);
        nobodyThere(2);

        following.suppress();
        clock.advance(Duration.ofSeconds(5));
        following.suppress();

        assertThat(suppressed()).isEqualTo(2);
        assertThat(POSTGRES.texts(READS, "record-set:" + set))
                .containsExactly("system " + incident + " 2 addresses to suppress");

        nobodyThere(3);
        following.suppress();
        clock.advance(Duration.ofMinutes(5));
        following.suppress();
        nobodyThere(4); // and is not in the set: nobody is opened
        following.suppress();

        assertThat(suppressed()).isEqualTo(3);
        assertThat(POSTGRES.texts(READS, "record-set:" + set))
                .containsExactlyElementsOf(List.of(
                        "system " + incident + " 2 addresses to suppress",
                        "system " + incident + " 1 addresses to suppress"));
    }

    private void nobodyThere(int position) throws SQLException {
        UUID notice = UUID.randomUUID();
        POSTGRES.execute(
                // Its batch and incident do not matter here, so its foreign keys are not checked.
                "SET LOCAL session_replication_role = replica",
                "INSERT INTO notice (id, batch_id, incident_id, record_set_id, position, customer_ref, outcome, updated_at)"
                        + " VALUES ('" + notice + "', uuid_v7(), '" + incident + "', '" + set + "', " + position
                        + ", 'C-" + position + "', 'UNREACHED', now())",
                "INSERT INTO delivery (id, notice_id, batch_id, channel, rank, state, reason, updated_at)"
                        + " VALUES (uuid_v7(), '" + notice + "', uuid_v7(), 'EMAIL', 1, 'FAILED', 'ADDRESS_DEAD', '"
                        + clock.instant() + "')");
    }

    private static int suppressed() throws SQLException {
        return POSTGRES.count("SELECT count(*) FROM suppression");
    }
}
