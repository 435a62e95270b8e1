package org.tocsin.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.tocsin.evidence.TestEvidence;
import org.tocsin.platform.keys.NewKeyFile;
import org.tocsin.platform.keys.TestKeyRing;
import org.tocsin.testing.MigratedDatabase;
import org.tocsin.testing.SettableClock;

/** The wrapping key is changed while texts that people sent are kept. */
class TextKeyRotationTest {

    @RegisterExtension
    static final MigratedDatabase POSTGRES = new MigratedDatabase();

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final SettableClock clock = new SettableClock();

    @Test
    void aTextOfSomebodysOpensAfterwards(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("keys.json");
        NewKeyFile.writeTo(file);
        TestKeyRing.Running service = new TestKeyRing.Running(file, POSTGRES.database());
        UUID id = UUID.randomUUID();
        SealedMail sealed = SealedMail.seal(service.ring(), id, "STOP".getBytes(StandardCharsets.UTF_8));
        InboundText text = new InboundText(id, "main", "SM1", TextMeaning.STOP, new byte[] {1}, sealed);
        POSTGRES.run(connection -> InboundTexts.store(connection, text, NOW));

        service.changeWrappingKey(TestEvidence.rotations(service.ring(), clock), new TextKeyTable());

        InboundText kept = POSTGRES.call(connection -> InboundTexts.take(connection, 1, NOW))
                .get(0)
                .text();
        assertThat(kept.content().wrappedKey()).isNotEqualTo(sealed.wrappedKey());
        assertThat(kept.content().open(service.ring(), id))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("STOP");
    }
}
