package org.tocsin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tocsin.testing.ServiceProcess;

/** The sample of 2,000 customers on the packaged service, killed in the middle: it finishes, and nobody is lost. */
class DemoKilledIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    @Test
    void aDemoKilledInTheMiddleFinishesAfterARestartAndNobodyIsLost() throws Exception {
        String[] settings = {
            "tocsin.data-dir=" + folder.resolve("data"),
            "tocsin.demo=true",
            "tocsin.sandbox=true",
            // What the killed one had in hand is taken over soon.
            "tocsin.dispatch.lease=PT5S",
            "tocsin.dispatch.heartbeat=PT1S",
        };
        try (ServiceProcess first = ServiceProcess.start(settings)) {
            first.awaitUp();
            await().atMost(Duration.ofMinutes(3)).until(() -> accepted(first) > 300);
            first.kill();
        }
        assertThat(messages()).hasSizeLessThan(1_500);

        try (ServiceProcess second = ServiceProcess.start(settings)) {
            second.awaitUp();
            await().atMost(Duration.ofMinutes(5))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> "COMPLETED".equals(batch(second).path("status").asText()));
            JsonNode batch = batch(second);
            JsonNode outcomes = batch.path("outcomes");
            long reached = outcomes.path("reachedConfirmed").asLong()
                    + outcomes.path("reachedUnconfirmed").asLong();
            assertThat(batch.path("people").asLong())
                    .isEqualTo(reached
                            + outcomes.path("unreached").asLong()
                            + outcomes.path("excluded").asLong());
            assertThat(deliveriesInOutbox())
                    .isEqualTo(batch.path("deliveries").path("accepted").asLong());
            assertThat(second.stop()).isIn(0, 143);
        }
    }

    private long accepted(ServiceProcess service) throws IOException, InterruptedException {
        return batch(service).path("deliveries").path("accepted").asLong();
    }

    private JsonNode batch(ServiceProcess service) throws IOException, InterruptedException {
        Path accounts = folder.resolve("data").resolve("first-accounts.json");
        String password =
                JSON.readTree(accounts.toFile()).path("author").path("password").asText();
        String login = Base64.getEncoder().encodeToString(("author:" + password).getBytes());
        HttpResponse<String> answer = service.get("/api/v1/batches", "Authorization", "Basic " + login);
        return JSON.readTree(answer.body()).path("items").path(0);
    }

    /** The messages by delivery: an attempt that was made twice counts once. */
    private long deliveriesInOutbox() throws IOException {
        return messages().stream()
                .map(name -> name.substring(0, name.lastIndexOf('-')))
                .distinct()
                .count();
    }

    private List<String> messages() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("data").resolve("outbox"))) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".eml") || name.endsWith(".txt"))
                    .toList();
        }
    }
}
