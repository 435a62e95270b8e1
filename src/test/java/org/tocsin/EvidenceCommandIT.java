package org.tocsin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.tocsin.platform.database.EmbeddedDatabase;
import org.tocsin.testing.ServiceProcess;

@Timeout(600)
class EvidenceCommandIT {

    @TempDir
    Path folder;

    @Test
    void theEvidenceIsVerifiedWithoutTheService() throws Exception {
        Path data = folder.resolve("data");
        String setting = "tocsin.data-dir=" + data;
        try (ServiceProcess service = ServiceProcess.start(setting)) {
            service.awaitUp();

            ServiceProcess.Ended meanwhile = ServiceProcess.run("verify-evidence", setting);
            assertThat(meanwhile.exitCode()).isEqualTo(1);
            assertThat(meanwhile.errors()).hasLineCount(1).contains("Another Tocsin");
            service.stop();
        }

        // The first start has made an account for each role: acts of which there is evidence.
        ServiceProcess.Ended whole = ServiceProcess.run("verify-evidence", setting);
        assertThat(whole.output())
                .hasLineCount(1)
                .matches("The evidence is whole: [1-9]\\d* entries, head hash [0-9a-f]{64}\\s");
        assertThat(whole.errors()).isEmpty();
        assertThat(whole.exitCode()).isZero();

        asOwner(
                data,
                "ALTER TABLE evidence_entry DISABLE TRIGGER evidence_entry_append_only",
                "UPDATE evidence_entry SET actor = 'somebody' WHERE seq = 2");
        ServiceProcess.Ended broken = ServiceProcess.run("verify-evidence", setting);
        assertThat(broken.output()).hasLineCount(1).contains("NOT hold: entry 2 was changed after it was written");
        assertThat(broken.exitCode()).isEqualTo(1);

        try (EmbeddedDatabase database = EmbeddedDatabase.start(data)) {
            ServiceProcess.Ended onYourOwn = ServiceProcess.run(
                    "verify-evidence",
                    "tocsin.data-dir=" + folder.resolve("none"),
                    "tocsin.keys.file=" + data.resolve("keys.json"),
                    "quarkus.datasource.jdbc.url=" + database.jdbcUrl(),
                    "quarkus.datasource.username=" + database.service().role(),
                    "quarkus.datasource.password=" + database.service().password());
            assertThat(onYourOwn.output()).isEqualTo(broken.output());
            assertThat(onYourOwn.exitCode()).isEqualTo(1);
        }
    }

    @Test
    void whereTocsinHasNeverRunThereIsNothingToVerify() throws Exception {
        Path data = folder.resolve("data");

        ServiceProcess.Ended nothing = ServiceProcess.run("verify-evidence", "tocsin.data-dir=" + data);

        assertThat(nothing.exitCode()).isEqualTo(1);
        assertThat(nothing.errors()).hasLineCount(1).contains("There is no data folder");
        assertThat(data).doesNotExist();
    }

    private static void asOwner(Path data, String... statements) throws SQLException {
        try (EmbeddedDatabase database = EmbeddedDatabase.start(data);
                Connection connection = DriverManager.getConnection(
                        database.jdbcUrl(),
                        database.owner().role(),
                        database.owner().password());
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
