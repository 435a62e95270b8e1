package org.tocsin.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;

/** An OIDC server that only tells its keys, and signs whatever token a test wants. */
public final class OidcStub implements QuarkusTestResourceLifecycleManager {

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final KeyPair KEYS = generate();
    private static final KeyPair OTHER_KEYS = generate();

    private static volatile String issuer;
    private HttpServer server;

    @Override
    public Map<String, String> start() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        issuer = "http://127.0.0.1:" + server.getAddress().getPort();
        answer("/.well-known/openid-configuration", discovery());
        answer("/jwks", jwks());
        server.start();
        return Map.of(
                "quarkus.oidc.auth-server-url", issuer,
                "tocsin.oidc.roles.approver", "breach-approvers",
                "tocsin.accounts.break-glass", "rescuer");
    }

    @Override
    public void stop() {
        server.stop(0);
    }

    /** A token that is good for an hour; groups are JSON. */
    public static String token(String subject, String groups) {
        return sign(subject, groups, issuer, Instant.now().plusSeconds(3600), KEYS.getPrivate());
    }

    public static String expiredToken(String subject, String groups) {
        return sign(subject, groups, issuer, Instant.now().minusSeconds(3600), KEYS.getPrivate());
    }

    public static String tokenOfAnotherKey(String subject, String groups) {
        return sign(subject, groups, issuer, Instant.now().plusSeconds(3600), OTHER_KEYS.getPrivate());
    }

    public static String tokenOfAnotherIssuer(String subject, String groups) {
        return sign(subject, groups, "https://idp.example.com", Instant.now().plusSeconds(3600), KEYS.getPrivate());
    }

    private static String sign(String subject, String groups, String issuedBy, Instant until, PrivateKey key) {
        String header = "{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"test\"}";
        String claims =
                """
                {"iss": "%s", "sub": "%s", "preferred_username": "somebody", "groups": %s, "iat": %d, "exp": %d}
                """
                        .formatted(
                                issuedBy,
                                subject,
                                groups,
                                until.minusSeconds(7200).getEpochSecond(),
                                until.getEpochSecond());
        String signed =
                encode(header.getBytes(StandardCharsets.UTF_8)) + "." + encode(claims.getBytes(StandardCharsets.UTF_8));
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + encode(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String discovery() {
        return """
                {"issuer": "%1$s", "jwks_uri": "%1$s/jwks", "token_endpoint": "%1$s/token",
                 "authorization_endpoint": "%1$s/authorize", "response_types_supported": ["code"],
                 "subject_types_supported": ["public"], "id_token_signing_alg_values_supported": ["RS256"]}
                """
                .formatted(issuer);
    }

    private static String jwks() {
        RSAPublicKey key = (RSAPublicKey) KEYS.getPublic();
        return """
                {"keys": [{"kty": "RSA", "use": "sig", "alg": "RS256", "kid": "test", "n": "%s", "e": "%s"}]}
                """
                .formatted(encode(unsigned(key.getModulus())), encode(unsigned(key.getPublicExponent())));
    }

    private void answer(String path, String json) {
        server.createContext(path, exchange -> send(exchange, json.getBytes(StandardCharsets.UTF_8)));
    }

    private static void send(HttpExchange exchange, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static byte[] unsigned(BigInteger number) {
        byte[] bytes = number.toByteArray();
        return bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
    }

    private static String encode(byte[] bytes) {
        return BASE64.encodeToString(bytes);
    }

    private static KeyPair generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
