package org.tocsin.leak;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A webhook endpoint that keeps what it is told, and whose own words, the first of them a refusal, hold what must not be kept. */
final class ToldSystem implements AutoCloseable {

    private final HttpServer server;
    private final String words;
    private final Queue<String> messages = new ConcurrentLinkedQueue<>();

    ToldSystem(String words) throws IOException {
        this.words = words;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::take);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/told";
    }

    /** Headers and bodies. */
    String everything() {
        return String.join("\n", messages);
    }

    private void take(HttpExchange exchange) {
        try (exchange) {
            boolean first = messages.isEmpty();
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            messages.add(exchange.getRequestURI() + "\n"
                    + exchange.getRequestHeaders().entrySet() + "\n" + body);
            byte[] answer = words.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("X-Words", words);
            exchange.sendResponseHeaders(first ? 500 : 200, answer.length);
            exchange.getResponseBody().write(answer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
