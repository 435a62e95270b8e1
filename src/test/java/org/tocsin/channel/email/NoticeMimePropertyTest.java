package org.tocsin.channel.email;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.tocsin.channel.OutboundMessage;
import org.tocsin.channel.TestMessages;

/** Our own bytes say what the mail library's would, and are safe to write as they are, whatever the words. */
class NoticeMimePropertyTest {

    private static final List<String> HEADERS = List.of(
            "From", "To", "Message-ID", "MIME-Version", "Auto-Submitted", "Content-Language", DeliveryHeader.NAME);

    @Property(tries = 300)
    void readsAsWhatTheMailLibraryMakes(
            @ForAll("subjects") String subject, @ForAll("texts") String text, @ForAll("texts") String html)
            throws Exception {
        for (OutboundMessage message : bothForms(subject, text, html)) {
            MimeMessage ours = ReferenceMime.parse(bytes(message));
            MimeMessage theirs = ReferenceMime.build(message);

            for (String header : HEADERS) {
                assertThat(ours.getHeader(header)).as(header).hasSize(1).isEqualTo(theirs.getHeader(header));
            }
            assertThat(ours.getHeader("Date")).hasSize(1);
            assertThat(ours.getSentDate()).isEqualTo(theirs.getSentDate());
            assertThat(ours.getSubject()).isEqualTo(subject);
            assertThat(subject(ours)).isEqualTo(subject(theirs));
            assertThat(ours.getAllRecipients()).hasSize(1).isEqualTo(theirs.getAllRecipients());
            assertThat(parts(ours)).isEqualTo(parts(theirs));
        }
    }

    @Property(tries = 300)
    void noLineBeginsWithADotOrIsTooLongAndTheLastOneEnds(
            @ForAll("subjects") String subject, @ForAll("texts") String text, @ForAll("texts") String html)
            throws Exception {
        for (OutboundMessage message : bothForms(subject, text, html)) {
            String wire = new String(bytes(message), StandardCharsets.ISO_8859_1);

            assertThat(wire).matches("(?:[\\x20-\\x7e]*\\r\\n)+");
            assertThat(wire.split("\r\n"))
                    .allMatch(line -> !line.startsWith("."))
                    .allMatch(line -> line.length() <= 998);
        }
    }

    private static byte[] bytes(OutboundMessage message) throws Exception {
        return Relay.noticeMime().build(message).content();
    }

    private static List<OutboundMessage> bothForms(String subject, String text, String html) {
        return List.of(TestMessages.emailWith(subject, text, html), TestMessages.emailWith(subject, text, null));
    }

    private static String subject(MimeMessage message) throws Exception {
        return MimeUtility.decodeText(MimeUtility.unfold(message.getHeader("Subject", null)));
    }

    /** Type, character set and text of each part. */
    private static List<String> parts(Part part) throws Exception {
        List<String> parts = new ArrayList<>();
        ContentType type = new ContentType(part.getContentType());
        if (part.getContent() instanceof Multipart alternatives) {
            parts.add(type.getBaseType());
            for (int i = 0; i < alternatives.getCount(); i++) {
                parts.addAll(parts(alternatives.getBodyPart(i)));
            }
        } else {
            parts.add(type.getBaseType() + " " + type.getParameter("charset"));
            parts.add(((String) part.getContent()).replaceAll("\\r\\n|\\r|\\n", "\n"));
        }
        return parts;
    }

    @Provide
    Arbitrary<String> subjects() {
        return words(" ").filter(subject -> subject.equals(subject.strip()) && !subject.contains("=?"));
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> ends = Arbitraries.of("\n", "\r\n", "\r", "\n\n", "\n.\n", "\n..\n.dot\n", "\n--=_tocsin\n");
        return words("").list().ofMaxSize(12).flatMap(lines -> ends.map(end -> String.join(end, lines)));
    }

    private static Arbitrary<String> words(String between) {
        Arbitrary<String> known = Arbitraries.of(
                "Dear Jane Roe",
                "Größe, naïve, ¿qué?",
                "尊敬的客户：请阅读。",
                "عزيزي العميل",
                "👩‍👩‍👧‍👦🔐🧑🏽‍💻",
                "From here",
                "=20=3D",
                "a line that does not end ".repeat(60).strip(),
                ".",
                "{brace} <tag> & \"quote\"");
        Arbitrary<String> any = Arbitraries.strings()
                .withCharRange(' ', '~')
                .withCharRange('\u00a1', '\u017f')
                .withCharRange('\u4e00', '\u4fff')
                .ofMaxLength(200);
        return Arbitraries.oneOf(known, any).list().ofMinSize(1).ofMaxSize(4).map(list -> String.join(between, list));
    }
}
