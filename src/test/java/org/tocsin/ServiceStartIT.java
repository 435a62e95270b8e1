package org.tocsin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.tocsin.platform.database.EmbeddedDatabase;
import org.tocsin.platform.keys.NewKeyFile;
import org.tocsin.testing.ServiceProcess;

@Timeout(600)
class ServiceStartIT {

    private static final int ENDED_BY_SIGTERM = 128 + 15;

    @TempDir
    Path folder;

    @Test
    void withNothingConfiguredItBringsItsDatabaseAlongThroughKillAndStop() throws Exception {
        Path data = folder.resolve("data");
        try (ServiceProcess first = ServiceProcess.start("tocsin.data-dir=" + data)) {
            assertThat(first.awaitUp()).contains(data.toString()).contains("embedded");
            assertThat(first.get("/q/health/ready").statusCode()).isEqualTo(200);

            try (ServiceProcess second = ServiceProcess.start("tocsin.data-dir=" + data)) {
                assertThat(second.awaitEnd()).isEqualTo(1);
                assertThat(second.errors())
                        .hasLineCount(1)
                        .contains("Another Tocsin (process " + first.processId() + ") is running");
            }
            assertThat(first.get("/q/health/ready").statusCode()).isEqualTo(200);
            first.kill();
        }
        byte[] keys = Files.readAllBytes(data.resolve("keys.json"));

        try (ServiceProcess again = ServiceProcess.start("tocsin.data-dir=" + data)) {
            again.awaitUp();
            assertThat(again.get("/q/health/ready").statusCode()).isEqualTo(200);
            assertThat(again.stop()).isEqualTo(ENDED_BY_SIGTERM);
        }
        assertThat(data.resolve("keys.json")).hasBinaryContent(keys);
        assertThat(data.resolve("postgres/postmaster.pid")).doesNotExist();
        assertThat(databaseLog(data))
                .doesNotContain("not properly shut down")
                .doesNotContain("terminating connection") // its clients left first
                .endsWith("database system is shut down\n");
    }

    @Test
    void onADatabaseOfYourOwnItStartsNoOtherAndAsksForKeys() throws Exception {
        Path data = folder.resolve("data");
        Path keys = folder.resolve("keys.json");
        NewKeyFile.writeTo(keys);
        try (EmbeddedDatabase database = EmbeddedDatabase.start(folder.resolve("elsewhere"))) {
            String[] settings = {
                "tocsin.data-dir=" + data,
                "quarkus.datasource.jdbc.url=" + database.jdbcUrl(),
                "quarkus.datasource.username=" + database.service().role(),
                "quarkus.datasource.password=" + database.service().password(),
                "quarkus.flyway.username=" + database.owner().role(),
                "quarkus.flyway.password=" + database.owner().password(),
                "tocsin.keys.file="
            };
            try (ServiceProcess withoutKeys = ServiceProcess.start(settings)) {
                assertThat(withoutKeys.awaitEnd()).isEqualTo(1);
                assertThat(withoutKeys.errors()).hasLineCount(1).contains("set tocsin.keys.file");
            }
            settings[settings.length - 1] = "tocsin.keys.file=" + keys;
            try (ServiceProcess service = ServiceProcess.start(settings)) {
                assertThat(service.awaitUp()).contains("your own");
                assertThat(service.get("/q/health/ready").statusCode()).isEqualTo(200);
                assertThat(data.resolve("postgres")).doesNotExist();

                database.close();
                Awaitility.await()
                        .atMost(Duration.ofMinutes(1))
                        .until(() -> service.get("/q/health/ready").statusCode() == 503);
            }
        }
    }

    @Test
    void aDatabaseThatCannotBeReachedIsSaidInOneSentence() throws Exception {
        try (ServiceProcess service = ServiceProcess.start(
                "tocsin.data-dir=" + folder.resolve("data"),
                "quarkus.datasource.jdbc.url=jdbc:postgresql://127.0.0.1:1/tocsin",
                "quarkus.datasource.username=tocsin",
                "quarkus.datasource.password=secret-password")) {
            assertThat(service.awaitEnd()).isEqualTo(1);
            assertThat(service.errors())
                    .hasLineCount(1)
                    .contains("The database does not let Tocsin in")
                    .doesNotContain("secret");
        }
    }

    private static String databaseLog(Path data) throws IOException {
        try (var files = Files.newDirectoryStream(data.resolve("postgres-log"), "postgresql-*.log")) {
            return Files.readString(files.iterator().next());
        }
    }
}
