package org.tocsin.testing;

import static org.awaitility.Awaitility.await;

import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The one person of an approved batch over one channel, as support sees them. */
public final class OnePerson {

    private final ServiceApi api;
    private final String customer;
    private final UUID batch;

    private OnePerson(ServiceApi api, String customer, UUID batch) {
        this.api = api;
        this.customer = customer;
        this.batch = batch;
    }

    /** Has a notice sent to an email address. */
    public static OnePerson mailed(ServiceApi api, String customer, String email) {
        return told(api, customer, "email", email, "EMAIL");
    }

    /** Has a notice sent to a phone. */
    public static OnePerson texted(ServiceApi api, String customer, String phone) {
        return told(api, customer, "phone", phone, "SMS");
    }

    private static OnePerson told(ServiceApi api, String customer, String column, String address, String channel) {
        UUID incident = api.openIncident();
        UUID recordSet = api.upload(
                incident,
                "customerRef,name," + column + ",locale,country,dataTypes\n" + customer + ",Ann Doe," + address
                        + ",en,US,NAME\n");
        UUID batch = api.approved(Map.of(
                "incidentId",
                incident,
                "recordSetId",
                recordSet,
                "templateId",
                api.readyTemplate(),
                "channels",
                Map.of("mode", "FALLBACK", "order", List.of(channel))));
        return new OnePerson(api, customer, batch);
    }

    public UUID batch() {
        return batch;
    }

    /** Their notice. */
    public JsonPath notice() {
        return api.as("support")
                .get("/api/v1/customers/{ref}/notices", customer)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .setRootPath("items[0]");
    }

    /** Its delivery. */
    public JsonPath delivery() {
        return notice().setRootPath("items[0].deliveries[0]");
    }

    /** Waits until the delivery is in a state. */
    public void awaitState(String state) {
        await().atMost(Duration.ofSeconds(60)).until(() -> delivery().getString("state"), seen -> seen.equals(state));
    }
}
