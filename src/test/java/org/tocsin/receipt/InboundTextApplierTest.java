package org.tocsin.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tocsin.channel.ChannelKind;
import org.tocsin.delivery.QueuedBatch;
import org.tocsin.delivery.suppression.SuppressedAddress;
import org.tocsin.delivery.suppression.Suppressions;
import org.tocsin.evidence.TestEvidence;
import org.tocsin.platform.keys.KeyRing;
import org.tocsin.platform.keys.TestKeyRing;
import org.tocsin.testing.MigratedDatabase;
import org.tocsin.testing.SettableClock;

/** What somebody's texts do to what waits for them, in a real PostgreSQL, applied early and late. */
class InboundTextApplierTest {

    private static final String PHONE = "+12025550142";

    @RegisterExtension
    static final MigratedDatabase POSTGRES = new MigratedDatabase();

    private final SettableClock clock = new SettableClock();
    private final QueuedBatch queue = new QueuedBatch(POSTGRES);
    private final KeyRing keys = TestKeyRing.fresh(); // so that the number is another one in each test
    private final byte[] digest =
            SuppressedAddress.of(keys, ChannelKind.SMS, PHONE).digest();
    private InboundTextApplier applier;

    @BeforeEach
    void somebodyWaits() throws SQLException {
        applier = new InboundTextApplier(
                POSTGRES.database(),
                keys,
                number -> notices(),
                TestEvidence.log(keys, clock),
                new SimpleMeterRegistry(),
                clock);
        queue.open().planAndRelease(1, "SMS", "EMAIL");
    }

    @Test
    void stopEndsWhatWaits() throws SQLException {
        comes(TextMeaning.STOP, clock.instant());

        applier.applyDue();

        assertThat(queue.standing()).containsExactly("UNDELIVERABLE DUE: OUTSTANDING");
    }

    @Test
    void stopThatIsAppliedBehindALaterStartEndsNothing() throws SQLException {
        Instant stopped = clock.instant();
        comes(TextMeaning.START, stopped.plusSeconds(60));
        clock.advance(Duration.ofMinutes(5));
        applier.applyDue();
        comes(TextMeaning.STOP, stopped);

        applier.applyDue();

        assertThat(queue.standing()).containsExactly("DUE PLANNED: OUTSTANDING");
    }

    @Test
    void stopThatIsAppliedAfterSomebodyHasLiftedItEndsNothing() throws SQLException {
        Instant stopped = clock.instant();
        comes(TextMeaning.STOP, stopped);
        applier.applyDue();
        clock.advance(Duration.ofMinutes(5));
        lift();
        QueuedBatch later = new QueuedBatch(POSTGRES).open();
        later.planAndRelease(1, "SMS", "EMAIL");
        comes(TextMeaning.STOP, stopped.plusSeconds(1));

        applier.applyDue();

        assertThat(later.standing()).containsExactly("DUE PLANNED: OUTSTANDING");
        assertThat(POSTGRES.texts("SELECT outcome FROM inbound_text WHERE digest = ? ORDER BY received_at", digest))
                .containsExactly("APPLIED", "SUPERSEDED");
        comes(TextMeaning.STOP, clock.instant().plusSeconds(1));
        clock.advance(Duration.ofMinutes(5));
        applier.applyDue();
        assertThat(later.standing()).containsExactly("UNDELIVERABLE DUE: OUTSTANDING");
    }

    private void lift() throws SQLException {
        UUID id = UUID.fromString(
                POSTGRES.text("SELECT id FROM suppression WHERE digest = ? AND lifted_at IS NULL", digest));
        POSTGRES.run(connection -> Suppressions.lift(connection, id, "support", clock.instant()));
    }

    private void comes(TextMeaning meaning, Instant at) throws SQLException {
        UUID id = UUID.randomUUID();
        SealedMail sealed = SealedMail.seal(keys, id, new TextContent(PHONE, meaning.name(), null).bytes());
        InboundText text = new InboundText(id, "main", "SM" + id, meaning, digest, sealed);
        POSTGRES.run(connection -> InboundTexts.store(connection, text, at));
    }

    private static Set<UUID> notices() throws SQLException {
        List<String> all = POSTGRES.texts("SELECT id FROM notice");
        return all.stream().map(UUID::fromString).collect(Collectors.toSet());
    }
}
