package org.tocsin.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tocsin.testing.ServiceApi;

/** What was approved is changed by direct SQL before it goes out: nothing goes out. */
@Timeout(600)
@ExtendWith(SharedBench.class)
class ChangedContentIT {

    @Test
    void nothingIsSentThatNobodyApproved(Bench bench) throws Exception {
        ServiceApi api = bench.one().api();
        Audience audience = Audience.byEmail(3);
        UUID batch = bench.approved(
                api, audience, Map.of("startAt", Instant.now().plusSeconds(3600).toString()));
        try (Connection connection = bench.postgres().connect();
                PreparedStatement change = connection.prepareStatement(
                        """
                        UPDATE batch SET policy = policy - 'startAt',
                                         facts = jsonb_set(facts, '{organisation}', '"Mallory"')
                        WHERE id = ?
                        """)) {
            change.setObject(1, batch);
            change.executeUpdate();
        }

        assertThat(api.awaitStatus(batch, "HELD").getString("heldReason")).isEqualTo("SEAL_BROKEN");
        int sent = bench.ledger().about(audience.tag()).size();
        Figures.add("the approved content changed by direct SQL", "messages sent 0", "messages sent " + sent);
        assertThat(sent).isZero();
    }
}
