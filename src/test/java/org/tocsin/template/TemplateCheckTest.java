package org.tocsin.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tocsin.channel.ChannelKind;
import org.tocsin.template.check.Finding;

class TemplateCheckTest {

    private static final String GOOD = "{organisation} had a breach. Ask {contact.phone}, reference {reference}.";

    @Test
    void aGoodTemplateHasNoFindingsAndGetsCanonicalTags() {
        TemplateCheck.Result result =
                check("EN", email("en", "Notice", GOOD, null), email("ES-mx", "Aviso", GOOD, null), sms("en", GOOD));

        assertThat(result.findings()).isEmpty();
        assertThat(result.refused()).isFalse();
        assertThat(result.template().defaultLocale()).isEqualTo("en");
        assertThat(result.template().variants()).extracting(NewVariant::locale).containsExactly("en", "es-MX", "en");
    }

    @Test
    void oneVariantForOneChannelAndLanguage() {
        assertThat(errors("en", sms("en", GOOD), sms("EN", GOOD)))
                .containsExactly("SMS/en: there is more than one variant for this channel and language");
    }

    @Test
    void theDefaultLanguageSpeaksOverEveryChannel() {
        assertThat(errors("en", email("en", "Notice", GOOD, null), sms("es", GOOD)))
                .containsExactly("SMS/en: the default language lacks a variant for this channel");
    }

    @ParameterizedTest
    @ValueSource(strings = {"und", "english please", "en_US", ""})
    void languagesAreLanguageTags(String tag) {
        assertThat(errors(tag, sms("en", GOOD))).anyMatch(error -> error.startsWith("template: defaultLocale"));
        assertThat(errors("en", sms("en", GOOD), sms(tag, GOOD)))
                .containsExactly("SMS/?: locale is not a language tag (BCP 47), such as en or es-MX");
    }

    @Test
    void anEmailNeedsASubjectAndATextMessageHasNone() {
        assertThat(errors("en", email("en", null, GOOD, null))).containsExactly("EMAIL/en: an email needs a subject");
        assertThat(errors("en", email("en", " ", GOOD, null))).containsExactly("EMAIL/en: an email needs a subject");
        assertThat(errors("en", new NewVariant(ChannelKind.SMS, "en", "Notice", GOOD, null)))
                .containsExactly("SMS/en: a text message has neither subject nor html");
        assertThat(errors("en", new NewVariant(ChannelKind.SMS, "en", null, GOOD, "<html lang=\"en\"></html>")))
                .containsExactly("SMS/en: a text message has neither subject nor html");
    }

    @Test
    void anErrorTellsPartLineAndColumn() {
        assertThat(check("en", email("en", "Notice", "Dear customer,\n  {person.nam}", null))
                        .findings())
                .filteredOn(finding -> finding.severity() == Finding.Severity.ERROR)
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.variant()).isEqualTo("EMAIL/en/text");
                    assertThat(finding.line()).isEqualTo(2);
                    assertThat(finding.column()).isEqualTo(3);
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"person.salutation", "data.list", "notInvolved.list", "advice.list", "facts.occurred"})
    void wordsAreNeverMixedInFromAnotherLanguage(String name) {
        String polish = "{" + name + "} {contact.phone} {reference}";

        assertThat(errors("pl", email("pl", "Zawiadomienie", polish, null)))
                .singleElement()
                .asString()
                .startsWith("EMAIL/pl/text: {" + name + "} needs words in 'pl'");
        assertThat(errors("de-AT", email("de-AT", "Mitteilung", polish, null))).isEmpty();
    }

    @Test
    void aLanguageWithoutWordsIsFineAsLongAsNoneAreNeeded() {
        assertThat(check("pl", email("pl", "Zawiadomienie", GOOD, null)).findings())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "We had a breach. Reference {reference}.|names no contact",
                "We had a breach. Ask {contact.phone}.|does not name reference",
                "Your data may have been taken. {contact.phone} {reference}|sounds evasive",
                "Out of an abundance of caution: {contact.phone} {reference}|sounds evasive",
                "Read https://bit.ly/x {contact.phone} {reference}|a shortened link looks like fraud",
            })
    void whatIsUnwiseIsAWarning(String text, String message) {
        assertThat(check("en", email("en", "Notice", text, null)).findings())
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.severity()).isEqualTo(Finding.Severity.WARNING);
                    assertThat(finding.message()).contains(message);
                });
    }

    @Test
    void aLongTextMessageIsAWarningBecauseOfItsTypicalLengthNotItsSource() {
        String conditional = "{#if contact.phone}" + GOOD + "{#else}" + "x".repeat(400) + "{/if}";

        assertThat(check("en", sms("en", conditional)).findings()).isEmpty();
        assertThat(check("en", sms("en", GOOD + " {facts.whatHappened} {facts.whatWeAreDoing}"))
                        .findings())
                .extracting(Finding::message)
                .containsExactly("takes 2 segments with typical values: aim for one");
    }

    @Test
    void aCharacterThatMakesTextMessagesDearIsAWarningWithItsPlace() {
        assertThat(check("es", sms("es", "Atención: " + GOOD)).findings())
                .filteredOn(finding -> finding.message().startsWith("not in the alphabet"))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.message()).endsWith("ó");
                    assertThat(finding.column()).isEqualTo(7);
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<script>alert(1)</script>|ERROR",
                "<form action=\"https://example.org\">|ERROR",
                "<IFRAME>|ERROR",
                "<a href=\"https://example.org\" onclick=\"x()\">x</a>|ERROR",
                "<a href=' javascript:x()'>x</a>|ERROR",
                "<a href=\"java&#115;cript:x()\">x</a>|ERROR",
                "<a href=\"&#x6A;avascript&colon;x()\">x</a>|ERROR",
                "<a href=\"java\tscript:x()\">x</a>|ERROR",
                "<a href=DATA:text/html,x>x</a>|ERROR",
                "<button formaction=\"javascript:x()\">x</button>|ERROR",
                "<svg/onload=x()>|ERROR",
                "<p title=\"x\"onclick=x()>x</p>|ERROR",
                "<p title={person.name}>x</p>|ERROR",
                "<img alt=\"\" src=\"https://example.org/pixel.gif\">|WARNING",
                "<style>@import \"https://example.org/a.css\";</style>|WARNING",
                "<a href=\"http://example.org\">x</a>|WARNING",
            })
    void htmlAsksForNothingAndLoadsNothing(String html, Finding.Severity severity) {
        String page = "<html lang=\"en\">" + html + "</html>";

        assertThat(check("en", email("en", "Notice", GOOD, page)).findings())
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.severity()).isEqualTo(severity);
                    assertThat(finding.variant()).isEqualTo("EMAIL/en/html");
                    assertThat(finding.column()).isGreaterThan(16);
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.org/a?b=1&amp;c=2:3",
                "mailto:help@example.org",
                "tel:+12025550100",
                "#top",
                "?a=1&amp;b=2",
                "{contact.url}"
            })
    void htmlMayLink(String target) {
        String page = "<html lang=\"en\"><a href=\"" + target + "\">x</a></html>";

        assertThat(check("en", email("en", "Notice", GOOD, page)).findings()).isEmpty();
    }

    @Test
    void htmlNamesItsLanguage() {
        assertThat(check("en", email("en", "Notice", GOOD, "<html><p>x</p></html>"))
                        .findings())
                .extracting(Finding::message)
                .containsExactly("no <html lang=\"...\">: a screen reader cannot tell the language");
    }

    private static TemplateCheck.Result check(String defaultLocale, NewVariant... variants) {
        return TemplateCheck.of(new NewTemplate("notice", defaultLocale, List.of(variants)));
    }

    private static List<String> errors(String defaultLocale, NewVariant... variants) {
        return check(defaultLocale, variants).findings().stream()
                .filter(finding -> finding.severity() == Finding.Severity.ERROR)
                .map(finding -> finding.variant() + ": " + finding.message())
                .toList();
    }

    private static NewVariant email(String locale, String subject, String text, String html) {
        return new NewVariant(ChannelKind.EMAIL, locale, subject, text, html);
    }

    private static NewVariant sms(String locale, String text) {
        return new NewVariant(ChannelKind.SMS, locale, null, text, null);
    }
}
