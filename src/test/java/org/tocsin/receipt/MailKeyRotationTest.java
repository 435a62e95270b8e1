package org.tocsin.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.tocsin.evidence.TestEvidence;
import org.tocsin.platform.keys.NewKeyFile;
import org.tocsin.platform.keys.TestKeyRing;
import org.tocsin.testing.MigratedDatabase;
import org.tocsin.testing.SettableClock;

/** The wrapping key is changed while mails that came back are kept. */
class MailKeyRotationTest {

    @RegisterExtension
    static final MigratedDatabase POSTGRES = new MigratedDatabase();

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final SettableClock clock = new SettableClock();

    @Test
    void aMailThatIsKeptOpensAfterwardsAndOneThatWasDroppedStaysAway(@TempDir Path folder) throws Exception {
        TestKeyRing.Running service = service(folder);
        UUID dropped = store(service, "the older mail", NOW.minus(Duration.ofDays(31)));
        POSTGRES.run(connection -> ReturnedMails.dropOld(connection, Duration.ofDays(30), NOW));
        UUID kept = store(service, "the mail", NOW);

        service.changeWrappingKey(TestEvidence.rotations(service.ring(), clock), new MailKeyTable());

        List<ReturnedMails.Stored> due = POSTGRES.call(connection -> ReturnedMails.take(connection, 10, NOW));
        assertThat(due).singleElement().satisfies(stored -> {
            assertThat(stored.id()).isEqualTo(kept);
            assertThat(stored.mail().open(service.ring(), kept))
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo("the mail");
        });
        assertThat(POSTGRES.count("SELECT count(*) FROM returned_mail WHERE id = ? AND wrapped_key IS NULL", dropped))
                .isOne();
        assertThat(POSTGRES.texts("SELECT detail FROM evidence_entry WHERE action = 'DATA_KEYS_REWRAPPED'"))
                .containsExactly("{\"RETURNED_MAILS\":1}");
    }

    private static TestKeyRing.Running service(Path folder) throws Exception {
        Path file = folder.resolve("keys.json");
        NewKeyFile.writeTo(file);
        return new TestKeyRing.Running(file, POSTGRES.database());
    }

    private static UUID store(TestKeyRing.Running service, String mail, Instant at) throws SQLException {
        UUID id = UUID.randomUUID();
        byte[] bytes = mail.getBytes(StandardCharsets.UTF_8);
        SealedMail sealed = SealedMail.seal(service.ring(), id, bytes);
        ReturnedMails.Fresh fresh = new ReturnedMails.Fresh(id, bytes, sealed);
        POSTGRES.run(connection -> ReturnedMails.store(connection, fresh, MailSource.HOOK, at));
        return id;
    }
}
