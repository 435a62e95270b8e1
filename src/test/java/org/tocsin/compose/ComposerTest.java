package org.tocsin.compose;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotBlank;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tocsin.affected.Person;
import org.tocsin.affected.Relationship;
import org.tocsin.incident.Contacts;
import org.tocsin.incident.DataType;
import org.tocsin.incident.IncidentFacts;
import org.tocsin.platform.keys.TestKeyRing;
import org.tocsin.template.Variant;
import org.tocsin.template.syntax.NameCatalogue;

class ComposerTest {

    private static final String REFERENCE = "ABCDE-12345";

    private final Composer composer = new Composer(TestKeyRing.fresh());

    @Test
    void everyNameOfTheCatalogueHasAValue() {
        String prints = NameCatalogue.all().entrySet().stream()
                .filter(name -> name.getValue() != NameCatalogue.Kind.FLAG)
                .map(name -> name.getKey() + "={" + name.getKey() + "}")
                .collect(Collectors.joining("\n"));
        String asks = NameCatalogue.all().keySet().stream()
                .map(name -> "{#if " + name + "}" + name + "\n{/if}")
                .collect(Collectors.joining("\n"));

        String text = text(Samples.sms("en", prints + "\n" + asks), Samples.person("Ana", DataType.NAME));

        assertThat(text)
                .contains(
                        "person.name=Ana",
                        "person.salutation=Dear Ana,",
                        "person.customerRef=C-1",
                        "data.list=your name",
                        "facts.whatHappened=A list was copied.",
                        "facts.occurred=August 19, 2026 to August 20, 2026",
                        "facts.discovered=August 20, 2026",
                        "contact.hours=08:00-20:00",
                        "organisation=Example Telecom",
                        "reference=" + REFERENCE);
    }

    @Test
    void aPersonsOwnDataIsNamedAndNotTheIncidents() {
        Variant variant = Samples.sms("en", "{data.list}|{#if data.has.PHONE}phone{#else}no phone{/if}");

        assertThat(text(variant, Samples.person("Ana", DataType.EMAIL))).isEqualTo("your email address|no phone");
        assertThat(text(variant, Samples.person("Ana"))).isEqualTo("your name and your phone number|phone");
    }

    @Test
    void whatIsInvolvedForAPersonIsNeverToldAsNotInvolved() {
        Variant variant = Samples.sms("en", "{data.list}|{notInvolved.list}");

        assertThat(text(variant, Samples.person("Ana", DataType.SSN)))
                .isEqualTo("your Social Security number|your payment card details");
    }

    @Test
    void adviceIsForExactlyThePersonsData() {
        Variant variant = Samples.email("en", "s", "{advice.list}", "<ul>{advice.list}</ul>");
        Composition message = composed(variant, Samples.person("Ana", DataType.PHONE, DataType.PAYMENT_CARD));

        assertThat(message.text().lines()).hasSize(2);
        assertThat(message.text()).startsWith("- Your phone number: ").contains("\n- Your payment card: ");
        assertThat(message.html()).matches("(?s)<ul><li>Your phone[^<]*</li>\n<li>Your payment[^<]*</li></ul>");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "Ana|-|SELF|Dear Ana,|false",
                "-|-|SELF|Dear customer,|false",
                "' '|-|-|Dear customer,|false",
                "Ana|Eva|SELF|Dear Eva,|false",
                "Ana|-|PARENT|To the parent or guardian of Ana,|true",
                "-|-|PARENT|To the parent or guardian of our customer,|true",
                "Ana|Eva|PARENT|Dear Eva, parent or guardian of Ana,|true",
                "Ana|-|GUARDIAN|To the guardian of Ana,|true",
                "Ana|-|NEXT_OF_KIN|To the next of kin of Ana,|true",
                "Ana|-|ESTATE|To those who look after the estate of Ana,|true",
            })
    void theReaderIsAddressedAsWhoTheyAre(
            String name, String addressee, Relationship relationship, String salutation, boolean represented) {
        Person person = Samples.person(name, addressee, relationship, Map.of(), DataType.NAME);
        Variant variant = Samples.sms("en", "{person.salutation}{#if person.represented}!{/if}");

        assertThat(text(variant, person)).isEqualTo(salutation + (represented ? "!" : ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "en|August 19, 2026 to August 20, 2026",
                "en-GB|19 August 2026 to 20 August 2026",
                "es-MX|del 19 de agosto de 2026 al 20 de agosto de 2026",
                "de|19. August 2026 bis 20. August 2026",
                "fr|du 19 août 2026 au 20 août 2026",
            })
    void datesAreSpelledInTheVariantsLanguage(String locale, String occurred) {
        assertThat(text(Samples.sms(locale, "{facts.occurred}"), Samples.person("Ana")))
                .isEqualTo(occurred);
    }

    @Test
    void factsFallBackToTheLanguageAndNeverToAnother() {
        IncidentFacts facts = Samples.facts();

        assertThat(text(Samples.sms("es-MX", "{facts.whatHappened}"), Samples.person("Ana")))
                .isEqualTo("Se copió una lista.");
        assertThat(composer.hasLanguage(facts, "es-MX")).isTrue();
        assertThat(composer.hasLanguage(facts, "de")).isFalse();
        assertThat(unfit(Samples.sms("de", "{#if facts.whatYouCanDo}x{/if}{organisation}"), Samples.person("Ana")))
                .isEqualTo("the incident has no facts in de");
    }

    @Test
    void aHoleInTheNoticeIsNotSent() {
        assertThat(unfit(Samples.sms("en", "Dear {person.name}"), Samples.person(null)))
                .isEqualTo("the template prints person.name, which is empty for this person");
        assertThat(unfit(Samples.sms("en", "No. {attr.account}"), Samples.person("Ana")))
                .isEqualTo("the template prints attr.account, which is empty for this person");
        assertThat(text(Samples.sms("en", "Hello{#if person.name} {person.name}{/if}"), Samples.person(null)))
                .isEqualTo("Hello");
    }

    @Test
    void furtherColumnsAreThere() {
        Person person = Samples.person("Ana", null, null, Map.of("account", "42"), DataType.NAME);
        Variant variant = Samples.sms("en", "No. {attr.account}{#if attr.other}!{/if}");

        assertThat(text(variant, person)).isEqualTo("No. 42");
        assertThat(composer.attributesNamedBy(variant)).containsExactlyInAnyOrder("account", "other");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ana\r\nBcc: eve@example.org", "Ana\nX: y", "Ana\u0000", "Ana\u2028", "Ana\u0085"})
    void aSubjectCannotGrowIntoHeaders(String name) {
        assertThat(unfit(Samples.email("en", "For {person.name}", "x", null), Samples.person(name)))
                .isEqualTo("the subject would hold a control character");
    }

    @Test
    void anEmptyTextIsNotSent() {
        assertThat(unfit(Samples.sms("en", "{#if data.has.SSN}x{/if}\n"), Samples.person("Ana")))
                .isEqualTo("the text comes out empty");
    }

    @Test
    void aVariantThatNoCheckLetThroughIsNotRendered() {
        assertThat(unfit(Samples.sms("en", "{inject:keyRing}"), Samples.person("Ana")))
                .isEqualTo("the template is not what was checked when it was saved");
        assertThat(unfit(Samples.sms("en", "{#if data.has.SSN}".repeat(20_000)), Samples.person("Ana")))
                .isEqualTo("the template is not what was checked when it was saved");
    }

    @Test
    void otherContentUnderTheSameIdIsAnotherVariant() {
        Variant variant = Samples.sms("en", "first");
        Variant changed = new Variant(variant.id(), variant.channel(), variant.locale(), null, "second", null);

        assertThat(text(variant, Samples.person("Ana"))).isEqualTo("first");
        assertThat(text(changed, Samples.person("Ana"))).isEqualTo("second");
    }

    @Test
    void theContentHashFollowsTheContentAndTheKey() {
        Variant variant = Samples.email("en", "s", "{person.name}", "<p>{organisation}</p>");
        String hash = composed(variant, Samples.person("Ana")).contentHash();

        assertThat(hash).matches("[0-9a-f]{64}");
        assertThat(composed(variant, Samples.person("Ana")).contentHash()).isEqualTo(hash);
        assertThat(composed(variant, Samples.person("Eva")).contentHash()).isNotEqualTo(hash);
        assertThat(((Result.Composed) new Composer(TestKeyRing.fresh())
                                .compose(variant, Samples.facts(), Samples.person("Ana"), REFERENCE))
                        .composition()
                        .contentHash())
                .isNotEqualTo(hash);
    }

    @Property
    void valuesAreEscapedInHtmlAndOnlyThere(@ForAll @NotBlank @StringLength(max = 40) String name) {
        Variant variant = Samples.email("en", "s", "{person.name}", "<p title=\"{person.name}\">{person.name}</p>");
        Composition message = composed(variant, Samples.person(name));
        String escaped = name.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");

        assertThat(message.text()).isEqualTo(name);
        assertThat(message.html()).isEqualTo("<p title=\"" + escaped + "\">" + escaped + "</p>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{person.name}", "{inject:keyRing}", "{#if x}", "</p><script>", "{|", "\\{", "{{organisation}}"})
    void aValueIsNeverReadAsATemplate(String name) {
        Composition message =
                composed(Samples.email("en", "{person.name}", "{person.name}", null), Samples.person(name));

        assertThat(message.text()).isEqualTo(name);
        assertThat(message.subject()).isEqualTo(name);
    }

    @Test
    void manyThreadsGetEachTheirOwnMessage() {
        Variant variant = Samples.sms("en", "{person.name} {data.list} {reference}");
        List<String> names =
                IntStream.range(0, 2_000).mapToObj(i -> "Person " + i).toList();

        List<String> texts = names.parallelStream()
                .map(name -> text(variant, Samples.person(name, DataType.NAME)))
                .toList();

        assertThat(texts)
                .isEqualTo(names.stream()
                        .map(name -> name + " your name " + REFERENCE)
                        .toList());
    }

    @Test
    void moreVariantsThanAreKeptAreStillComposed() {
        List<Variant> variants = IntStream.range(0, 600)
                .mapToObj(i -> Samples.sms("en", "text " + i))
                .toList();

        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < variants.size(); i++) {
                assertThat(text(variants.get(i), Samples.person("Ana"))).isEqualTo("text " + i);
            }
        }
    }

    @Test
    void nothingOfThePersonStandsInWhatIsLogged() {
        Result result = composer.compose(
                Samples.sms("en", "{person.name}"), Samples.facts(), Samples.person("Ana Secret"), REFERENCE);

        assertThat(result.toString()).doesNotContain("Secret");
    }

    @Test
    void aSamplePersonGetsAMessageFromEveryKindOfName() {
        Variant variant = Samples.sms("en", "{person.salutation} {data.list} {attr.account} {person.customerRef}");
        Person sample = SamplePerson.of(Samples.facts(), "en", composer.attributesNamedBy(variant));

        assertThat(text(variant, sample))
                .isEqualTo("Dear Alex Example, your name and your phone number [account] SAMPLE");
    }

    @Test
    void contactsThatAreNotGivenAreEmpty() {
        IncidentFacts facts = Samples.facts(new Contacts(null, "help@example.org", null, null));
        Variant variant = Samples.sms("en", "{#if contact.phone}call{#else}write to {contact.email}{/if}");

        Result result = composer.compose(variant, facts, Samples.person("Ana"), REFERENCE);

        assertThat(((Result.Composed) result).composition().text()).isEqualTo("write to help@example.org");
    }

    private Composition composed(Variant variant, Person person) {
        Result result = composer.compose(variant, Samples.facts(), person, REFERENCE);
        assertThat(result).isInstanceOf(Result.Composed.class);
        return ((Result.Composed) result).composition();
    }

    private String text(Variant variant, Person person) {
        return composed(variant, person).text();
    }

    private String unfit(Variant variant, Person person) {
        Result result = composer.compose(variant, Samples.facts(), person, REFERENCE);
        assertThat(result).isInstanceOf(Result.Unfit.class);
        return ((Result.Unfit) result).reason();
    }
}
