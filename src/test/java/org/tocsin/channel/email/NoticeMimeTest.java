package org.tocsin.channel.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.mail.Message.RecipientType;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tocsin.channel.ChannelKind;
import org.tocsin.channel.OutboundMessage;
import org.tocsin.channel.TestMessages;
import org.tocsin.channel.UnsendableException;

/** What is sent reads back as it was meant, in any language, and no value breaks out of its place. */
class NoticeMimeTest {

    private static final String LONG_LINE = "word ".repeat(400);

    private final NoticeMime noticeMime = Relay.noticeMime();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "About your data|Dear Jane Roe,",
                "Über Ihre persönlichen Daten – bitte lesen Sie diese wichtige Mitteilung vollständig|Sehr geehrte Frau Müßig,",
                "Información importante sobre sus datos: ¿qué ha pasado?|Estimado señor Núñez:",
                "إشعار بشأن بياناتك الشخصية|عزيزي العميل، يرجى القراءة",
                "关于您个人信息泄露的重要通知以及您可以采取的措施|尊敬的客户：请阅读。",
                "⚠️ Security notice 👩‍👩‍👧‍👦🔐 for the whole family 👩‍👩‍👧‍👦 and friends 🧑🏽‍💻|🔓 → 🔐",
                "Not a word: =?utf-8?Q?=41?= =20|a=3Db =?x?= =",
            })
    void readsBackAsWritten(String subject, String line) throws Exception {
        String text = line + "\n\n.\n.dot\nFrom here\n--=_\n" + LONG_LINE + "\nend  \n";
        String html = "<p class=\"a\">" + line + "</p>\n<p>" + LONG_LINE + "</p>\n";

        MimeMessage read = read(bytes(TestMessages.emailWith(subject, text, html)));

        assertThat(read.getSubject()).isEqualTo(subject);
        MimeMultipart parts = (MimeMultipart) read.getContent();
        assertThat(read.isMimeType("multipart/alternative")).isTrue();
        assertThat(parts.getCount()).isEqualTo(2);
        assertThat(parts.getBodyPart(0).isMimeType("text/plain")).isTrue();
        assertThat(lines(parts.getBodyPart(0).getContent())).isEqualTo(text);
        assertThat(parts.getBodyPart(1).isMimeType("text/html")).isTrue();
        assertThat(lines(parts.getBodyPart(1).getContent())).isEqualTo(html);
    }

    @Test
    void everyByteIsAsciiAndEveryLineShortEnough() throws Exception {
        String wire = wire(TestMessages.emailWith("通知", "尊敬 ".repeat(500), "<p>é</p>".repeat(500)));

        assertThat(wire).matches("[\\x20-\\x7e\\r\\n\\t]+");
        assertThat(wire.split("\r\n")).allMatch(line -> line.length() <= 998);
        assertThat(wire.replace("\r\n", "")).doesNotContain("\r", "\n");
    }

    @Test
    void withoutHtmlThereIsOneTextPart() throws Exception {
        MimeMessage read = read(bytes(TestMessages.emailWith("Subject", "Grüße\n", null)));

        assertThat(read.isMimeType("text/plain")).isTrue();
        assertThat(lines(read.getContent())).isEqualTo("Grüße\n");
    }

    @Test
    void theHeadersThatANoticeNeeds() throws Exception {
        MimeMessage read = read(bytes(TestMessages.email()));

        assertThat(read.getAllRecipients()).containsExactly(new InternetAddress("jane.roe@example.org"));
        assertThat(read.getRecipients(RecipientType.TO)).hasSize(1);
        assertThat(read.getHeader("From", null)).isEqualTo("Example Telecom <notices@example.com>");
        assertThat(read.getHeader("Date", null)).isEqualTo("Fri, 21 Aug 2026 10:15:30 +0000");
        assertThat(read.getHeader("Auto-Submitted", null)).isEqualTo("auto-generated");
        assertThat(read.getHeader("Content-Language", null)).isEqualTo("en");
        assertThat(read.getHeader("Message-ID", null)).isEqualTo("<" + TestMessages.DELIVERY + "@bounces.example.com>");
        assertThat(read.getHeader("List-Unsubscribe")).isNull();
        assertThat(new DeliveryHeader(Relay.KEYS).verify(read.getHeader(DeliveryHeader.NAME, null)))
                .contains(TestMessages.DELIVERY);
    }

    @Test
    void aSenderNameInAnyScript() throws Exception {
        EmailSender sender = new EmailSender("notices@bücher.example", "Bücher, \"GmbH\"", null);
        NoticeMime mime =
                new NoticeMime(sender, new ReturnPath(Relay.KEYS), new DeliveryHeader(Relay.KEYS), Relay.CLOCK);

        NoticeMessage built = mime.build(TestMessages.email());

        InternetAddress from = (InternetAddress) read(built.content()).getFrom()[0];
        assertThat(from.getPersonal()).isEqualTo("Bücher, \"GmbH\"");
        assertThat(from.getAddress()).isEqualTo("notices@xn--bcher-kva.example");
        assertThat(built.envelopeFrom()).as("without a domain for bounces").isEqualTo(from.getAddress());
    }

    @Test
    void theSameDeliveryMakesTheSameBytesAndKeepsItsMessageIdOnEveryAttempt() throws Exception {
        OutboundMessage first = TestMessages.email();
        OutboundMessage again = new OutboundMessage(
                first.deliveryId(),
                2,
                first.channel(),
                first.to(),
                first.locale(),
                first.subject(),
                first.text(),
                first.html());

        assertThat(bytes(first)).isEqualTo(bytes(again));
        assertThat(read(bytes(again)).getMessageID())
                .isEqualTo(read(bytes(first)).getMessageID());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Hello\r\nBcc: victim@example.org",
                "Hello\nBcc: victim@example.org",
                "Hello\rBcc: victim@example.org",
                "Hello\u0000",
                "Hello\u0085Bcc: victim@example.org",
                "Half a character \ud83d",
            })
    void aSubjectThatWouldBreakOutIsRefused(String subject) {
        assertThatThrownBy(() -> noticeMime.build(TestMessages.emailWith(subject, "text", null)))
                .isInstanceOf(UnsendableException.class)
                .hasMessageStartingWith("Subject")
                .hasMessageNotContaining("Hello");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a@example.org, b@example.org",
                "a@example.org\r\nRCPT TO:<b@example.org>",
                "<a@example.org>",
                "Jane <a@example.org>",
                "a@example.org (comment)",
                "group:a@example.org;",
                "a@b",
                "a@[127.0.0.1]",
                "@example.org",
                "a@",
                "a b@example.org",
                "\"a b\"@example.org",
                "a@b@example.org",
                "jos\u200bé@example.org",
                "josé\u00a0r@example.org",
                "a@straße.example",
                "a@-example.org",
                "a@example..org",
                "",
            })
    void oneMailboxAndNothingElse(String to) {
        assertThatThrownBy(() -> noticeMime.build(TestMessages.email(to)))
                .isInstanceOf(UnsendableException.class)
                .hasMessage("the recipient is not one plain mailbox");
    }

    @ParameterizedTest
    @CsvSource({
        "jane@BÜCHER.example, jane@xn--bcher-kva.example",
        "jane@例え.テスト.example, jane@xn--r8jz45g.xn--zckzah.example",
        "o'brien+a_b@example.org, o'brien+a_b@example.org",
        "two..dots@example.org, two..dots@example.org",
    })
    void internationalDomainsGoOutInAscii(String to, String onTheWire) throws Exception {
        assertThat(noticeMime.build(TestMessages.email(to)).recipient().address())
                .isEqualTo(onTheWire);
    }

    @Test
    void aLocalPartBeyondAsciiStandsInToAsItIsAndNowhereElse() throws Exception {
        byte[] content = bytes(TestMessages.email("jörg@bücher.example"));

        assertThat(new String(content, StandardCharsets.UTF_8)).contains("\r\nTo: jörg@xn--bcher-kva.example\r\n");
        assertThat(new String(content, StandardCharsets.UTF_8).replaceAll("\r\nTo: .*\r\n", "\r\n"))
                .matches("[\\x20-\\x7e\\r\\n]+");
    }

    @Test
    void aLocaleThatIsNoLanguageTagIsRefused() {
        OutboundMessage message = new OutboundMessage(
                TestMessages.DELIVERY, 1, ChannelKind.EMAIL, "jane@example.org", "en\r\nX: y", "Subject", "text", null);

        assertThatThrownBy(() -> noticeMime.build(message)).isInstanceOf(UnsendableException.class);
    }

    private byte[] bytes(OutboundMessage message) throws Exception {
        return noticeMime.build(message).content();
    }

    private String wire(OutboundMessage message) throws Exception {
        return new String(bytes(message), StandardCharsets.ISO_8859_1);
    }

    private static MimeMessage read(byte[] bytes) throws Exception {
        return new MimeMessage(null, new ByteArrayInputStream(bytes));
    }

    private static String lines(Object content) {
        return String.join("\n", List.of(((String) content).split("\r\n", -1)));
    }
}
