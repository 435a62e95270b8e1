package org.tocsin.receipt.ses;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.tocsin.channel.Watchdog;

/** Short calls to Amazon SNS. Redirects are not followed: they could lead anywhere. */
final class SnsHttp implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final int MAX_BYTES = 64 * 1024;
    private static final int OK = 200;

    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final Watchdog watchdog = new Watchdog();
    private final Duration patience;

    SnsHttp() {
        this(ANSWER);
    }

    /** @param patience for an answer to begin, and as much again for it to end */
    SnsHttp(Duration patience) {
        this.patience = patience;
    }

    /**
     * Fetches what lies at an address, at most its first 64 KiB.
     *
     * @throws IOException when it does not answer in time, or not with 200
     */
    byte[] get(URI address) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(address).timeout(patience).build();
        try {
            var answer = client.send(request, BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                if (answer.statusCode() != OK) {
                    throw new IOException("Amazon SNS answered " + answer.statusCode());
                }
                return readInTime(body);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void close() {
        watchdog.close();
    }

    // The request's own timeout ends with the head of the answer. Closing its body ends whoever waits for more of it.
    private byte[] readInTime(InputStream body) throws IOException {
        AtomicBoolean late = new AtomicBoolean();
        Runnable cut = () -> {
            late.set(true);
            end(body);
        };
        try (Watchdog.Watch watch = watchdog.after(patience, cut)) {
            return body.readNBytes(MAX_BYTES);
        } catch (IOException e) {
            throw late.get() ? new IOException("Amazon SNS did not end its answer in time", e) : e;
        }
    }

    private static void end(InputStream body) {
        try {
            body.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
