package org.tocsin.platform.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tocsin.platform.StartRefused;

class KeyFileTest {

    private static final byte[] TEXT = "text".getBytes(StandardCharsets.UTF_8);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void write() {
        file = folder.resolve("keys/keys.json");
        NewKeyFile.writeTo(file);
    }

    @Test
    void givesTheSameKeysAtEveryReading() throws Exception {
        KeyRing once = KeyFile.read(file);
        KeyRing again = KeyFile.read(file);

        for (KeyPurpose purpose : KeyPurpose.values()) {
            assertThat(once.mac(purpose, "test", TEXT)).isEqualTo(again.mac(purpose, "test", TEXT));
        }
        assertThat(again.keyEncryption().decrypt(once.keyEncryption().encrypt(TEXT, TEXT), TEXT))
                .isEqualTo(TEXT);
    }

    @Test
    void onlyTheOwnerMayReadWhatIsWrittenAndNothingElseIsLeft() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
                .isEqualTo("rwx------");
        try (var files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void keysAreNeverOverwritten() throws IOException {
        byte[] before = Files.readAllBytes(file);

        assertThatThrownBy(() -> NewKeyFile.writeTo(file))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("never overwritten");
        assertThat(file).hasBinaryContent(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rwx-----x"})
    void refusesAFileThatIsOpenToOthers(String permissions) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));

        assertThatThrownBy(() -> KeyFile.read(file))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("chmod 600");
    }

    @Test
    void acceptsAFileThatNotEvenTheOwnerMayChange() throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));

        assertThat(KeyFile.read(file)).isNotNull();
    }

    @Test
    void saysThatTheFileIsMissing() {
        assertThatThrownBy(() -> KeyFile.read(folder.resolve("other.json")))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("no key file at " + folder.resolve("other.json"));
    }

    @Test
    void refusesAnotherVersion() throws IOException {
        refuses(keys -> keys.put("version", 2));
    }

    @Test
    void refusesAMissingKey() throws IOException {
        refuses(keys -> keys.remove("returnPath"));
    }

    @Test
    void refusesANullKey() throws IOException {
        refuses(keys -> keys.putNull("seal"));
    }

    @Test
    void refusesAShortKey() throws IOException {
        refuses(keys -> keys.put("lookup", Base64.getEncoder().encodeToString(new byte[31])));
    }

    @Test
    void refusesAKeyThatIsNotBase64() throws IOException {
        refuses(keys -> keys.put("seal", "~not base64~"));
    }

    @Test
    void refusesOneKeyForTwoPurposes() throws IOException {
        refuses(keys -> keys.set("seal", keys.get("lookup")));
    }

    @Test
    void refusesAKeysetThatIsNone() throws IOException {
        refuses(keys -> keys.putObject("keyEncryption").put("primaryKeyId", "secret"));
    }

    @Test
    void refusesAnUnknownField() throws IOException {
        refuses(keys -> keys.put("extra", "secret"));
    }

    @Test
    void refusesATextThatIsNotJson() throws IOException {
        refusesContent("secret");
    }

    @Test
    void refusesTwoDocumentsInOneFile() throws IOException {
        refusesContent(Files.readString(file) + "{}");
    }

    @Test
    void refusesTheSameFieldTwice() throws IOException {
        refusesContent(Files.readString(file).replaceFirst("\\{", "{\"version\":1,"));
    }

    @Test
    void itsTextHidesTheKeys() {
        assertThat(KeyFile.generate().toString()).isEqualTo("KeyFile[...]");
    }

    private void refuses(Consumer<ObjectNode> change) throws IOException {
        ObjectNode keys = (ObjectNode) JSON.readTree(file.toFile());
        change.accept(keys);
        refusesContent(JSON.writeValueAsString(keys));
    }

    private void refusesContent(String content) throws IOException {
        String key = JSON.readTree(file.toFile()).get("lookup").textValue();
        Files.writeString(file, content);

        assertThatThrownBy(() -> KeyFile.read(file))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("is not a key file")
                .hasNoCause()
                .message()
                .doesNotContain("secret", key);
    }
}
