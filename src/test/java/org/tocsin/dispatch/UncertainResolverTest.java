package org.tocsin.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.tocsin.testing.TwilioStub.Action.status;

import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tocsin.affected.People;
import org.tocsin.channel.ChannelKind;
import org.tocsin.channel.Channels;
import org.tocsin.channel.LookUpResult;
import org.tocsin.channel.LookUpResult.Answer;
import org.tocsin.channel.MessageChannel;
import org.tocsin.channel.OutboundMessage;
import org.tocsin.channel.Readiness;
import org.tocsin.channel.SendPermit;
import org.tocsin.channel.SendResult;
import org.tocsin.delivery.suppression.SuppressedAddresses;
import org.tocsin.dispatch.seal.IntactSeals;
import org.tocsin.testing.ServiceApi;
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
class UncertainResolverTest {

    private static final ServiceApi API = ServiceApi.ofThisTest();
    private static final AtomicInteger PHONES = new AtomicInteger(300);
    private static final Duration PAST_CALLBACKS = Duration.ofMinutes(11);
    private static final Duration AMID_CALLBACKS = Duration.ofMinutes(5);

    /** A provider that answers look-ups as it is told, for the deliveries of this test only. */
    private static final class Asked implements MessageChannel {
        private final Map<UUID, LookUpResult> answers = new HashMap<>();
        private final Map<UUID, Optional<String>> providers = new HashMap<>();

        @Override
        public ChannelKind kind() {
            return ChannelKind.SMS;
        }

        @Override
        public boolean simulated() {
            return false;
        }

        @Override
        public String sender() {
            return "+12025550123";
        }

        @Override
        public int concurrency() {
            return 1;
        }

        @Override
        public Readiness readiness() {
            return Readiness.NONE;
        }

        @Override
        public SendResult send(OutboundMessage message, SendPermit permit) {
            throw new AssertionError("a resolver sends nothing");
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
    private final String phone = "+13125550" + PHONES.getAndIncrement();
    private final String tag = "u" + UUID.randomUUID().toString().substring(0, 8);
    private UUID batch;

    private TwilioStub twilio;

    @AfterEach
    void leaveNothingUncertain() throws SQLException {
        // What a test has taken from an attempt stands in the digest of its page: other tests verify the evidence.
        sql("UPDATE attempt SET provider = 'main' WHERE provider IS NULL AND page_id IS NOT NULL AND delivery_id IN"
                + " (SELECT id FROM delivery WHERE batch_id = '" + batch + "')");
        sql("UPDATE delivery SET state = 'CANCELLED', due_at = NULL WHERE batch_id = '" + batch
                + "' AND state IN ('UNKNOWN', 'HELD')");
    }

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
        sql("UPDATE attempt SET provider = NULL WHERE delivery_id = '" + delivery + "'");
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
        sql("UPDATE delivery SET due_at = now() + interval '4 minutes' WHERE id = '" + delivery + "'");

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
        String othersId =
                text("SELECT provider_id FROM delivery WHERE state = 'ACCEPTED' AND batch_id = '" + batch + "'");
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
        sql("UPDATE delivery SET due_at = now() WHERE id = '" + delivery + "'");
        await().atMost(Duration.ofSeconds(60)).until(this::states, states -> states.equals(List.of("ACCEPTED")));
        assertThat(posts()).hasSize(2);
    }

    @Test
    void aDrillAsksTheSandboxAndNobodyElse() throws SQLException {
        batch = start(2, Map.of("drill", true));
        API.awaitStatus(batch, "COMPLETED");
        sql("UPDATE delivery SET state = 'UNKNOWN', due_at = now() + interval '1 minute' WHERE batch_id = '" + batch
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

    private List<UUID> uncertain(int count, Map<String, Object> more) throws SQLException {
        return sent(count, more, count);
    }

    /** Texts people on one phone; the answers of the first few are lost. */
    private List<UUID> sent(int count, Map<String, Object> more, int lost) throws SQLException {
        for (int i = 0; i < lost; i++) {
            twilio.onPost(status(500, ""));
        }
        batch = start(count, more);
        await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> API.batch(batch),
                        seen -> seen.getInt("deliveries.unknown") == lost
                                && seen.getInt("deliveries.accepted") == count - lost);
        List<UUID> ids = new ArrayList<>();
        for (String id : texts("SELECT id::text FROM delivery WHERE batch_id = '" + batch + "'")) {
            ids.add(UUID.fromString(id));
        }
        return ids;
    }

    private UUID start(int count, Map<String, Object> more) {
        StringBuilder csv = new StringBuilder("customerRef,name,phone,locale,country,dataTypes\n");
        for (int i = 0; i < count; i++) {
            csv.append(tag)
                    .append('-')
                    .append(i)
                    .append(",Bob Roe,")
                    .append(phone)
                    .append(",en,US,NAME\n");
        }
        UUID incident = API.openIncident();
        Map<String, Object> plan = new HashMap<>(Map.of(
                "incidentId", incident,
                "recordSetId", API.upload(incident, csv.toString()),
                "templateId", API.readyTemplate(),
                "channels", Map.of("mode", "FALLBACK", "order", List.of("SMS"))));
        plan.putAll(more);
        return API.approved(plan);
    }

    private List<TwilioStub.Post> posts() {
        return twilio.posts().stream()
                .filter(post -> post.form().get("To").equals(phone))
                .toList();
    }

    private List<String> states() throws SQLException {
        return texts("SELECT concat_ws(' ', state, reason) FROM delivery WHERE batch_id = '" + batch + "' ORDER BY id");
    }

    private static String text(String query) throws SQLException {
        return texts(query).get(0);
    }

    private static List<String> texts(String query) throws SQLException {
        try (Connection connection = TestDatabase.asOwner();
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                found.add(rows.getString(1));
            }
            return found;
        }
    }

    private static void sql(String statement) throws SQLException {
        try (Connection connection = TestDatabase.asOwner();
                Statement executed = connection.createStatement()) {
            executed.execute(statement);
        }
    }
}
