package org.tocsin.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tocsin.platform.keys.KeyRing;
import org.tocsin.testing.MigratedDatabase;
import org.tocsin.testing.SettableClock;
import org.tocsin.testing.TestKeys;

class ReadLogTest {

    @RegisterExtension
    static final MigratedDatabase POSTGRES = new MigratedDatabase();

    private static final KeyRing KEYS = new TestKeys("read log");

    private final AtomicInteger transactions = new AtomicInteger();
    private final AtomicBoolean down = new AtomicBoolean();
    private final ReadLog reads = new ReadLog(counting(), TestEvidence.log(KEYS, new SettableClock()));

    @Test
    void aReadIsDurableWhenTheCallReturns() throws SQLException {
        reads.append(read("alone"));

        assertThat(count("alone")).isEqualTo(1);
        assertChainIsWhole();
    }

    @Test
    void thoseWhoReadAtTheSameTimeShareACommitAndEachWaitsForIt() throws Exception {
        List<Thread> readers = IntStream.range(0, 50)
                .mapToObj(i -> new Thread(() -> reads.append(read("together"))))
                .toList();
        try (Connection other = POSTGRES.database().getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("SELECT FROM evidence_head FOR UPDATE");
            readers.forEach(Thread::start);
            await().until(() -> readers.stream()
                            .filter(reader -> reader.getState() == Thread.State.WAITING)
                            .count()
                    == 49);
            assertThat(count("together")).isZero();
            other.rollback();
        }
        for (Thread reader : readers) {
            reader.join();
        }

        assertThat(count("together")).isEqualTo(50);
        assertThat(transactions).hasValueLessThanOrEqualTo(2);
        assertChainIsWhole();
    }

    @Test
    void whatCouldNotBeWrittenIsToldToItsReaderAndToNobodyElse() throws SQLException {
        down.set(true);
        assertThatThrownBy(() -> reads.append(read("in an outage")))
                .isInstanceOf(IllegalStateException.class)
                .hasRootCauseInstanceOf(SQLException.class);
        down.set(false);
        reads.append(read("after it"));

        assertThat(count("in an outage")).isZero();
        assertThat(count("after it")).isEqualTo(1);
        assertChainIsWhole();
    }

    private static Act read(String customer) {
        return new Act(null, "support", Action.PERSON_READ, "customer:" + customer, Map.of("notices", 1));
    }

    private static void assertChainIsWhole() throws SQLException {
        assertThat(new EvidenceVerification(KEYS, List.of())
                        .verify(POSTGRES.database())
                        .intact())
                .isTrue();
    }

    private static int count(String customer) throws SQLException {
        try (Connection connection = POSTGRES.database().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT count(*) FROM evidence_entry WHERE subject = 'customer:" + customer + "'")) {
            row.next();
            return row.getInt(1);
        }
    }

    private DataSource counting() {
        return (DataSource) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    if (down.get()) {
                        throw new SQLException("no database");
                    }
                    transactions.incrementAndGet();
                    return method.invoke(POSTGRES.database(), arguments);
                });
    }
}
