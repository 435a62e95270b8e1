package org.tocsin.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tocsin.channel.ChannelKind;
import org.tocsin.template.syntax.CompiledPart;
import org.tocsin.template.syntax.PartKind;

class ReadyTemplatesTest {

    static List<NewTemplate> all() {
        return ReadyTemplates.NAMES.stream()
                .map(name -> ReadyTemplates.find(name).orElseThrow())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("all")
    void passesTheCheckWithoutAWord(NewTemplate template) {
        assertThat(TemplateCheck.of(template).findings()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("all")
    void speaksEnglishAndSpanishOverBothChannels(NewTemplate template) {
        assertThat(template.variants())
                .extracting(variant -> variant.channel() + "/" + variant.locale())
                .containsExactlyInAnyOrder("EMAIL/en", "SMS/en", "EMAIL/es", "SMS/es");
    }

    static Stream<NewVariant> emails() {
        return all().stream().flatMap(t -> t.variants().stream()).filter(v -> v.channel() == ChannelKind.EMAIL);
    }

    @ParameterizedTest
    @MethodSource("emails")
    void textAndHtmlOfAnEmailNameTheSame(NewVariant email) {
        Set<String> text = names(PartKind.TEXT, email.text());

        assertThat(names(PartKind.HTML, email.html())).isEqualTo(text);
        assertThat(text)
                .contains(
                        "person.salutation",
                        "person.represented",
                        "data.list",
                        "notInvolved.list",
                        "advice.list",
                        "facts.whatHappened",
                        "facts.occurred",
                        "facts.discovered",
                        "facts.whatWeAreDoing",
                        "facts.whatYouCanDo",
                        "contact.phone",
                        "contact.email",
                        "contact.url",
                        "contact.hours",
                        "organisation",
                        "reference");
    }

    @ParameterizedTest
    @MethodSource("emails")
    void htmlLoadsNothingAndLinksNowhere(NewVariant email) {
        assertThat(email.html())
                .contains("<html lang=\"" + email.locale() + "\">", "name=\"viewport\"", "font-size:16px")
                .doesNotContain("<img", "<link", "<a ", "src=", "url(", "<script", "http:", "https:");
    }

    @Test
    void theAmericanFormHasTheHeadingsOfCalifornia() {
        NewVariant email = ReadyTemplates.find("notice-of-data-breach")
                .orElseThrow()
                .variants()
                .get(0);

        assertThat(email.text())
                .startsWith("Notice of Data Breach")
                .containsSubsequence(
                        "What Happened",
                        "What Information Was Involved",
                        "What We Are Doing",
                        "What You Can Do",
                        "For More Information");
        assertThat(email.html())
                .containsSubsequence(
                        ">Notice of Data Breach</h1>",
                        ">What Happened</h2>",
                        ">What Information Was Involved</h2>",
                        ">What We Are Doing</h2>",
                        ">What You Can Do</h2>",
                        ">For More Information</h2>");
    }

    @Test
    void anUnknownNameIsNotLookedForAmongTheFiles() {
        assertThat(ReadyTemplates.find("../wording/plain-notice")).isEmpty();
        assertThat(ReadyTemplates.find("words")).isEmpty();
    }

    private static Set<String> names(PartKind kind, String source) {
        return CompiledPart.compile(kind, source).orThrow().names().stream().collect(Collectors.toSet());
    }
}
