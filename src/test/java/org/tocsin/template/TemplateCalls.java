package org.tocsin.template;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Templates by REST, as whoever the test is. */
final class TemplateCalls {

    static final String PATH = "/api/v1/templates";
    static final String GOOD = "{organisation} had a breach. Ask {contact.phone}, reference {reference}.";

    private TemplateCalls() {}

    static ValidatableResponse post(Map<String, Object> template) {
        return given().contentType(ContentType.JSON).body(template).post(PATH).then();
    }

    static Map<String, Object> template(String name, Map<String, Object> variant) {
        return template(name, List.of(variant));
    }

    static Map<String, Object> template(String name, List<Map<String, Object>> variants) {
        return Map.of("name", name, "defaultLocale", "en", "variants", variants);
    }

    static Map<String, Object> sms(String locale, String text) {
        return Map.of("channel", "SMS", "locale", locale, "text", text);
    }

    static String newName() {
        return "notice-" + UUID.randomUUID();
    }
}
