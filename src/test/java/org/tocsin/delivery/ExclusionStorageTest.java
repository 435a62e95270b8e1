package org.tocsin.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.tocsin.channel.ChannelKind;
import org.tocsin.delivery.exclusion.Exclusion;
import org.tocsin.delivery.exclusion.ExclusionReason;
import org.tocsin.delivery.exclusion.LaterExclusions;
import org.tocsin.delivery.exclusion.PlanExclusions;

/** A person taken off a list that is being sent, in a real PostgreSQL: against every state, and against a claim and an intent. */
class ExclusionStorageTest extends StoredDeliveries {

    @Test
    void whatHasNotLeftIsNotSentAnyMore() throws SQLException {
        queue.planAndRelease(2, "EMAIL", "SMS");
        POSTGRES.run(connection -> FirstNotices.claim(connection, batch));

        LaterExclusions.Effect effect = exclude("C-1");

        assertThat(effect.stopped()).isEqualTo(2);
        assertThat(effect.alreadySent()).isEmpty();
        assertThat(states("C-1")).containsOnly("UNDELIVERABLE");
        assertThat(states("C-2")).containsExactly("DUE", "PLANNED");
        assertThat(notice("C-1")).isEqualTo("EXCLUDED LAW_ENFORCEMENT_HOLD");
        assertThat(POSTGRES.texts("SELECT customer_ref FROM first_notice WHERE incident_id = '" + incident + "'"))
                .containsExactly("C-2");
        queue.countersThatAddUp();
    }

    @Test
    void aClaimWithoutAnIntentIsTakenFromItsReplica() throws SQLException {
        queue.planAndRelease(1, "EMAIL");
        Claimed claimed = claim();

        assertThat(exclude("C-1").stopped()).isEqualTo(1);

        assertThat(intend(claimed)).isFalse();
        settle(claimed, DeliveryState.DUE, null);
        assertThat(states("C-1")).containsExactly("UNDELIVERABLE");
        assertThat(notice("C-1")).isEqualTo("EXCLUDED LAW_ENFORCEMENT_HOLD");
        queue.countersThatAddUp();
    }

    @Test
    void whatIsLeavingIsReportedAndNotTriedAgain() throws SQLException {
        queue.planAndRelease(1, "EMAIL", "SMS");
        Claimed claimed = claim();
        assertThat(intend(claimed)).isTrue();

        LaterExclusions.Effect effect = exclude("C-1");

        assertThat(effect.alreadySent()).extracting(LaterExclusions.Left::state).containsExactly(DeliveryState.SENDING);
        assertThat(states("C-1")).containsExactly("SENDING", "UNDELIVERABLE");
        settle(claimed, DeliveryState.DUE, "TRY_LATER");
        assertThat(queue.claim(ChannelKind.EMAIL, 10)).isEmpty();
        POSTGRES.run(connection -> LaterExclusions.settleLeftovers(connection, batch, NOW));
        assertThat(states("C-1")).containsOnly("UNDELIVERABLE");
        assertThat(notice("C-1")).isEqualTo("EXCLUDED LAW_ENFORCEMENT_HOLD");
        queue.countersThatAddUp();
    }

    @Test
    void whoWasToldStaysReached() throws SQLException {
        queue.planAndRelease(1, "EMAIL");
        Claimed claimed = claim();
        assertThat(intend(claimed)).isTrue();
        settle(claimed, DeliveryState.ACCEPTED, "ACCEPTED");

        LaterExclusions.Effect effect = exclude("C-1");

        assertThat(effect.stopped()).isZero();
        assertThat(effect.alreadySent())
                .extracting(LaterExclusions.Left::state)
                .containsExactly(DeliveryState.ACCEPTED);
        assertThat(notice("C-1")).isEqualTo("REACHED");
    }

    @Test
    void aMessageThatMayHaveLeftIsNotSentAgain() throws SQLException {
        queue.planAndRelease(1, "EMAIL");
        POSTGRES.run(connection -> FirstNotices.claim(connection, batch));
        Claimed claimed = claim();
        assertThat(intend(claimed)).isTrue();
        settle(claimed, DeliveryState.UNKNOWN, "UNKNOWN");
        assertThat(exclude("C-1").alreadySent())
                .extracting(LaterExclusions.Left::state)
                .containsExactly(DeliveryState.UNKNOWN);
        POSTGRES.execute("UPDATE delivery SET due_at = '" + NOW + "' WHERE batch_id = '" + batch + "'");
        Uncertain uncertain = POSTGRES.call(connection -> Uncertain.take(connection, 10, Duration.ofMinutes(1), NOW))
                .get(0);

        POSTGRES.run(connection -> uncertain.settle(connection, DeliveryState.DUE, "RESEND_ONCE", null, true, NOW));

        assertThat(queue.claim(ChannelKind.EMAIL, 10)).isEmpty();
        POSTGRES.run(connection -> LaterExclusions.settleLeftovers(connection, batch, NOW));
        assertThat(notice("C-1")).isEqualTo("EXCLUDED LAW_ENFORCEMENT_HOLD");
        assertThat(POSTGRES.texts("SELECT customer_ref FROM first_notice WHERE incident_id = '" + incident + "'"))
                .as("may have been told, and is not told by another first notice")
                .containsExactly("C-1");
        queue.countersThatAddUp();
    }

    @Test
    void anIntentThatComesWhileAnExclusionIsBeingCommittedIsRefused() throws Exception {
        queue.planAndRelease(1, "EMAIL");
        Claimed claimed = claim();
        try (Connection excluding = POSTGRES.database().getConnection()) {
            excluding.setAutoCommit(false);
            exclude(excluding, "C-1");
            CompletableFuture<Boolean> intent = CompletableFuture.supplyAsync(() -> intend(claimed));
            awaitOneWaiting();
            excluding.commit();
            assertThat(intent.join()).isFalse();
        }
        assertThat(states("C-1")).containsExactly("UNDELIVERABLE");
    }

    @Test
    void anExclusionThatComesWhileAnIntentIsBeingCommittedFindsIt() throws Exception {
        queue.planAndRelease(1, "EMAIL");
        Claimed claimed = claim();
        try (Connection intending = POSTGRES.database().getConnection()) {
            intending.setAutoCommit(false);
            assertThat(Intents.begin(intending, worker, List.of(QueuedBatch.intent(claimed)), NOW))
                    .hasSize(1);
            CompletableFuture<LaterExclusions.Effect> effect = CompletableFuture.supplyAsync(() -> exclude("C-1"));
            awaitOneWaiting();
            intending.commit();
            assertThat(effect.join().alreadySent()).hasSize(1);
        }
        assertThat(states("C-1")).containsExactly("SENDING");
    }

    @Test
    void theListShrinksByAnExclusionAndByNothingElse() throws SQLException {
        queue.planAndRelease(2, "EMAIL");
        POSTGRES.execute(
                "UPDATE delivery SET variant_id = NULL WHERE notice_id = (SELECT id FROM notice WHERE batch_id = '"
                        + batch + "' AND position = 2)");
        POSTGRES.execute("UPDATE notice SET outcome = 'UNREACHED', reason = 'NO_USABLE_CONTACT' WHERE batch_id = '"
                + batch + "' AND position = 2");
        String planned = digest();

        exclude("C-1");
        exclude("C-2");
        assertThat(digest()).as("an exclusion").isEqualTo(planned);

        POSTGRES.execute("UPDATE notice SET exclusion_id = NULL WHERE batch_id = '" + batch + "' AND position = 1");
        assertThat(digest()).as("no exclusion").isNotEqualTo(planned);
        POSTGRES.execute("UPDATE notice n SET exclusion_id = e.id FROM exclusion e WHERE n.batch_id = '" + batch
                + "' AND n.position = 1 AND e.incident_id = n.incident_id AND e.customer_ref = 'C-2'");
        assertThat(digest()).as("somebody else's exclusion").isNotEqualTo(planned);
    }

    @Test
    void aPlanLeavesOutWhoseExclusionStands() throws SQLException {
        POSTGRES.run(
                connection -> assertThat(exclusion("C-1").insert(connection)).isTrue());
        POSTGRES.run(
                connection -> assertThat(exclusion("C-1").insert(connection)).isFalse());
        POSTGRES.run(connection -> exclusion("C-2").insert(connection));
        POSTGRES.run(connection -> assertThat(Exclusion.lift(connection, incident, "C-2", "tester", NOW))
                .isPresent());
        queue.plan(3, "EMAIL");
        POSTGRES.run(connection -> PlanExclusions.apply(connection, batch, NOW));
        assertThat(notice("C-1")).isEqualTo("EXCLUDED LAW_ENFORCEMENT_HOLD");
        assertThat(states("C-1")).containsExactly("UNDELIVERABLE");
        assertThat(notice("C-2")).isEqualTo("OUTSTANDING");
        String planned = digest();
        POSTGRES.execute("UPDATE notice SET outcome = 'OUTSTANDING', reason = NULL WHERE batch_id = '" + batch + "'");
        assertThat(digest()).isNotEqualTo(planned);
    }

    // What the tests are made of.

    private Exclusion exclusion(String customerRef) {
        return new Exclusion(
                UUID.randomUUID(), incident, customerRef, ExclusionReason.LAW_ENFORCEMENT_HOLD, null, "tester", NOW);
    }

    private LaterExclusions.Effect exclude(String customerRef) {
        try {
            return POSTGRES.call(connection -> exclude(connection, customerRef));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private LaterExclusions.Effect exclude(Connection connection, String customerRef) throws SQLException {
        Exclusion exclusion = exclusion(customerRef);
        exclusion.insert(connection);
        return LaterExclusions.apply(connection, exclusion, List.of(batch), NOW);
    }

    private Claimed claim() throws SQLException {
        return queue.claim(ChannelKind.EMAIL, 10).get(0);
    }

    private boolean intend(Claimed claimed) {
        try {
            return queue.intend(claimed);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void settle(Claimed claimed, DeliveryState next, String result) throws SQLException {
        queue.settle(QueuedBatch.outcome(claimed, next, result == null ? null : QueuedBatch.answered(result)));
    }

    private static void awaitOneWaiting() {
        Awaitility.await().until(() -> !POSTGRES.texts("SELECT pid FROM pg_locks WHERE NOT granted")
                .isEmpty());
    }

    private String digest() throws SQLException {
        return POSTGRES.call(connection -> ListDigest.of(connection, batch));
    }

    private List<String> states(String customerRef) throws SQLException {
        return POSTGRES.texts("SELECT d.state FROM delivery d JOIN notice n ON n.id = d.notice_id WHERE d.batch_id = '"
                + batch + "' AND n.customer_ref = '" + customerRef + "' ORDER BY d.rank");
    }

    private String notice(String customerRef) throws SQLException {
        return POSTGRES.texts("SELECT concat_ws(' ', outcome, reason) FROM notice WHERE batch_id = '" + batch
                        + "' AND customer_ref = '" + customerRef + "'")
                .get(0);
    }
}
