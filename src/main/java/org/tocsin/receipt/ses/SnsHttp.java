package org.tocsin.receipt.ses;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Short calls to Amazon SNS. Redirects are not followed: they could lead anywhere. */
final class SnsHttp {

    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final int MAX_BYTES = 64 * 1024;
    private static final int OK = 200;

    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    /**
     * Fetches what lies at an address, at most its first 64 KiB.
     *
     * @throws IOException when it does not answer in time, or not with 200
     */
    byte[] get(URI address) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(address).timeout(ANSWER).build();
        try {
            var answer = client.send(request, BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                if (answer.statusCode() != OK) {
                    throw new IOException("Amazon SNS answered " + answer.statusCode());
                }
                return body.readNBytes(MAX_BYTES);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
