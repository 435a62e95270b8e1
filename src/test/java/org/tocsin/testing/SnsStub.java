package org.tocsin.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A stand-in for Amazon SNS: a topic that signs its calls, with its certificate on loopback, and counts what it is asked. */
public final class SnsStub implements AutoCloseable {

    public static final String TOPIC = "arn:aws:sns:us-east-1:123456789012:ses-events";

    private static final String CERTIFICATE = "/SimpleNotificationService-0123456789abcdef.pem";
    private static final JsonMapper JSON = new JsonMapper();

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private TestCertificate certificate;

    private SnsStub(HttpServer server) {
        this.server = server;
        server.createContext("/", this::answer);
    }

    public static SnsStub start() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            SnsStub stub = new SnsStub(server);
            server.start();
            return stub;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What stands in for {@code https://sns.us-east-1.amazonaws.com}. */
    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The paths that were asked for, with their queries. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    /** The fields of a notification, without a signature. */
    public Map<String, String> notification(String message) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("Type", "Notification");
        fields.put("MessageId", "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324");
        fields.put("TopicArn", TOPIC);
        fields.put("Message", message);
        fields.put("Timestamp", "2026-03-01T12:00:00.000Z");
        fields.put("SigningCertURL", address() + CERTIFICATE);
        return fields;
    }

    /** The fields of a topic's first call, without a signature. */
    public Map<String, String> confirmation() {
        Map<String, String> fields = notification("You have chosen to subscribe to the topic.");
        fields.put("Type", "SubscriptionConfirmation");
        fields.put("Token", "2336412f37");
        fields.put("SubscribeURL", address() + "/?Action=ConfirmSubscription&TopicArn=" + TOPIC + "&Token=2336412f37");
        return fields;
    }

    /** The body of a call, signed. */
    public String signed(Map<String, String> fields, int version) {
        try {
            Signature signature = Signature.getInstance(version == 1 ? "SHA1withRSA" : "SHA256withRSA");
            signature.initSign(certificate().key());
            for (String name : List.of(
                    "Message", "MessageId", "Subject", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type")) {
                if (fields.containsKey(name)) {
                    signature.update((name + "\n" + fields.get(name) + "\n").getBytes(StandardCharsets.UTF_8));
                }
            }
            Map<String, String> whole = new LinkedHashMap<>(fields);
            whole.put("SignatureVersion", Integer.toString(version));
            whole.put("Signature", Base64.getEncoder().encodeToString(signature.sign()));
            return body(whole);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a call cannot be signed", e);
        }
    }

    /** The body of a call with just these fields. */
    public static String body(Map<String, String> fields) {
        try {
            return JSON.writeValueAsString(fields);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private synchronized TestCertificate certificate() {
        if (certificate == null) {
            try {
                certificate = TestCertificate.signing(Files.createTempDirectory("tocsin-sns"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return certificate;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            asked.add(exchange.getRequestURI().toString());
            boolean there = exchange.getRequestURI().getPath().equals(CERTIFICATE)
                    || exchange.getRequestURI().getPath().equals("/");
            byte[] body = Files.readAllBytes(certificate().pem());
            exchange.sendResponseHeaders(there ? 200 : 404, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
