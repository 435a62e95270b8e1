package org.tocsin.contact;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmailAddressTest {

    @ParameterizedTest
    @CsvSource({
        "ana@example.org, ana@example.org",
        "' ana@example.org ', ana@example.org",
        "ana@EXAMPLE.Org, ana@example.org",
        "Ana@example.org, Ana@example.org",
        "a.n.a+tag@example.org, a.n.a+tag@example.org",
        "o'brien@example.org, o'brien@example.org",
        "ana@bücher.example, ana@xn--bcher-kva.example",
        "ana@BÜCHER.example, ana@xn--bcher-kva.example",
        "ana@xn--bcher-kva.example, ana@xn--bcher-kva.example",
        "ana@例え。example, ana@xn--r8jz45g.example",
        "_@a-b.c1.example, _@a-b.c1.example",
    })
    void normalisesTheDomainAndKeepsTheLocalPart(String text, String normalised) {
        assertThat(EmailAddress.parse(text).value().value()).isEqualTo(normalised);
    }

    @Test
    void composedAndDecomposedCharactersAreTheSame() {
        assertThat(EmailAddress.parse("ana@bu\u0308cher.example"))
                .isEqualTo(EmailAddress.parse("ana@b\u00fccher.example"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "ana",
                "ana@",
                "@example.org",
                "ana@example",
                "ana@localhost",
                "ana@@example.org",
                "ana@example.org@example.net",
                ".ana@example.org",
                "ana.@example.org",
                "a..na@example.org",
                "ana@example..org",
                "ana@.example.org",
                "ana@example.org.",
                "ana@-example.org",
                "ana@example-.org",
                "ana@exa_mple.org",
                "ana@192.0.2.1",
                "ana@[192.0.2.1]",
                "ana@[IPv6:2001:db8::1]",
                "\"ana b\"@example.org",
                "\"ana\"@example.org",
                "ana(comment)@example.org",
                "ana@example.org (comment)",
                "Ana <ana@example.org>",
                "<ana@example.org>",
                "ana@example.org, bo@example.org",
                "ana@example.org;bo@example.org",
                "ana b@example.org",
                "ana@exam ple.org",
                "ana\r\nBcc: bo@example.org",
                "ana@example.org\r\nBcc: bo@example.net",
                "ana\u0000@example.org",
                "ana\u200b@example.org",
                "ana\u202e@example.org",
                "ana\ud800@example.org",
                "ana@example.org\u0000",
                "ana@ex\u0000ample.org",
                "mailto:ana@example.org?subject=x@example",
                "a\\@b@example.org",
                "\ud83d\ude00@example.org",
                "j\u00f6\u200drg@example.org",
                "j\u00f6\u00a0rg@example.org",
                "j\u00f6\ue000rg@example.org",
                "j\u00f6rg\uff20ana@example.org",
                "\u0301ana@example.org",
                "\"j\u00f6rg\"@example.org",
                "j\u00f6\u0085rg@example.org",
                "j\u00f6\u2028rg@example.org",
            })
    void refusesWhatIsNotOneMailboxOnTheNet(String text) {
        Parsed<EmailAddress> parsed = EmailAddress.parse(text);

        assertThat(parsed.value()).isNull();
        assertThat(parsed.problem()).isNotBlank().doesNotContain("ana", "example");
    }

    @ParameterizedTest
    @CsvSource({
        "jörg@example.org, jörg@example.org",
        "Jörg.Müller+tag@BÜCHER.example, Jörg.Müller+tag@xn--bcher-kva.example",
        "用户@例え.example, 用户@xn--r8jz45g.example",
        "अजय१@example.org, अजय१@example.org",
        "محمد@example.org, محمد@example.org",
    })
    void takesLocalPartsInAnyScript(String text, String normalised) {
        assertThat(EmailAddress.parse(text).value().value()).isEqualTo(normalised);
    }

    @Test
    void aComposedLocalPartIsTheSameMailbox() {
        assertThat(EmailAddress.parse("jo\u0308rg@example.org")).isEqualTo(EmailAddress.parse("j\u00f6rg@example.org"));
    }

    @Test
    void aLocalPartIsMeasuredInBytes() {
        assertThat(EmailAddress.parse("ö".repeat(32) + "@example.org").value()).isNotNull();
        assertThat(EmailAddress.parse("ö".repeat(33) + "@example.org").problem())
                .contains("64");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ana@straße.example", "ana@βόλος.example", "ana@a\u200cb.example"})
    void doesNotTurnADomainIntoSomebodyElses(String text) {
        assertThat(EmailAddress.parse(text).problem()).contains("xn--");
    }

    @Test
    void holdsTheLengthsOfRfc5321() {
        String local64 = "a".repeat(64);
        String label63 = "b".repeat(63);
        String domain189 = label63 + "." + label63 + "." + "b".repeat(53) + ".example";

        assertThat(EmailAddress.parse(local64 + "@" + domain189).value()).isNotNull();
        assertThat(EmailAddress.parse(local64 + "@b" + domain189).problem()).isNotNull();
        assertThat(EmailAddress.parse("a" + local64 + "@example.org").problem()).contains("64");
        assertThat(EmailAddress.parse("a@" + label63 + "b.example").problem()).isNotNull();
        assertThat(EmailAddress.parse("a@" + "b".repeat(1_000_000) + ".example").problem())
                .isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        "ana@example.org, a***@example.org",
        "a@example.org, a***@example.org",
        "jo@bücher.example, j***@xn--bcher-kva.example",
        "öla@example.org, ö***@example.org",
        "𠮷野@example.org, 𠮷***@example.org",
    })
    void masksTheLocalPart(String text, String mask) {
        assertThat(EmailAddress.parse(text).value().mask()).isEqualTo(mask);
    }

    @Test
    void itsTextHidesIt() {
        assertThat(EmailAddress.parse("ana@example.org").value()).hasToString("EmailAddress[...]");
    }

    @Test
    void showsNothingOfItsOwnersWhenItIsToBeKept() {
        assertThat(EmailAddress.parse("jane@doe-family.example.org").value().maskToKeep())
                .isEqualTo("j***@d***.org");
    }
}
