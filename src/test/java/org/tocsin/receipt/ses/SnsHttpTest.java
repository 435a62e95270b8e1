package org.tocsin.receipt.ses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls to a server that takes its time. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // reading does not heed an interrupt
class SnsHttpTest {

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch answered = new CountDownLatch(1);
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/whole", this::whole);
        server.createContext("/stalled", this::stalled);
        server.createContext("/silent", exchange -> awaitTheEnd());
        server.start();
    }

    @AfterEach
    void stop() {
        answered.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void aWholeAnswerIsRead() throws IOException {
        try (SnsHttp http = new SnsHttp()) {
            assertThat(http.get(address("/whole"))).asString().isEqualTo("0123456789");
        }
    }

    @Test
    void anAnswerThatDoesNotEndIsGivenUp() {
        try (SnsHttp http = new SnsHttp(Duration.ofSeconds(1))) {
            assertThatThrownBy(() -> http.get(address("/stalled")))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("did not end its answer");
        }
    }

    @Test
    void anAnswerThatDoesNotBeginIsGivenUp() {
        try (SnsHttp http = new SnsHttp(Duration.ofMillis(200))) {
            assertThatThrownBy(() -> http.get(address("/silent"))).isInstanceOf(IOException.class);
        }
    }

    private URI address(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    private void whole(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(200, 10);
            exchange.getResponseBody().write("0123456789".getBytes(StandardCharsets.US_ASCII));
        }
    }

    private void stalled(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 10);
        exchange.getResponseBody().write("01234".getBytes(StandardCharsets.US_ASCII));
        exchange.getResponseBody().flush();
        awaitTheEnd();
    }

    private void awaitTheEnd() {
        try {
            answered.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
