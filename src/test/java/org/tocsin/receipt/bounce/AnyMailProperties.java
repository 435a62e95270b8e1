package org.tocsin.receipt.bounce;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever comes in, something is made of it: a mail that no rule foresaw must never stop those behind it. */
class AnyMailProperties {

    /** One byte, one character. */
    private static final List<String> WHOLE = Stream.concat(
                    Stream.of(
                            Mails.COMPLAINT,
                            Mails.notice("<html><body><p>ann@example.org</p><br>550 5.1.1</body></html>")
                                    .replace(
                                            "Subject:",
                                            "Content-Type: text/html; charset=no-such\nContent-Transfer-Encoding: base64\nSubject:")),
                    OwnBounces.all().stream().map(labelled -> new String(labelled.mail(), StandardCharsets.ISO_8859_1)))
            .toList();

    @Property(tries = 300)
    void anyBytesAreRead(@ForAll byte[] mail) {
        assertThat(ReturnedMailReader.read(mail).kind()).isNotNull();
    }

    @Property(tries = 1000)
    void aMailThatWasDamagedIsRead(@ForAll("damaged") byte[] mail) {
        ReturnedMail read = ReturnedMailReader.read(mail);

        assertThat(read.kind()).isNotNull();
        if (read.kind() == MailKind.BOUNCE) {
            assertThat(read.recipients()).isNotEmpty().allSatisfy(recipient -> assertThat(recipient.failureClass())
                    .isNotNull());
        }
    }

    @Provide
    Arbitrary<byte[]> damaged() {
        return Arbitraries.integers().between(0, WHOLE.size() - 1).flatMap(index -> Arbitraries.longs()
                .map(seed -> damage(WHOLE.get(index), new Random(seed))));
    }

    /** Lines dropped, doubled and swapped, bytes changed, the end cut off. */
    private static byte[] damage(String mail, Random random) {
        List<String> lines = new ArrayList<>(List.of(mail.split("\\r?\\n", -1)));
        for (int i = random.nextInt(6); i > 0; i--) {
            int at = random.nextInt(lines.size());
            switch (random.nextInt(3)) {
                case 0 -> lines.remove(at);
                case 1 -> lines.add(at, lines.get(random.nextInt(lines.size())));
                default -> lines.set(at, lines.get(random.nextInt(lines.size())));
            }
            if (lines.isEmpty()) {
                return new byte[0];
            }
        }
        byte[] bytes = String.join(random.nextBoolean() ? "\r\n" : "\n", lines).getBytes(StandardCharsets.ISO_8859_1);
        for (int i = random.nextInt(10); i > 0 && bytes.length > 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return random.nextInt(4) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)) : bytes;
    }
}
