package org.tocsin.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.tocsin.affected.People;
import org.tocsin.channel.ChannelKind;
import org.tocsin.channel.Channels;
import org.tocsin.channel.LookUpResult;
import org.tocsin.channel.LookUpResult.Answer;
import org.tocsin.channel.OutboundMessage;
import org.tocsin.delivery.suppression.SuppressedAddresses;
import org.tocsin.dispatch.seal.IntactSeals;
import org.tocsin.testing.TestDatabase;
import org.tocsin.testing.TestProviders;
import org.tocsin.testing.TwilioStub;

/**
 * Texts without an answer, looked into by a resolver whose clock is ahead: the service's own does not think yet that their time
 * has come.
 */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
@QuarkusTestResource(TestProviders.class)
class UncertainResolverTest extends LostTexts {

    private static final Duration PAST_CALLBACKS = Duration.ofMinutes(11);
    private static final Duration AMID_CALLBACKS = Duration.ofMinutes(5);

    /** A provider that answers look-ups as it is told, for the deliveries of this test only. */
    private static final class Asked extends SilentChannel {
        private final Map<UUID, LookUpResult> answers = new HashMap<>();
        private final Map<UUID, Optional<String>> providers = new HashMap<>();

        Asked() {
            super(ChannelKind.SMS, false);
        }

        @Override
        public LookUpResult lookUp(OutboundMessage message, String provider, Instant since) {
            providers.put(message.deliveryId(), Optional.ofNullable(provider));
            return answers.getOrDefault(message.deliveryId(), LookUpResult.UNAVAILABLE);
        }
    }

    @Inject
    DispatchConfig config;

    @Inject
    @DataSource("dispatch")
    AgroalDataSource database;

    @Inject
    IntactSeals seals;

    @Inject
    MessageMaker maker;

    @Inject
    People people;

    @Inject
    Channels channels;

    @Inject
    SuppressedAddresses suppressed;

    private final Asked asked = new Asked();

    @Test
    void theAccountThatHadTheMessageIsAsked() throws SQLException {
        UUID delivery = uncertain(1, Map.of()).get(0);
        asked.answers.put(delivery, new LookUpResult(Answer.FOUND, "SM-" + tag));

        resolve(PAST_CALLBACKS);

        assertThat(asked.providers).containsEntry(delivery, Optional.of("main"));
        assertThat(states()).containsExactly("ACCEPTED FOUND_AT_PROVIDER");
    }

    @Test
    void alsoWhenTheOwnerHasOptedOutSince() throws SQLException {
        UUID delivery = uncertain(1, Map.of()).get(0);
        asked.answers.put(delivery, new LookUpResult(Answer.FOUND, "SM-" + tag));
        API.as("support")
                .body(Map.of("channel", "SMS", "address", phone, "reason", "OPTED_OUT"))
                .post("/api/v1/suppressions")
                .then()
                .statusCode(201);
        suppressed.refresh();

        resolve(PAST_CALLBACKS);

        assertThat(asked.providers).containsKey(delivery);
        assertThat(states()).containsExactly("ACCEPTED FOUND_AT_PROVIDER");
    }

    @Test
    void afterACrashOfOursNobodyKnowsTheAccountAndItIsAskedAllTheSame() throws SQLException {
        UUID delivery = uncertain(1, Map.of()).get(0);
        TestDatabase.execute("UPDATE attempt SET provider = NULL WHERE delivery_id = '" + delivery + "'");
        asked.answers.put(delivery, new LookUpResult(Answer.FOUND, "SM-" + tag));

        resolve(PAST_CALLBACKS);

        assertThat(asked.providers).containsEntry(delivery, Optional.empty());
        assertThat(states()).containsExactly("ACCEPTED FOUND_AT_PROVIDER");
    }

    @Test
    void callbacksComeFirstAlsoWhereAPersonIsToDecide() throws SQLException {
        UUID delivery = uncertain(1, Map.of("onUnknown", Map.of("SMS", "HOLD"))).get(0);
        asked.answers.put(delivery, LookUpResult.NOT_FOUND);
        // As after a crash: to be looked at soon.
        TestDatabase.execute("UPDATE delivery SET due_at = now() + interval '4 minutes' WHERE id = '" + delivery + "'");

        resolve(AMID_CALLBACKS);
        assertThat(asked.providers).doesNotContainKey(delivery);
        assertThat(states()).containsExactly("UNKNOWN AMBIGUOUS");

        resolve(PAST_CALLBACKS);
        assertThat(states()).containsExactly("HELD NOT_AT_PROVIDER");
    }

    @Test
    void whatIsKnownToBeAnothersOnTheSamePhoneIsNotTakenForOurs() throws SQLException {
        List<UUID> both = sent(2, Map.of(), 1);
        String others = states().stream()
                .filter(state -> state.startsWith("ACCEPTED"))
                .findFirst()
                .orElseThrow();
        String othersId = TestDatabase.text(
                "SELECT provider_id FROM delivery WHERE state = 'ACCEPTED' AND batch_id = '" + batch + "'");
        both.forEach(one -> asked.answers.put(one, new LookUpResult(Answer.FOUND, othersId)));

        resolve(PAST_CALLBACKS);

        assertThat(states()).containsExactlyInAnyOrder(others, "HELD MAY_HAVE_LEFT");
    }

    @Test
    void twoOnOnePhoneThatBothWaitAreHeld() throws SQLException {
        List<UUID> both = uncertain(2, Map.of());
        both.forEach(one -> asked.answers.put(one, new LookUpResult(Answer.FOUND, "SM-" + tag)));

        resolve(PAST_CALLBACKS);

        assertThat(states()).containsExactly("HELD MAY_HAVE_LEFT", "HELD MAY_HAVE_LEFT");
    }

    @Test
    void aTextThatIsSurelyNotThereIsSentAgain() throws SQLException {
        UUID delivery = uncertain(1, Map.of()).get(0);
        asked.answers.put(delivery, LookUpResult.NOT_FOUND);

        resolve(PAST_CALLBACKS);
        assertThat(states()).containsExactly("DUE NOT_AT_PROVIDER");

        // Due by the clock that is ahead; the sender's is not.
        TestDatabase.execute("UPDATE delivery SET due_at = now() WHERE id = '" + delivery + "'");
        await().atMost(Duration.ofSeconds(60)).until(this::states, states -> states.equals(List.of("ACCEPTED")));
        assertThat(posts()).hasSize(2);
    }

    @Test
    void aDrillAsksTheSandboxAndNobodyElse() throws SQLException {
        batch = start(2, Map.of("drill", true));
        API.awaitStatus(batch, "COMPLETED");
        TestDatabase.execute(
                "UPDATE delivery SET state = 'UNKNOWN', due_at = now() + interval '1 minute' WHERE batch_id = '" + batch
                        + "'");

        resolver(Duration.ofMinutes(2), channels).resolve();

        assertThat(states()).containsExactly("ACCEPTED FOUND_AT_PROVIDER", "ACCEPTED FOUND_AT_PROVIDER");
        assertThat(twilio.listQueries()).noneMatch(query -> query.contains(phone));
    }

    private void resolve(Duration ahead) throws SQLException {
        resolver(ahead, (kind, drill) -> drill ? Optional.empty() : Optional.of(asked))
                .resolve();
    }

    private UncertainResolver resolver(Duration ahead, Channels through) {
        Clock clock = Clock.fixed(Instant.now().plus(ahead), ZoneOffset.UTC);
        return new UncertainResolver(config, database, seals, through, maker, people, clock);
    }

    private List<TwilioStub.Post> posts() {
        return twilio.posts().stream()
                .filter(post -> post.form().get("To").equals(phone))
                .toList();
    }
}
