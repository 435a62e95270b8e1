package org.tocsin.platform.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyRingTest {

    private final KeyRing ring = TestKeyRing.fresh();

    @Test
    void isHmacSha256OverTheContextAndThePartsEachBehindItsLength(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("keys.json");
        NewKeyFile.writeTo(file);
        byte[] key = new ObjectMapper()
                .readTree(Files.readAllBytes(file))
                .get("seal")
                .binaryValue();
        Mac hmac = Mac.getInstance("HmacSHA256");
        hmac.init(new SecretKeySpec(key, "HmacSHA256"));
        byte[] longPart = new byte[70_000];
        ByteBuffer message = ByteBuffer.allocate(100_000);
        message.putInt(8).put(bytes("approval")).putInt(1).put(bytes("a")).putInt(0);
        message.putInt(longPart.length).put(longPart);

        byte[] mac = KeyFile.read(file).mac(KeyPurpose.SEAL, "approval", bytes("a"), new byte[0], longPart);

        assertThat(mac).isEqualTo(hmac.doFinal(Arrays.copyOf(message.array(), message.position())));
    }

    @Test
    void tellsApartWhatIsNotTheSame() {
        List<byte[]> macs = List.of(
                ring.mac(KeyPurpose.LOOKUP, "x", bytes("ab"), bytes("c")),
                ring.mac(KeyPurpose.LOOKUP, "x", bytes("a"), bytes("bc")),
                ring.mac(KeyPurpose.LOOKUP, "x", bytes("abc")),
                ring.mac(KeyPurpose.LOOKUP, "x", bytes("abc"), new byte[0]),
                ring.mac(KeyPurpose.LOOKUP, "xa", bytes("bc")),
                ring.mac(KeyPurpose.LOOKUP, "y", bytes("abc")),
                ring.mac(KeyPurpose.SEAL, "x", bytes("abc")),
                ring.mac(KeyPurpose.RETURN_PATH, "x", bytes("abc")),
                TestKeyRing.fresh().mac(KeyPurpose.LOOKUP, "x", bytes("abc")));
        Set<ByteBuffer> distinct = new HashSet<>();
        macs.forEach(mac -> distinct.add(ByteBuffer.wrap(mac)));

        assertThat(distinct).hasSameSizeAs(macs);
    }

    @Test
    void manyThreadsAtOnceGetWhatOneGets() {
        List<byte[]> alone = IntStream.range(0, 20_000)
                .mapToObj(i -> ring.mac(KeyPurpose.LOOKUP, "test", bytes("part" + i)))
                .toList();
        List<byte[]> together = IntStream.range(0, 20_000)
                .parallel()
                .mapToObj(i -> ring.mac(KeyPurpose.LOOKUP, "test", bytes("part" + i)))
                .toList();

        assertThat(together).usingElementComparator(Arrays::compare).isEqualTo(alone);
    }

    @Test
    void aCallThatFailedLeavesNothingBehind() {
        byte[] before = ring.mac(KeyPurpose.SEAL, "test", bytes("a"));

        assertThatThrownBy(() -> ring.mac(KeyPurpose.SEAL, "test", bytes("a"), null))
                .isInstanceOf(NullPointerException.class);
        assertThat(ring.mac(KeyPurpose.SEAL, "test", bytes("a"))).isEqualTo(before);
    }

    @Test
    void whatOneRingWrappedNoOtherOpens() throws GeneralSecurityException {
        byte[] wrapped = ring.keyEncryption().encrypt(bytes("data key"), bytes("record set"));

        assertThat(ring.keyEncryption().decrypt(wrapped, bytes("record set"))).isEqualTo(bytes("data key"));
        assertThatThrownBy(() -> TestKeyRing.fresh().keyEncryption().decrypt(wrapped, bytes("record set")))
                .isInstanceOf(GeneralSecurityException.class);
        assertThatThrownBy(() -> ring.keyEncryption().decrypt(wrapped, bytes("another")))
                .isInstanceOf(GeneralSecurityException.class);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
