package org.tocsin.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tocsin.channel.ChannelKind;

/** How people of a list become due, stretch by stretch, whoever planned them. */
class ReleaseTest extends StoredDeliveries {

    /** What a version before V40 planned, all of a list or some of it, has deliveries that do not know where they stand. */
    @ParameterizedTest
    @ValueSource(strings = {"false", "true", "position % 2 = 0"})
    void aStretchIsReleasedWholeAndNobodyBehindIt(String plannedBefore) throws SQLException {
        queue.plan(10, "EMAIL", "SMS");
        forgetPositions(plannedBefore);

        release(1, 4);
        assertThat(due()).containsExactly(1L, 2L, 3L);
        release(4, 11);
        assertThat(due()).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
        assertThat(
                        POSTGRES.count(
                                "SELECT count(*) FROM delivery WHERE batch_id = '" + batch
                                        + "' AND channel = 'SMS' AND state = 'PLANNED' AND horizon IS NOT NULL AND give_up_at IS NOT NULL"))
                .isEqualTo(10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "true"})
    void peopleAreClaimedInTheOrderOfTheList(String plannedBefore) throws SQLException {
        queue.plan(10, "EMAIL");
        forgetPositions(plannedBefore);
        release(1, 11);

        for (long position = 1; position <= 10; position++) {
            assertThat(claim(1)).extracting(Claimed::position).containsExactly(position);
        }
    }

    @Test
    void whatHasBeenReleasedOnceIsLeftAlone() throws SQLException {
        queue.planAndRelease(1, "EMAIL");
        queue.settle(outcome(claim(1).get(0), DeliveryState.ACCEPTED, "ACCEPTED"));
        release(1, 2);
        assertThat(states()).containsExactly(DeliveryState.ACCEPTED);
    }

    @Test
    void aDeliveryThatStandsElsewhereThanItsPersonIsAnotherList() throws SQLException {
        queue.plan(3, "EMAIL");
        String before = listDigest();
        POSTGRES.execute("UPDATE delivery SET position = 9 WHERE position = 3 AND batch_id = '" + batch + "'");
        assertThat(listDigest()).isNotEqualTo(before);
    }

    @Test
    void aListThatWasPlannedBeforeIsStillTheListThatWasSealed() throws SQLException {
        queue.plan(3, "EMAIL");
        String before = listDigest();
        forgetPositions("true");
        assertThat(listDigest()).isEqualTo(before);
    }

    private void forgetPositions(String of) throws SQLException {
        POSTGRES.execute("UPDATE delivery SET position = NULL WHERE batch_id = '" + batch + "' AND " + of);
    }

    private void release(long from, long to) throws SQLException {
        POSTGRES.run(connection ->
                Release.stretch(connection, batch, from, to, QueuedBatch.HORIZON, Duration.ofHours(1), NOW));
    }

    private String listDigest() throws SQLException {
        return POSTGRES.call(connection -> ListDigest.of(connection, batch));
    }

    private List<Long> due() throws SQLException {
        return POSTGRES
                .texts("SELECT n.position FROM delivery d JOIN notice n ON n.id = d.notice_id WHERE d.batch_id = '"
                        + batch + "' AND d.channel = '" + ChannelKind.EMAIL
                        + "' AND d.state = 'DUE' ORDER BY n.position")
                .stream()
                .map(Long::valueOf)
                .toList();
    }
}
