package org.tocsin.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tocsin.delivery.feedback.ReceiptMeaning;
import org.tocsin.delivery.feedback.ReceiptMoves;

/** What Twilio's words and codes mean. */
class TwilioStatusesTest {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final TwilioStatuses statuses = new TwilioStatuses(meters);

    @ParameterizedTest
    @CsvSource({
        "queued,      ,      TAKEN,",
        "accepted,    ,      TAKEN,",
        "sending,     ,      TAKEN,",
        "sent,        ,      TAKEN,",
        "delivered,   ,      ARRIVED,",
        "undelivered, 30005, LOST, ADDRESS_DEAD",
        "undelivered, 30003, LOST, MAILBOX_UNABLE",
        "undelivered, 30007, LOST, POLICY",
        "undelivered, ,      LOST, MAILBOX_UNABLE",
        "failed,      30002, LOST, PROVIDER_DOWN",
        "failed,      99999, LOST, POLICY",
    })
    void eachWordHasItsMeaning(String status, Integer code, ReceiptMeaning meaning, String failure) {
        ReceiptMoves.News news = statuses.read(receipt(status, code));

        assertThat(news.meaning()).isEqualTo(meaning);
        assertThat(news.failure()).isEqualTo(failure);
    }

    @Test
    void aWordThatIsInNoTableProvesOnlyThatTwilioHasTheMessageAndIsCounted() {
        assertThat(statuses.read(receipt("pondered", null)).meaning()).isEqualTo(ReceiptMeaning.TAKEN);

        assertThat(meters.get("tocsin.receipt.unknown.statuses")
                        .tag("status", "pondered")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void aCodeThatIsInNoTableIsCounted() {
        statuses.read(receipt("failed", 99999));

        assertThat(meters.get("tocsin.provider.unknown.codes")
                        .tag("code", "99999")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    private static Receipt receipt(String status, Integer code) {
        return new Receipt(UUID.randomUUID(), UUID.randomUUID(), 1, "main", "SM1", status, code);
    }
}
