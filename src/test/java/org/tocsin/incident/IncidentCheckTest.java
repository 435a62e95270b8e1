package org.tocsin.incident;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tocsin.platform.http.Violation;

class IncidentCheckTest {

    private static final NewIncident GOOD = Samples.incident();

    @Test
    void aWholeIncidentIsGood() {
        assertThat(violations(GOOD)).isEmpty();
    }

    @Test
    void datesDataTypesAndMilestonesMayBeUnknownYet() {
        assertThat(violations(new NewIncident(
                        "INC-1",
                        "Title",
                        "Example Telecom",
                        null,
                        null,
                        null,
                        null,
                        GOOD.facts(),
                        null,
                        GOOD.contacts())))
                .isEmpty();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "two\nlines", "bell\u0007", "nul\u0000", "tab\t", "half \ud83d", "\u0085"})
    void referenceTitleAndOrganisationAreOneLineOfText(String text) {
        NewIncident incident =
                new NewIncident(text, text, text, null, null, null, null, GOOD.facts(), null, GOOD.contacts());

        assertThat(fields(incident)).containsExactly("reference", "title", "organisation");
    }

    @Test
    void textsHaveAnEnd() {
        assertThat(fields(lines("x".repeat(64), "x".repeat(200)))).isEmpty();
        assertThat(fields(lines("x".repeat(65), "x".repeat(201))))
                .containsExactly("reference", "title", "organisation");
        assertThat(fields(facts("en", "x".repeat(20_000)))).isEmpty();
        assertThat(fields(facts("en", "x".repeat(20_001)))).containsExactly("facts[en].whatYouCanDo");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "\n", "carriage\r\nreturn", "half \udc00"})
    void factsAreText(String text) {
        assertThat(fields(facts("en", text))).containsExactly("facts[en].whatYouCanDo");
    }

    @Test
    void factsMayHaveParagraphsInAnyScript() {
        assertThat(fields(facts("ar", "كونوا حذرين.\n\n👋🏽"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "pt-BR", "zh-Hant-TW", "es-419", "sr-Latn", "de-DE-1996"})
    void aLanguageIsNamedByItsTag(String tag) {
        assertThat(fields(facts(tag, "text"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "EN", "pt_BR", "pt-br", "und", "x-private", "english language", "e", "iw"})
    void anotherSpellingOfATagIsNone(String tag) {
        assertThat(fields(facts(tag, "text"))).containsExactly("facts");
    }

    @Test
    void thereAreFactsInOneLanguageAtLeast() {
        assertThat(fields(facts(new TreeMap<>()))).containsExactly("facts");
        TreeMap<String, LocalFacts> missing = new TreeMap<>();
        missing.put("en", null);
        assertThat(fields(facts(missing))).containsExactly("facts[en]");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-08-19, 2026-08-18, occurredTo",
        "1969-12-31, 2026-08-20, occurredFrom",
        "2026-08-20, 2026-08-23, occurredTo",
        "2026-08-20, +12026-08-20, occurredTo"
    })
    void datesAreInOrderAndReal(LocalDate from, LocalDate to, String field) {
        assertThat(fields(occurred(from, to))).containsExactly(field);
    }

    @Test
    void itCanHaveOccurredTodayWhereverThatIsAlreadyTomorrow() {
        assertThat(fields(occurred(LocalDate.of(2026, 8, 22), LocalDate.of(2026, 8, 22))))
                .isEmpty();
    }

    @Test
    void nothingIsInvolvedAndNotInvolvedAtOnce() {
        assertThat(fields(dataTypes(List.of(DataType.NAME, DataType.SSN), List.of(DataType.SSN))))
                .containsExactly("notInvolved");
        assertThat(fields(dataTypes(Arrays.asList(DataType.NAME, null), List.of())))
                .containsExactly("dataInvolved");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "d", "Discovered", "dis-covered", "dis covered", "d1", "ünder"})
    void aMilestoneHasAPlainName(String name) {
        assertThat(fields(milestone(name, Samples.NOW))).containsExactly("milestones");
    }

    @Test
    void aMilestoneHasBeenReached() {
        assertThat(fields(milestone("contained", Samples.NOW))).isEmpty();
        assertThat(fields(milestone("contained", Instant.parse("2026-08-23T00:00:00Z"))))
                .containsExactly("milestones.contained");
        assertThat(fields(milestone("contained", Instant.EPOCH.minusMillis(1))))
                .containsExactly("milestones.contained");
        assertThat(fields(milestone("contained", null))).containsExactly("milestones.contained");
    }

    @ParameterizedTest
    @CsvSource({
        "12025550100, help@example.org, https://example.org, contacts.phone",
        "+1 202 555 0100, help@example.org, https://example.org, contacts.phone",
        "+02025550100, help@example.org, https://example.org, contacts.phone",
        "+1202, help@example.org, https://example.org, contacts.phone",
        "+12025550100, help, https://example.org, contacts.email",
        "+12025550100, help@example, https://example.org, contacts.email",
        "+12025550100, '', https://example.org, contacts.email",
        "+12025550100, help@example.org, http://example.org, contacts.url",
        "+12025550100, help@example.org, https:///incident, contacts.url",
        "+12025550100, help@example.org, https://me@example.org/, contacts.url",
        "+12025550100, help@example.org, https://example.org/a b, contacts.url",
        "+12025550100, help@example.org, example.org, contacts.url",
        "+12025550100, help@example.org, '', contacts.url",
    })
    void aContactThatReachesNobodyIsRefused(String phone, String email, String url, String field) {
        assertThat(fields(Samples.with(new Contacts(phone, email, url, null)))).containsExactly(field);
    }

    @Test
    void oneContactIsEnoughAndHoursAreNone() {
        assertThat(fields(Samples.with(new Contacts("+12025550100", null, null, null))))
                .isEmpty();
        assertThat(fields(Samples.with(new Contacts(null, "help@example.org", null, null))))
                .isEmpty();
        assertThat(fields(Samples.with(new Contacts(null, null, "https://example.org", null))))
                .isEmpty();
        assertThat(fields(Samples.with(new Contacts(null, null, null, "08:00-20:00"))))
                .containsExactly("contacts");
        assertThat(fields(Samples.with(null))).containsExactly("contacts");
        assertThat(fields(Samples.with(new Contacts("+12025550100", null, null, "8\nto 20"))))
                .containsExactly("contacts.hours");
    }

    @Test
    void everythingIsToldAtOnce() {
        NewIncident nothing = new NewIncident(null, null, null, null, null, null, null, null, null, null);

        assertThat(fields(nothing)).containsExactly("reference", "title", "organisation", "facts", "contacts");
    }

    private static List<Violation> violations(NewIncident incident) {
        return IncidentCheck.of(incident, Samples.NOW);
    }

    private static List<String> fields(NewIncident incident) {
        return violations(incident).stream().map(Violation::field).toList();
    }

    private static NewIncident lines(String reference, String line) {
        return new NewIncident(reference, line, line, null, null, null, null, GOOD.facts(), null, GOOD.contacts());
    }

    private static NewIncident facts(String tag, String whatYouCanDo) {
        LocalFacts facts = new LocalFacts("A list was copied.", "We closed the gap.", whatYouCanDo);
        return facts(new TreeMap<>(Map.of(tag, facts)));
    }

    private static NewIncident facts(TreeMap<String, LocalFacts> facts) {
        return new NewIncident("INC-1", "Title", "Example", null, null, null, null, facts, null, GOOD.contacts());
    }

    private static NewIncident occurred(LocalDate from, LocalDate to) {
        return new NewIncident("INC-1", "Title", "Example", from, to, null, null, GOOD.facts(), null, GOOD.contacts());
    }

    private static NewIncident dataTypes(List<DataType> involved, List<DataType> notInvolved) {
        return new NewIncident(
                "INC-1", "Title", "Example", null, null, involved, notInvolved, GOOD.facts(), null, GOOD.contacts());
    }

    private static NewIncident milestone(String name, Instant at) {
        TreeMap<String, Instant> milestones = new TreeMap<>();
        milestones.put(name, at);
        return new NewIncident(
                "INC-1", "Title", "Example", null, null, null, null, GOOD.facts(), milestones, GOOD.contacts());
    }
}
