package org.tocsin.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tocsin.testing.Hold;
import org.tocsin.testing.Ledger;
import org.tocsin.testing.Ledger.Event;
import org.tocsin.testing.LedgerSmtpServer;
import org.tocsin.testing.SmtpAction;
import org.tocsin.testing.SmtpStage;

/** Faults 1 and 2: kill -9, with one exchange at each of the moments that make a difference. */
@Timeout(600)
@ExtendWith(SharedBench.class)
class KilledReplicaIT {

    private static final SmtpAction OK = SmtpAction.reply("250 2.0.0 ok");

    /** Six connections, six people: five exchanges are stopped, each at a moment of its own, and one goes through. */
    @Test
    void whoeverWasInHandIsToldAndTwiceOnlyWhoseAnswerWasLost(Bench bench) throws Exception {
        Replica killed = bench.one();
        LedgerSmtpServer mail = bench.mail();
        await().until(() -> mail.openConnections() == 0); // so that there will be greetings
        Hold beforeTheGreeting = Hold.then(SmtpAction.disconnect());
        Hold afterRcpt = Hold.then(SmtpAction.disconnect());
        Hold inTheBody = Hold.then(SmtpAction.disconnect());
        Hold beforeTheAnswer = Hold.takenThen(SmtpAction.disconnect());
        Hold beforeTheOutcome = Hold.takenThen(OK);
        mail.on(SmtpStage.CONNECT, beforeTheGreeting)
                .on(SmtpStage.RCPT, afterRcpt)
                .on(SmtpStage.BODY, inTheBody)
                .on(SmtpStage.DOT, beforeTheAnswer, beforeTheOutcome);
        Audience audience = Audience.byEmail(6);

        UUID batch = bench.approved(killed.api(), audience, Map.of());
        List<Hold> all = List.of(beforeTheGreeting, afterRcpt, inTheBody, beforeTheAnswer, beforeTheOutcome);
        for (Hold hold : all) {
            hold.awaitReached();
        }
        await().until(() -> killed.api().batch(batch).getInt("deliveries.accepted") == 1); // the one that went through
        bench.postgres().line().stall(); // so that this answer's outcome cannot be written
        beforeTheOutcome.release();
        killed.kill();
        bench.postgres().line().cut();
        bench.postgres().line().resume();
        for (Hold hold : all) {
            hold.release();
        }
        Replica other = bench.besides(killed);
        other.api().awaitStatus(batch, "COMPLETED");

        Comparison comparison = bench.compare(other.api(), audience, batch);
        assertThat(comparison.holds()).as("%s", comparison).isTrue();
        assertThat(comparison.messages()).isEqualTo(6 + 2);
        assertThat(comparison.twice()).isEqualTo(2);
        assertThat(comparison.unknown()).isGreaterThanOrEqualTo(2);
        assertThat(messageIdsByPerson(bench.ledger().about(audience.tag())).values())
                .as("message ids of one person")
                .allSatisfy(ids -> assertThat(ids).hasSize(1));
    }

    private static Map<String, Set<UUID>> messageIdsByPerson(List<Ledger.Entry> entries) {
        return entries.stream()
                .filter(entry -> entry.event() == Event.TAKEN)
                .collect(Collectors.groupingBy(
                        Ledger.Entry::recipient, Collectors.mapping(Ledger.Entry::delivery, Collectors.toSet())));
    }
}
