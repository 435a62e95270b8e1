package org.tocsin.testing;

import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs calls as Twilio does; written from its description, apart from the SDK that checks them. */
public final class TwilioCallbacks {

    private TwilioCallbacks() {}

    /**
     * Calls the service under test as Twilio does.
     *
     * @param address the public one, query and all
     * @param signature or null for none
     */
    public static ValidatableResponse post(String address, Map<String, String> fields, String signature) {
        URI uri = URI.create(address);
        RequestSpecification request = RestAssured.given()
                .contentType("application/x-www-form-urlencoded; charset=UTF-8")
                .formParams(fields);
        if (signature != null) {
            request.header("X-Twilio-Signature", signature);
        }
        return request.post(uri.getPath() + (uri.getQuery() == null ? "" : "?" + uri.getQuery()))
                .then();
    }

    /** The value of {@code X-Twilio-Signature}. */
    public static String signature(String token, String address, Map<String, String> fields) {
        StringBuilder signed = new StringBuilder(address);
        new TreeMap<>(fields).forEach((name, value) -> signed.append(name).append(value));
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(token.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            return Base64.getEncoder()
                    .encodeToString(mac.doFinal(signed.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HMAC-SHA1", e);
        }
    }
}
