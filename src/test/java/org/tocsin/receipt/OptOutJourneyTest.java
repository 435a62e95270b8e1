package org.tocsin.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.tocsin.testing.TwilioStub.Action.tooMany;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.tocsin.channel.ChannelKind;
import org.tocsin.delivery.suppression.AddressStanding;
import org.tocsin.delivery.suppression.SuppressedAddresses;
import org.tocsin.testing.ServiceApi;
import org.tocsin.testing.TestDatabase;
import org.tocsin.testing.TestProviders;
import org.tocsin.testing.TwilioCallbacks;
import org.tocsin.testing.TwilioStub;

/** Somebody answers STOP, from Twilio's call to the person's next channel. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
@QuarkusTestResource(TestProviders.class)
class OptOutJourneyTest {

    private static final ServiceApi API = ServiceApi.ofThisTest();
    private static final String INBOUND = "https://notices.example.org/hooks/twilio/inbound";
    private static final String ACCOUNT = "AC00000000000000000000000000000001";
    private static final String TOKEN = "a-token-for-tests";
    private static final AtomicInteger PHONES = new AtomicInteger(750);

    private final String phone = "+12025550" + PHONES.getAndIncrement();
    private final String customer = "o" + UUID.randomUUID().toString().substring(0, 8);

    private TwilioStub twilio;

    @Inject
    SuppressedAddresses addresses;

    @Test
    void whoeverSaysStopHasTheNextChannelOpenedAtOnceAndMayTakeItBack() throws SQLException {
        twilio.onPost(tooMany("3600"));
        UUID batch = API.approved(batch("SMS", "EMAIL"));
        await().until(() -> state("SMS"), "DUE TOO_FAST"::equals);

        String stop = sid();
        send(text(stop, "Stop."));
        send(text(stop, "Stop."));

        API.awaitStatus(batch, "COMPLETED");
        assertThat(state("SMS")).isEqualTo("UNDELIVERABLE SUPPRESSED");
        assertThat(state("EMAIL")).startsWith("ACCEPTED");
        assertThat(standing()).isEqualTo(AddressStanding.OPTED_OUT);

        send(text(sid(), "Yes"));
        await().until(this::standing, AddressStanding.FREE::equals);
        send(text(stop, "Stop.")); // replayed: it changes nothing
        send(text(sid(), "Who is this?"));
        await().until(() -> count("SELECT count(*) FROM inbound_text WHERE applied_at IS NULL") == 0);
        assertThat(standing()).isEqualTo(AddressStanding.FREE);
        assertThat(count("SELECT count(*) FROM inbound_text WHERE provider_id = '" + stop + "'"))
                .isEqualTo(1);
    }

    @Test
    void aForgedTextIsNotEvenStored() throws SQLException {
        Map<String, String> fields = text(sid(), "STOP");
        TwilioCallbacks.post(INBOUND, fields, null).statusCode(403);
        TwilioCallbacks.post(INBOUND, fields, TwilioCallbacks.signature("another-token", INBOUND, fields))
                .statusCode(403);
        String signature = TwilioCallbacks.signature(TOKEN, INBOUND, fields);
        fields.put("From", "+12025550199");
        TwilioCallbacks.post(INBOUND, fields, signature).statusCode(403);

        assertThat(count("SELECT count(*) FROM inbound_text WHERE provider_id = '" + fields.get("MessageSid") + "'"))
                .isZero();
    }

    @Test
    void whatComesFromNoTelephoneNumberIsIgnored() throws SQLException {
        Map<String, String> fields = text(sid(), "STOP");
        fields.put("From", "whatsapp:" + phone);
        send(fields);

        await().until(() -> count("SELECT count(*) FROM inbound_text WHERE outcome = 'IGNORED' AND provider_id = '"
                        + fields.get("MessageSid") + "'")
                == 1);
        assertThat(standing()).isEqualTo(AddressStanding.FREE);
    }

    @Test
    void aReportThatTheRecipientHadOptedOutSuppressesTheNumber() {
        API.awaitStatus(API.approved(batch("SMS")), "COMPLETED");
        TwilioStub.Post post = twilio.posts().stream()
                .filter(one -> one.form().get("To").equals(phone))
                .findFirst()
                .orElseThrow();
        String callback = post.form().get("StatusCallback");
        Map<String, String> fields = Map.of(
                "AccountSid", ACCOUNT, "MessageSid", sid(), "MessageStatus", "undelivered", "ErrorCode", "21610");

        TwilioCallbacks.post(callback, fields, TwilioCallbacks.signature(TOKEN, callback, fields))
                .statusCode(204);

        await().until(() -> state("SMS"), "FAILED OPTED_OUT"::equals);
        await().atMost(Duration.ofSeconds(30)).until(this::standing, AddressStanding.OPTED_OUT::equals);
    }

    private Map<String, Object> batch(String... order) {
        return API.fallbackBatch(
                "customerRef,name,email,phone,locale,country,dataTypes\n" + customer + ",Ann Doe," + customer
                        + "@example.org," + phone + ",en,US,NAME\n",
                order);
    }

    private Map<String, String> text(String sid, String body) {
        return new HashMap<>(
                Map.of("AccountSid", ACCOUNT, "MessageSid", sid, "From", phone, "To", "+12025550123", "Body", body));
    }

    private static String sid() {
        return "SM" + UUID.randomUUID().toString().replace("-", "");
    }

    private static void send(Map<String, String> fields) {
        TwilioCallbacks.post(INBOUND, fields, TwilioCallbacks.signature(TOKEN, INBOUND, fields))
                .statusCode(200)
                .contentType("text/xml")
                .body(containsString("<Response/>"));
    }

    private AddressStanding standing() throws SQLException {
        addresses.refresh();
        return addresses.of(ChannelKind.SMS, phone);
    }

    private String state(String channel) {
        JsonPath notices = API.as("support")
                .get("/api/v1/customers/{ref}/notices", customer)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        return notices.getString("items[0].deliveries.find { it.channel == '" + channel + "' }.state") + " "
                + notices.getString("items[0].deliveries.find { it.channel == '" + channel + "' }.reason");
    }

    private static long count(String sql) throws SQLException {
        try (Connection connection = TestDatabase.asOwner();
                PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }
}
