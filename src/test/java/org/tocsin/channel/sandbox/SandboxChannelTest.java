package org.tocsin.channel.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tocsin.channel.ChannelKind;
import org.tocsin.channel.FailureClass;
import org.tocsin.channel.LookUpResult;
import org.tocsin.channel.LookUpResult.Answer;
import org.tocsin.channel.OutboundMessage;
import org.tocsin.channel.SendResult;
import org.tocsin.channel.SendResult.Verdict;
import org.tocsin.channel.SendStage;
import org.tocsin.channel.TestMessages;
import org.tocsin.channel.email.DeliveryHeader;
import org.tocsin.channel.email.EmailSender;
import org.tocsin.channel.email.NoticeMime;
import org.tocsin.channel.email.ReturnPath;
import org.tocsin.testing.TestKeys;

/** The sandbox keeps each attempt as a file, whole or not at all, and for the owner only. */
class SandboxChannelTest {

    private static final Instant NOW = Instant.parse("2026-08-21T10:15:30Z");
    private static final TestKeys KEYS = new TestKeys("sandbox");

    @TempDir
    Path folder;

    private final NoticeMime noticeMime = new NoticeMime(
            new EmailSender("notices@example.com", null, null),
            new ReturnPath(KEYS),
            new DeliveryHeader(KEYS),
            Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void anEmailIsTheVeryMessageThatARelayWouldGet() throws Exception {
        SendResult result = email().send(TestMessages.email(), () -> true);

        String name = TestMessages.DELIVERY + "-1.eml";
        assertThat(result).isEqualTo(SendResult.accepted("sandbox", null, null, name));
        byte[] expected = noticeMime.build(TestMessages.email()).content();
        assertThat(outbox().resolve("email").resolve(name)).hasBinaryContent(expected);
    }

    @Test
    void aTextMessageHasItsTwoEndsOnTop() {
        sms().send(TestMessages.sms("Grüße 🔐\nagain"), () -> true);

        assertThat(outbox().resolve("sms").resolve(TestMessages.DELIVERY + "-1.txt"))
                .content(StandardCharsets.UTF_8)
                .isEqualTo("To: +12025550123\nFrom: Example\n\nGrüße 🔐\nagain");
    }

    @Test
    void everyAttemptIsAFileOfItsOwn() throws Exception {
        OutboundMessage first = TestMessages.sms("text");
        OutboundMessage second =
                new OutboundMessage(first.deliveryId(), 2, ChannelKind.SMS, first.to(), "en", null, "text", null);
        SandboxChannel sms = sms();

        sms.send(first, () -> true);
        sms.send(second, () -> true);

        assertThat(names("sms")).containsExactly(TestMessages.DELIVERY + "-1.txt", TestMessages.DELIVERY + "-2.txt");
        assertThat(sms.lookUp(second, null, NOW))
                .isEqualTo(new LookUpResult(Answer.FOUND, TestMessages.DELIVERY + "-2.txt"));
    }

    @Test
    void whatWasNotWrittenIsNotFound() {
        assertThat(email().lookUp(TestMessages.email(), null, NOW)).isEqualTo(LookUpResult.NOT_FOUND);
    }

    @Test
    void withoutThePermitNothingIsKept() throws Exception {
        SendResult result = email().send(TestMessages.email(), () -> false);

        assertThat(result.verdict()).isEqualTo(Verdict.TRY_LATER);
        assertThat(result.stage()).isEqualTo(SendStage.NOT_STARTED);
        assertThat(names("email")).isEmpty();
    }

    @Test
    void onlyTheOwnerCanRead() throws Exception {
        email().send(TestMessages.email(), () -> true);

        assertThat(permissions(outbox())).isEqualTo("rwx------");
        assertThat(permissions(outbox().resolve("email"))).isEqualTo("rwx------");
        assertThat(permissions(outbox().resolve("email").resolve(names("email").get(0))))
                .isEqualTo("rw-------");
    }

    @Test
    void anUnsendableMessageIsRefusedAsARelayWouldRefuseIt() {
        SendResult result = email().send(TestMessages.email("a@example.org, b@example.org"), () -> true);

        assertThat(result.verdict()).isEqualTo(Verdict.REFUSED);
        assertThat(result.failureClass()).isEqualTo(FailureClass.UNSENDABLE);
    }

    @Test
    void aFolderThatCannotBeWrittenBurnsNothing() throws Exception {
        Files.writeString(outbox(), "a file where the folder should be");

        SendResult result = email().send(TestMessages.email(), () -> true);

        assertThat(result.failureClass()).isEqualTo(FailureClass.PROVIDER_DOWN);
        assertThat(result.burnsAttempt()).isFalse();
    }

    @Test
    void everythingIsMarkedAsSimulated() {
        assertThat(email().simulated()).isTrue();
        assertThat(sms().simulated()).isTrue();
    }

    private SandboxChannel email() {
        return SandboxChannel.email("notices@example.com", noticeMime, outbox());
    }

    private SandboxChannel sms() {
        return SandboxChannel.sms("Example", outbox());
    }

    private Path outbox() {
        return folder.resolve("outbox");
    }

    private List<String> names(String kind) throws Exception {
        try (Stream<Path> files = Files.list(outbox().resolve(kind))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static String permissions(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
