package org.tocsin.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tocsin.platform.StartRefused;

class DurabilityCheckTest {

    @ParameterizedTest
    @CsvSource({
        "139999, true,  true,  on,    '',  older than PostgreSQL 14",
        "180006, false, true,  on,    '',  fsync is off",
        "180006, true,  false, on,    '',  full_page_writes is off",
        "180006, true,  true,  off,   '',  synchronous_commit is off",
        "180006, true,  true,  local, 's', synchronous_commit is local",
    })
    void refusesAServerThatForgets(
            int version, boolean fsync, boolean fullPageWrites, String commit, String standbys, String word) {
        ServerSettings settings = new ServerSettings(version, fsync, fullPageWrites, commit, standbys);

        assertThatThrownBy(() -> new DurabilityCheck(null, false).check(settings))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining(word);
        assertThatCode(() -> new DurabilityCheck(null, true).check(settings)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "140000, on,           '',  0",
        "180006, on,           's', 0",
        "180006, remote_apply, 's', 0",
        "180006, remote_write, 's', 1",
        "180006, local,        '',  1",
    })
    void acceptsAServerThatKeepsItsWord(int version, String commit, String standbys, int doubts) {
        ServerSettings settings = new ServerSettings(version, true, true, commit, standbys);

        assertThatCode(() -> new DurabilityCheck(null, false).check(settings)).doesNotThrowAnyException();
        assertThat(settings.doubts()).hasSize(doubts);
    }

    @Test
    void namesAllFaultsAtOnce() {
        assertThat(new ServerSettings(130_000, false, false, "off", "").faults())
                .hasSize(4);
    }

    @Test
    void readsWhatTheServiceRoleReallyGets() throws Exception {
        try (EmbeddedPostgres forgetful = EmbeddedPostgres.builder()
                        .setServerConfig("synchronous_commit", "on")
                        .start();
                Connection superuser = forgetful.getPostgresDatabase().getConnection();
                Statement statement = superuser.createStatement()) {
            statement.execute("CREATE ROLE tocsin LOGIN");
            statement.execute("ALTER ROLE tocsin SET synchronous_commit = local");
            try (Connection service =
                    forgetful.getDatabase("tocsin", "postgres").getConnection()) {
                ServerSettings settings = ServerSettings.of(service);

                assertThat(settings.versionNumber()).isGreaterThanOrEqualTo(140_000);
                assertThat(settings).isEqualTo(new ServerSettings(settings.versionNumber(), false, true, "local", ""));
            }
        }
    }
}
