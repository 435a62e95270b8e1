package org.tocsin.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkiverse.resteasy.problem.HttpProblem;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tocsin.testing.MigratedDatabase;

class IdempotentAnswersTest {

    @RegisterExtension
    static final MigratedDatabase POSTGRES = new MigratedDatabase();

    private static final Instant NOW = Instant.parse("2026-08-20T09:00:00Z");

    private final IdempotencyKey key =
            new IdempotencyKey("author", "/api/v1/batches", UUID.randomUUID().toString());
    private final IdempotentAnswers answers = at(NOW);
    private Connection connection;

    @BeforeEach
    void connect() throws SQLException {
        connection = POSTGRES.database().getConnection();
        connection.setAutoCommit(false);
    }

    @AfterEach
    void disconnect() throws SQLException {
        connection.close();
    }

    @Test
    void findsWhatWasAdded() throws SQLException {
        answers.add(connection, key, new StoredAnswer(new byte[] {1}, 201, "/api/v1/batches/7", "{}"));
        connection.commit();

        StoredAnswer found = answers.find(connection, key).orElseThrow();
        assertThat(found.requestDigest()).containsExactly(1);
        assertThat(found.status()).isEqualTo(201);
        assertThat(found.location()).isEqualTo("/api/v1/batches/7");
        assertThat(found.body()).isEqualTo("{}");
    }

    @Test
    void keepsCallersAndPathsApart() throws SQLException {
        answers.add(connection, key, new StoredAnswer(new byte[] {1}, 201, null, null));

        assertThat(answers.find(connection, new IdempotencyKey("other", key.path(), key.key())))
                .isEmpty();
        assertThat(answers.find(connection, new IdempotencyKey(key.caller(), "/other", key.key())))
                .isEmpty();
    }

    @Test
    void refusesTheKeyWhileAnotherTransactionHasIt() throws SQLException {
        answers.lock(connection, key);
        try (Connection second = POSTGRES.database().getConnection()) {
            second.setAutoCommit(false);
            assertThatThrownBy(() -> answers.lock(second, key)).isInstanceOfSatisfying(HttpProblem.class, problem -> {
                assertThat(problem.getStatusCode()).isEqualTo(409);
            });

            connection.rollback();
            answers.lock(second, key);
        }
    }

    @Test
    void removesAnswersAfterADay() throws SQLException {
        answers.add(connection, key, new StoredAnswer(new byte[] {1}, 201, null, null));

        at(NOW.plus(Duration.ofHours(24))).removeOld(connection);
        assertThat(answers.find(connection, key)).isPresent();

        at(NOW.plus(Duration.ofHours(24)).plusMillis(1)).removeOld(connection);
        assertThat(answers.find(connection, key)).isEmpty();
    }

    @Test
    void givesAnAnswerOnlyToTheSameRequest() {
        StoredAnswer answer = new StoredAnswer(new byte[] {1, 2}, 200, null, null);

        assertThat(answer.requireSameRequest(new byte[] {1, 2})).isSameAs(answer);
        assertThatThrownBy(() -> answer.requireSameRequest(new byte[] {1, 3}))
                .isInstanceOfSatisfying(HttpProblem.class, problem -> {
                    assertThat(problem.getStatusCode()).isEqualTo(422);
                });
    }

    private static IdempotentAnswers at(Instant now) {
        return new IdempotentAnswers(Clock.fixed(now, ZoneOffset.UTC));
    }
}
