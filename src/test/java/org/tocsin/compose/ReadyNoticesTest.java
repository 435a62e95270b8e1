package org.tocsin.compose;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tocsin.affected.Person;
import org.tocsin.affected.Relationship;
import org.tocsin.channel.ChannelKind;
import org.tocsin.incident.Contacts;
import org.tocsin.incident.DataType;
import org.tocsin.incident.IncidentFacts;
import org.tocsin.platform.keys.TestKeyRing;
import org.tocsin.template.NewVariant;
import org.tocsin.template.ReadyTemplates;
import org.tocsin.template.Variant;
import org.tocsin.template.wording.SmsSegments;

/** What people would read who get a ready notice. */
class ReadyNoticesTest {

    private static final String REFERENCE = "ABCDE-12345";

    private final Composer composer = new Composer(TestKeyRing.fresh());

    @ParameterizedTest
    @ValueSource(strings = {"plain-notice", "notice-of-data-breach"})
    void anEnglishEmailSaysWhatThisPersonMustKnow(String name) {
        Composition email = compose(
                name, ChannelKind.EMAIL, "en", Samples.person("Ana <García>", DataType.NAME, DataType.CREDENTIALS));

        assertThat(email.subject()).containsIgnoringCase("notice of").contains("Example Telecom");
        assertThat(email.text())
                .contains(
                        "Dear Ana <García>,",
                        "We are sorry",
                        "A list was copied.",
                        "When it happened: August 19, 2026 to August 20, 2026",
                        "When we discovered it: August 20, 2026",
                        "Involved in the breach: your name and your sign-in details (user name and password).",
                        "Not involved in the breach: your Social Security number and your payment card details.",
                        "We closed the gap.",
                        "Be careful.",
                        "- Your name: ",
                        "- Your sign-in details: change your password",
                        "Phone: +12025550100 (08:00-20:00)",
                        "Email: help@example.org",
                        "https://example.org/incident",
                        "We will never ask you for a password",
                        REFERENCE)
                .doesNotContain("Your phone number", "\"you\" and \"your\" mean", "{", "}", "\n\n\n");
        assertThat(email.html())
                .contains(
                        "Dear Ana &lt;García&gt;,",
                        "<strong>your name and your sign-in details (user name and password)</strong>",
                        "<li>Your sign-in details: change your password",
                        REFERENCE)
                .doesNotContain("<García>", "{", "}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain-notice", "notice-of-data-breach"})
    void aSpanishEmailIsSpanishThroughout(String name) {
        Composition email =
                compose(name, ChannelKind.EMAIL, "es", Samples.person("Ana García", DataType.EMAIL, DataType.SSN));

        assertThat(email.subject()).containsIgnoringCase("aviso de").contains("Example Telecom");
        assertThat(email.text())
                .contains(
                        "Estimado/a Ana García:",
                        "Lamentamos lo ocurrido",
                        "Se copió una lista.",
                        "del 19 de agosto de 2026 al 20 de agosto de 2026",
                        "su dirección de correo electrónico y su número de Seguro Social",
                        "no se vieron afectados: los datos de su tarjeta de pago.",
                        "- Su número de Seguro Social: pida",
                        "Nunca le pediremos una contraseña",
                        REFERENCE)
                .doesNotContainPattern("(?i)\\b(the|your|we|you|and|phone|breach)\\b");
    }

    @Test
    void aParentReadsWhomTheNoticeIsAbout() {
        Person child = Samples.person("Leo", null, Relationship.PARENT, Map.of(), DataType.NAME);

        assertThat(compose("plain-notice", ChannelKind.EMAIL, "en", child).text())
                .startsWith("To the parent or guardian of Leo,")
                .contains("\"you\" and \"your\" mean the person whose information was involved");
    }

    @Test
    void whatIsNotKnownLeavesNoHole() {
        IncidentFacts known = Samples.facts(new Contacts(null, "help@example.org", null, null));
        IncidentFacts facts = new IncidentFacts(
                known.reference(),
                known.organisation(),
                null,
                null,
                null,
                known.dataInvolved(),
                new java.util.TreeSet<>(),
                known.facts(),
                known.contacts());

        Composition email = compose(variant("plain-notice", ChannelKind.EMAIL, "en"), facts, Samples.person(null));

        assertThat(email.text())
                .startsWith("Dear customer,")
                .contains("Email: help@example.org")
                .doesNotContain("When", "Not involved", "Phone:", "Web:", "public notice", "\n\n\n");
    }

    static Stream<Contacts> contacts() {
        return Stream.of(
                Samples.CONTACTS,
                new Contacts(null, "help@example.org", "https://example.org/incident", null),
                new Contacts(null, "help@example.org", null, null),
                new Contacts(null, null, "https://example.org/incident", null));
    }

    @ParameterizedTest
    @MethodSource("contacts")
    void aTextMessageIsOneSegmentAndNamesNoData(Contacts contacts) {
        Person person = Samples.person("Ana García", DataType.SSN, DataType.HEALTH);
        for (String name : ReadyTemplates.NAMES) {
            for (String locale : new String[] {"en", "es"}) {
                String text = compose(variant(name, ChannelKind.SMS, locale), Samples.facts(contacts), person)
                        .text();

                assertThat(SmsSegments.of(text).alphabet()).isEqualTo(SmsSegments.Alphabet.GSM_7);
                assertThat(SmsSegments.of(text).count()).as(text).isEqualTo(1);
                assertThat(text)
                        .startsWith("Example Telecom: ")
                        .contains(REFERENCE)
                        .doesNotContain("Ana", "Social", "health", "salud");
            }
        }
    }

    private Composition compose(String name, ChannelKind channel, String locale, Person person) {
        return compose(variant(name, channel, locale), Samples.facts(), person);
    }

    private Composition compose(Variant variant, IncidentFacts facts, Person person) {
        Result result = composer.compose(variant, facts, person, REFERENCE);
        assertThat(result).isInstanceOf(Result.Composed.class);
        return ((Result.Composed) result).composition();
    }

    private static Variant variant(String name, ChannelKind channel, String locale) {
        NewVariant ready = ReadyTemplates.find(name).orElseThrow().variants().stream()
                .filter(variant ->
                        variant.channel() == channel && variant.locale().equals(locale))
                .findFirst()
                .orElseThrow();
        return new Variant(UUID.randomUUID(), channel, locale, ready.subject(), ready.text(), ready.html());
    }
}
