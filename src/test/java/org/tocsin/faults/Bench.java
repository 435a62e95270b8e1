package org.tocsin.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.commons.io.FileUtils;
import org.tocsin.platform.keys.NewKeyFile;
import org.tocsin.testing.Ledger;
import org.tocsin.testing.LedgerSmtpServer;
import org.tocsin.testing.ServiceApi;
import org.tocsin.testing.TwilioStub;

/** A PostgreSQL of its own, providers with a ledger, and as many replicas of the packaged service as a test wants. */
final class Bench implements AutoCloseable {

    private final Path folder;
    private final Path database;
    private final OwnPostgres postgres;
    private final Ledger ledger;
    private final LedgerSmtpServer spareMail;
    private final TwilioStub twilio;
    private final boolean mailServerEach;
    private final List<String> settings;
    private final ReplicaSet replicas;
    private final Map<String, LedgerSmtpServer> mail = new HashMap<>();
    private UUID template;

    /**
     * Makes everything but the replicas.
     *
     * @param mailServerEach whether each replica has a mail server of its own, so that the ledger tells who sent a message
     * @param settings of every replica, beside those that connect them
     */
    Bench(boolean mailServerEach, String... settings) throws IOException {
        this(Files.createTempDirectory("tocsin-faults-database"), mailServerEach, settings);
    }

    /** @param database the folder of its PostgreSQL, which is gone when it ends */
    Bench(Path database, boolean mailServerEach, String... settings) throws IOException {
        this.folder = Files.createTempDirectory("tocsin-faults");
        this.database = database;
        this.postgres = new OwnPostgres(database);
        this.ledger = Ledger.at(folder.resolve("ledger.tsv"));
        this.spareMail = LedgerSmtpServer.start("spare", ledger);
        this.twilio = TwilioStub.start(Clock.systemUTC()).keepIn(ledger);
        this.mailServerEach = mailServerEach;
        this.settings = List.of(settings);
        this.replicas = new ReplicaSet(folder.resolve("data"), this::settingsOf);
        NewKeyFile.writeTo(folder.resolve("keys.json"));
    }

    OwnPostgres postgres() {
        return postgres;
    }

    Ledger ledger() {
        return ledger;
    }

    /** The first mail provider of all replicas, where they share one. */
    LedgerSmtpServer mail() {
        return mail("any");
    }

    /** The first mail provider of a replica. */
    LedgerSmtpServer mail(String replica) {
        return mail.computeIfAbsent(
                mailServerEach ? replica : "main", name -> LedgerSmtpServer.start("mail-" + name, ledger));
    }

    /** The second mail provider, for when the first is down. */
    LedgerSmtpServer spareMail() {
        return spareMail;
    }

    TwilioStub twilio() {
        return twilio;
    }

    /** The replica of that name, started if it is not running. */
    Replica replica(String name) throws Exception {
        return replicas.named(name);
    }

    /** One replica alone, whichever is running. */
    Replica one() throws Exception {
        return replicas.one();
    }

    /** The second of two replicas, started if it is not running. */
    Replica besides(Replica one) throws Exception {
        return replicas.besides(one);
    }

    /** Plans, submits and approves a batch for these people; with what else the batch should say. */
    UUID approved(ServiceApi api, Audience audience, Map<String, Object> more) {
        UUID incident = api.openIncident();
        Map<String, Object> batch = new HashMap<>(Map.of(
                "incidentId",
                incident,
                "recordSetId",
                api.upload(incident, audience.csv()),
                "templateId",
                template(api),
                "channels",
                Map.of("mode", "ALL", "order", List.of(audience.bySms() ? "SMS" : "EMAIL"))));
        batch.putAll(more);
        return api.approved(batch);
    }

    UUID template(ServiceApi api) {
        if (template == null) {
            template = api.readyTemplate();
        }
        return template;
    }

    /** Holds ledger, database and evidence against each other. */
    Comparison compare(ServiceApi api, Audience audience, UUID batch) throws SQLException, IOException {
        boolean intact = api.as("auditor")
                .get("/api/v1/evidence/verification")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getBoolean("intact");
        try (Connection connection = postgres.connect()) {
            return Comparer.compare(connection, ledger, audience, batch, intact);
        }
    }

    /** Lets what waits for its next try, for seconds or for an hour, be due at once. */
    void bringRetriesForward(UUID batch) throws SQLException {
        try (Connection connection = postgres.connect();
                PreparedStatement update = connection.prepareStatement(
                        "UPDATE delivery SET due_at = now() WHERE batch_id = ? AND state = 'DUE' AND due_at > now()")) {
            update.setObject(1, batch);
            update.executeUpdate();
        }
    }

    /** How many attempts count against people's retry schedules. */
    long burntAttempts(UUID batch) throws SQLException {
        try (Connection connection = postgres.connect();
                PreparedStatement select = connection.prepareStatement(
                        "SELECT coalesce(sum(burnt), 0) FROM delivery WHERE batch_id = ?")) {
            select.setObject(1, batch);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private String[] settingsOf(String name) {
        List<String> all = new ArrayList<>(List.of(postgres.settings(true)));
        all.addAll(List.of(
                "tocsin.data-dir=" + folder.resolve("data"),
                "tocsin.keys.file=" + folder.resolve("keys.json"),
                "tocsin.email.from=notices@example.org",
                "tocsin.email.providers.main.host=127.0.0.1",
                "tocsin.email.providers.main.port=" + mail(name).port(),
                "tocsin.email.providers.main.tls=NONE",
                "tocsin.email.providers.main.priority=1",
                "tocsin.email.providers.spare.host=127.0.0.1",
                "tocsin.email.providers.spare.port=" + spareMail.port(),
                "tocsin.email.providers.spare.tls=NONE",
                "tocsin.email.providers.spare.priority=2",
                "tocsin.sms.providers.main.account-sid=AC00000000000000000000000000000001",
                "tocsin.sms.providers.main.auth-token=a-token-for-tests",
                "tocsin.sms.providers.main.from=+12025550123",
                "tocsin.sms.providers.main.base-url=" + twilio.baseUrl(),
                "tocsin.public-url=https://notices.example.org"));
        all.addAll(settings);
        return all.toArray(String[]::new);
    }

    @Override
    public void close() throws Exception {
        replicas.close();
        mail.values().forEach(LedgerSmtpServer::close);
        spareMail.close();
        twilio.close();
        ledger.close();
        postgres.close();
        FileUtils.deleteDirectory(database.toFile());
        FileUtils.deleteDirectory(folder.toFile());
    }
}
