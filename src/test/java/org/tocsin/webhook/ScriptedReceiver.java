package org.tocsin.webhook;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** An endpoint on a free loopback port: takes what comes and answers 204, unless a script says otherwise. */
final class ScriptedReceiver implements AutoCloseable {

    /** One request as it came. */
    record Message(String id, String timestamp, String signature, String body) {

        String type() {
            return Json.text(body, "/type");
        }

        long sequence() {
            return Long.parseLong(Json.text(body, "/data/sequence"));
        }

        String batch() {
            return Json.text(body, "/data/batchId");
        }
    }

    /** What happens to one request. */
    @FunctionalInterface
    interface Action {

        void answer(HttpExchange exchange, CountDownLatch closing) throws IOException, InterruptedException;

        static Action status(int status) {
            return (exchange, closing) -> exchange.sendResponseHeaders(status, -1);
        }

        static Action statusWith(int status, String header, String value) {
            return (exchange, closing) -> {
                exchange.getResponseHeaders().set(header, value);
                exchange.sendResponseHeaders(status, -1);
            };
        }

        /** The connection is closed without an answer. */
        static Action drop() {
            return (exchange, closing) -> {};
        }

        /** No answer until the receiver is closed. */
        static Action hang() {
            return (exchange, closing) -> closing.await();
        }

        /** Good news, and then a letter now and then, without end. */
        static Action trickle() {
            return (exchange, closing) -> {
                exchange.sendResponseHeaders(200, 0);
                do {
                    exchange.getResponseBody().write('a');
                    exchange.getResponseBody().flush();
                } while (!closing.await(100, TimeUnit.MILLISECONDS));
            };
        }

        /** Good news, and then words without end. */
        static Action endless() {
            return (exchange, closing) -> {
                exchange.sendResponseHeaders(200, 0);
                byte[] words = "and so on ".repeat(1000).getBytes(StandardCharsets.UTF_8);
                while (closing.getCount() > 0) {
                    exchange.getResponseBody().write(words);
                }
            };
        }
    }

    private record Rule(Predicate<Message> of, Action action) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Queue<Message> messages = new ConcurrentLinkedQueue<>();
    private final Queue<Action> script = new ConcurrentLinkedQueue<>();
    private volatile Rule always = new Rule(message -> false, Action.status(204));

    private ScriptedReceiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    static ScriptedReceiver start() {
        try {
            return new ScriptedReceiver();
        } catch (IOException e) {
            throw new IllegalStateException("no port for the receiver", e);
        }
    }

    String url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hooks")
                .toString();
    }

    /** Does these in turn at the next requests; then as usual. */
    ScriptedReceiver next(Action... actions) {
        script.addAll(List.of(actions));
        return this;
    }

    /** Does this whenever such a message comes. */
    ScriptedReceiver always(Predicate<Message> of, Action action) {
        always = new Rule(of, action);
        return this;
    }

    /** Everything that came, however it was answered. */
    List<Message> messages() {
        return List.copyOf(messages);
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) {
        try (exchange) {
            Message message = new Message(
                    exchange.getRequestHeaders().getFirst("webhook-id"),
                    exchange.getRequestHeaders().getFirst("webhook-timestamp"),
                    exchange.getRequestHeaders().getFirst("webhook-signature"),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            messages.add(message);
            Action scripted = script.poll();
            Action action =
                    scripted != null ? scripted : always.of().test(message) ? always.action() : Action.status(204);
            action.answer(exchange, closing);
        } catch (IOException e) {
            // The other side has gone away: what it came for is on the list.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
