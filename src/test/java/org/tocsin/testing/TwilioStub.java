package org.tocsin.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.tocsin.platform.Digests;

/**
 * Stands in for Twilio's Messages API on a free loopback port. Without a script it takes every message and lists what it
 * has taken; it keeps every POST: the outside ledger of what has really been sent.
 */
public final class TwilioStub implements AutoCloseable {

    /** One POST as it came. */
    public record Post(String path, Map<String, String> form, String authorization) {}

    /** One message that was taken. */
    public record Taken(String sid, String to, String body, Instant at) {}

    private static final DateTimeFormatter RFC_2822 = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss Z", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final HttpServer server;
    private final Clock clock;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Queue<Post> posts = new ConcurrentLinkedQueue<>();
    private final Queue<String> listQueries = new ConcurrentLinkedQueue<>();
    private final Queue<Taken> taken = new ConcurrentLinkedQueue<>();
    private final Queue<Action> script = new ConcurrentLinkedQueue<>();
    private final Queue<Action> listScript = new ConcurrentLinkedQueue<>();
    private final AtomicInteger sids = new AtomicInteger();
    private volatile Action always;
    private volatile Ledger ledger;

    private TwilioStub(Clock clock) throws IOException {
        this.clock = clock;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    /** @param clock for the times that messages are said to be made at */
    public static TwilioStub start(Clock clock) {
        try {
            return new TwilioStub(clock);
        } catch (IOException e) {
            throw new IllegalStateException("no port for the SMS provider", e);
        }
    }

    public String baseUrl() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Does these in turn at the next POSTs; then answers as usual. */
    public TwilioStub onPost(Action... actions) {
        script.addAll(List.of(actions));
        return this;
    }

    /** Does this at each POST for which nothing from {@link #onPost} is left; null for the usual. */
    public TwilioStub alwaysOnPost(Action action) {
        always = action;
        return this;
    }

    /** Writes each POST into this ledger, with the delivery that its StatusCallback names. */
    public TwilioStub keepIn(Ledger book) {
        ledger = book;
        return this;
    }

    /** Does these in turn at the next look-ups; then answers as usual. */
    public TwilioStub onList(Action... actions) {
        listScript.addAll(List.of(actions));
        return this;
    }

    /** Puts a message into the account that has not come by POST. */
    public void has(String to, String body, Instant at) {
        taken.add(new Taken(nextSid(), to, body, at));
    }

    public List<Post> posts() {
        return List.copyOf(posts);
    }

    /** The messages that were taken, whatever the client was told. */
    public List<Taken> taken() {
        return List.copyOf(taken);
    }

    /** The decoded query of each look-up. */
    public List<String> listQueries() {
        return List.copyOf(listQueries);
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    /** What happens to one request. */
    @FunctionalInterface
    public interface Action {

        void answer(HttpExchange exchange, CountDownLatch closing) throws IOException, InterruptedException;

        /** Whether the message is taken before this happens. */
        default boolean takesMessage() {
            return false;
        }

        static Action status(int status, String json) {
            return (exchange, closing) -> reply(exchange, status, json);
        }

        /** Too many requests, with the wait that is asked for. */
        static Action tooMany(String retryAfter) {
            return (exchange, closing) -> {
                exchange.getResponseHeaders().set("Retry-After", retryAfter);
                reply(exchange, 429, "{\"code\":20429,\"message\":\"Too Many Requests\",\"status\":429}");
            };
        }

        /** Twilio's form of an error. */
        static Action error(int status, int code, String message) {
            return status(
                    status,
                    "{\"code\":" + code + ",\"message\":\"" + message + "\",\"more_info\":\"\",\"status\":" + status
                            + "}");
        }

        /** The connection is closed without an answer. */
        static Action drop() {
            return (exchange, closing) -> exchange.close();
        }

        /** No answer until the stub is closed. */
        static Action hang() {
            return (exchange, closing) -> {
                closing.await();
                exchange.close();
            };
        }

        /** The message is taken, and then this happens. */
        static Action taking(Action then) {
            return new Action() {
                @Override
                public void answer(HttpExchange exchange, CountDownLatch closing)
                        throws IOException, InterruptedException {
                    then.answer(exchange, closing);
                }

                @Override
                public boolean takesMessage() {
                    return true;
                }
            };
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (exchange.getRequestMethod().equals("POST")) {
                post(exchange, body);
            } else {
                list(exchange);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void post(HttpExchange exchange, String body) throws IOException, InterruptedException {
        Map<String, String> form = form(body);
        posts.add(new Post(
                exchange.getRequestURI().getPath(),
                form,
                exchange.getRequestHeaders().getFirst("Authorization")));
        Action action = script.poll();
        if (action == null) {
            action = always;
        }
        boolean takes = action == null || action.takesMessage();
        if (ledger != null) {
            ledger.append(entry(takes ? Ledger.Event.TAKEN : Ledger.Event.REFUSED, form));
        }
        if (!takes) {
            action.answer(exchange, closing);
            return;
        }
        Taken message = new Taken(nextSid(), form.get("To"), form.get("Body"), clock.instant());
        taken.add(message);
        if (action == null) {
            reply(exchange, 201, json(message));
        } else {
            action.answer(exchange, closing);
        }
    }

    private Ledger.Entry entry(Ledger.Event event, Map<String, String> form) {
        String callback = form.getOrDefault("StatusCallback", "");
        String path = callback.isEmpty() ? "" : URI.create(callback).getPath();
        String last = path.substring(path.lastIndexOf('/') + 1);
        String digest = Digests.sha256Hex(form.get("Body"));
        return new Ledger.Entry(
                clock.instant(),
                "twilio",
                0,
                event,
                SmtpStage.DOT,
                last.isEmpty() ? null : UUID.fromString(last),
                form.get("To"),
                digest);
    }

    private void list(HttpExchange exchange) throws IOException, InterruptedException {
        String query = exchange.getRequestURI().getQuery();
        listQueries.add(query);
        Action action = listScript.poll();
        if (action != null) {
            action.answer(exchange, closing);
            return;
        }
        String to = form(exchange.getRequestURI().getRawQuery()).get("To");
        String messages = taken.stream()
                .filter(message -> message.to().equals(to))
                .map(TwilioStub::json)
                .collect(Collectors.joining(","));
        reply(exchange, 200, "{\"messages\":[" + messages + "],\"page\":0,\"page_size\":100,\"next_page_uri\":null}");
    }

    private String nextSid() {
        return "SM%032x".formatted(sids.incrementAndGet());
    }

    private static String json(Taken message) {
        String quotedBody =
                message.body().replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
        return ("{\"sid\":\"%s\",\"to\":\"%s\",\"body\":\"%s\",\"direction\":\"outbound-api\",\"status\":\"queued\","
                        + "\"date_created\":\"%s\",\"error_code\":null,\"error_message\":null}")
                .formatted(message.sid(), message.to(), quotedBody, RFC_2822.format(message.at()));
    }

    private static Map<String, String> form(String encoded) {
        Map<String, String> form = new LinkedHashMap<>();
        for (String pair : encoded.split("&")) {
            String[] sides = pair.split("=", 2);
            form.put(
                    URLDecoder.decode(sides[0], StandardCharsets.UTF_8),
                    sides.length == 1 ? "" : URLDecoder.decode(sides[1], StandardCharsets.UTF_8));
        }
        return form;
    }

    private static void reply(HttpExchange exchange, int status, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }
}
