package org.tocsin.webhook;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.hc.core5.util.Timeout;
import org.tocsin.evidence.TestEvidence;
import org.tocsin.testing.MigratedDatabase;
import org.tocsin.testing.SettableClock;
import org.tocsin.webhook.ScriptedReceiver.Message;

/** One endpoint, one batch, and what sends: all of it but the threads. */
final class TellingBench implements AutoCloseable {

    final UUID batch = UUID.randomUUID();
    final ScriptedReceiver receiver = ScriptedReceiver.start();
    final SettableClock clock = new SettableClock();
    final EventRows rows;

    private final MigratedDatabase postgres;
    private final WebhookHttp http = new WebhookHttp(
            CallableAddressesTest.callable(Map.of("tocsin.webhooks.loopback", "true")),
            Timeout.ofMilliseconds(500),
            Duration.ofSeconds(2));
    private final TellInOrder tell;
    private UUID endpoint;

    TellingBench(MigratedDatabase postgres) {
        this.postgres = postgres;
        this.rows = new EventRows(postgres);
        this.tell = new TellInOrder(postgres.database(), http, TestEvidence.log(EventRows.KEYS, clock), clock);
    }

    /** Adds the endpoint. */
    UUID listen(String... types) throws SQLException {
        endpoint = rows.endpoint(receiver.url(), clock.instant(), types);
        return endpoint;
    }

    /** Lets this happen to the batch, now. */
    void happen(String... types) throws SQLException {
        rows.happen(batch, clock.instant(), types);
    }

    List<Claim> claim() throws SQLException {
        return postgres.call(connection -> Cursors.claim(connection, endpoint, 10, now()));
    }

    /** Sends what is due, as a replica does. */
    void tellAll() throws SQLException {
        for (Claim claim : look().status() == Endpoint.Status.ENABLED ? claim() : List.<Claim>of()) {
            tell(claim);
        }
    }

    /** Sends what a claim covers. */
    void tell(Claim claim) throws SQLException {
        Receiver to = postgres.call(connection -> Endpoints.receiver(connection, EventRows.KEYS, endpoint, now()))
                .orElseThrow();
        tell.run(claim, to, () -> false);
    }

    /** Sends the next event of a claim, and dies. */
    Event sendUnmarked(Claim claim) throws SQLException {
        Event event =
                postgres.call(connection -> Cursors.next(connection, claim)).orElseThrow();
        http.post(new Receiver(receiver.url(), List.of()), event, now());
        return event;
    }

    void leasesRunOut() throws SQLException {
        postgres.execute("UPDATE webhook_cursor SET claimed_until = now() - interval '1 second'");
    }

    Replays.Result replay(ReplayPoint from, UUID of) throws SQLException {
        return postgres.call(connection -> Replays.from(connection, endpoint, from, of, now()));
    }

    /** The endpoint as its owner sees it. */
    Endpoint look() throws SQLException {
        return postgres.call(connection -> Endpoints.find(connection, endpoint)).orElseThrow();
    }

    /** What came behind the first ones. */
    List<Message> came(int behind) {
        List<Message> all = receiver.messages();
        return all.subList(behind, all.size());
    }

    Instant now() {
        return clock.instant();
    }

    @Override
    public void close() throws SQLException {
        http.close();
        receiver.close();
        rows.clear();
    }
}
