package org.tocsin.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;

/** Answers as it is told to, one answer after the other for each call, the last one again and again; notes every call. */
final class StubService implements AutoCloseable {

    /** A call as it came in. */
    record Call(String role, String method, String path, String key, String body) {

        @Override
        public String toString() {
            return role + " " + method + " " + path;
        }
    }

    private record Answer(int status, String body) {}

    private final HttpServer server;
    private final Map<String, Deque<Answer>> answers = new HashMap<>();
    private final List<Call> calls = new ArrayList<>();

    StubService() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Adds an answer to a call such as {@code GET /api/v1/batches}, told apart without its query. */
    StubService answers(String call, int status, String body) {
        answers.computeIfAbsent(call, same -> new LinkedList<>()).add(new Answer(status, body));
        return this;
    }

    synchronized List<Call> calls() {
        return List.copyOf(calls);
    }

    /** The calls that change something. */
    List<String> posts() {
        return calls().stream()
                .filter(call -> call.method().equals("POST"))
                .map(Call::toString)
                .toList();
    }

    /** Accounts as the service writes them, each with its role's name as its password. */
    static String accounts() {
        ObjectNode accounts = new ObjectMapper().createObjectNode();
        for (String role : List.of("incident-system", "author", "approver")) {
            accounts.putObject(role).put("username", role).put("password", role);
        }
        return accounts.toString();
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        String login = exchange.getRequestHeaders().getFirst("Authorization").replace("Basic ", "");
        String role = new String(Base64.getDecoder().decode(login), StandardCharsets.UTF_8).split(":")[0];
        String path = exchange.getRequestURI().getPath();
        String method = exchange.getRequestMethod();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        calls.add(new Call(role, method, path, exchange.getRequestHeaders().getFirst("Idempotency-Key"), body));
        Deque<Answer> waiting = answers.getOrDefault(method + " " + path, new LinkedList<>());
        Answer answer = waiting.size() > 1 ? waiting.poll() : waiting.peek();
        send(exchange, answer == null ? new Answer(404, "{\"detail\": \"not stubbed\"}") : answer);
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
