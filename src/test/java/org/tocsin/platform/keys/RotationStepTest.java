package org.tocsin.platform.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.crypto.tink.Aead;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tocsin.platform.StartRefused;

class RotationStepTest {

    private static final byte[] TEXT = "a data key".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    private Path file;
    private KeyRing before;

    @BeforeEach
    void write() {
        file = folder.resolve("keys.json");
        NewKeyFile.writeTo(file);
        before = KeyFile.read(file);
    }

    @Test
    void afterEachStepAReplicaAtThatStepAndOneAtTheStepBeforeOpenWhatEitherWraps() throws Exception {
        RotationStep.ADD.applyTo(file);
        KeyRing added = KeyFile.read(file);
        RotationStep.USE.applyTo(file);
        KeyRing used = KeyFile.read(file);
        RotationStep.DROP.applyTo(file);
        KeyRing dropped = KeyFile.read(file);

        for (KeyRing[] neighbours : new KeyRing[][] {{before, added}, {added, used}, {used, dropped}}) {
            byte[] later = neighbours[1].keyEncryption().encrypt(TEXT, TEXT);
            assertThat(neighbours[0].keyEncryption().decrypt(later, TEXT)).isEqualTo(TEXT);
        }
        byte[] wrappedBefore = before.keyEncryption().encrypt(TEXT, TEXT);
        assertThat(used.keyEncryption().decrypt(wrappedBefore, TEXT)).isEqualTo(TEXT);
        assertThat(opens(dropped.keyEncryption(), wrappedBefore)).isFalse();
    }

    @Test
    void theNewestAloneOpensOnlyWhatItWrapped() throws Exception {
        byte[] wrappedBefore = before.keyEncryption().encrypt(TEXT, TEXT);
        RotationStep.ADD.applyTo(file);
        assertThat(KeyFile.read(file).newestAlone())
                .as("who does not use the added key yet wraps nothing back to the old one")
                .isEmpty();
        RotationStep.USE.applyTo(file);
        KeyRing used = KeyFile.read(file);

        assertThat(opens(used.newestAlone().orElseThrow(), wrappedBefore)).isFalse();
        assertThat(opens(used.newestAlone().orElseThrow(), used.keyEncryption().encrypt(TEXT, TEXT)))
                .isTrue();
        assertThat(before.newestAlone()).isEmpty();
    }

    @Test
    void theOtherKeysStayAndTheFileIsItsOwnersAlone() throws Exception {
        for (RotationStep step : RotationStep.values()) {
            step.applyTo(file);
        }

        for (KeyPurpose purpose : KeyPurpose.values()) {
            assertThat(KeyFile.read(file).mac(purpose, "test", TEXT)).isEqualTo(before.mac(purpose, "test", TEXT));
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void aStepOutOfTurnIsRefusedAndChangesNothing() throws Exception {
        refused(RotationStep.USE);
        refused(RotationStep.DROP);
        RotationStep.ADD.applyTo(file);
        refused(RotationStep.ADD);
        refused(RotationStep.DROP);
        RotationStep.USE.applyTo(file);
        refused(RotationStep.ADD);
        refused(RotationStep.USE);
        RotationStep.DROP.applyTo(file);
        RotationStep.ADD.applyTo(file);
    }

    private void refused(RotationStep step) throws Exception {
        byte[] content = Files.readAllBytes(file);
        assertThatThrownBy(() -> step.applyTo(file))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("Nothing was changed");
        assertThat(file).hasBinaryContent(content);
    }

    private static boolean opens(Aead key, byte[] wrapped) {
        try {
            key.decrypt(wrapped, TEXT);
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
