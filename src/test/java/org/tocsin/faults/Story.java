package org.tocsin.faults;

import io.restassured.path.json.JsonPath;
import java.util.List;
import java.util.Map;
import org.tocsin.testing.ServiceApi;

/**
 * What the service tells about one person's only delivery.
 *
 * @param attempts in order
 */
record Story(String state, String reason, List<Attempt> attempts) {

    record Attempt(String stage, String result, String failureClass, String code) {

        private static Attempt of(Map<String, String> told) {
            return new Attempt(told.get("stage"), told.get("result"), told.get("class"), told.get("code"));
        }
    }

    static Story of(ServiceApi api, String customerRef) {
        JsonPath told = api.as("support")
                .get("/api/v1/customers/{ref}/notices", customerRef)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        String delivery = "items[0].deliveries.find { it.state != 'UNDELIVERABLE' }";
        List<Map<String, String>> attempts = told.getList(delivery + ".attempts");
        return new Story(
                told.getString(delivery + ".state"),
                told.getString(delivery + ".reason"),
                attempts.stream().map(Attempt::of).toList());
    }

    /**
     * Whether an attempt has brought it there. What is DUE is tried again in its time, be it before anybody looks: that there was
     * a second attempt says that it was.
     */
    boolean cameTo(String wanted) {
        return state.equals(wanted) && !attempts.isEmpty() || wanted.equals("DUE") && attempts.size() > 1;
    }

    Attempt firstAttempt() {
        return attempts.get(0);
    }
}
