package org.tocsin.compose;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.tocsin.affected.Person;
import org.tocsin.affected.Relationship;
import org.tocsin.incident.DataType;
import org.tocsin.incident.IncidentFacts;
import org.tocsin.platform.keys.KeyRing;
import org.tocsin.platform.keys.TestKeyRing;
import org.tocsin.template.Variant;

/** What is kept from one message to the next never shows: each reads as if its person were the only one. */
class NoticeFormTest {

    @Property
    void everybodyGetsTheirOwnMessage(@ForAll("people") List<Person> people) {
        KeyRing keys = TestKeyRing.fresh();
        Composer one = new Composer(keys);
        IncidentFacts facts = Samples.facts(); // one object: only so is anything kept
        for (Variant variant : List.of(
                Samples.sms("en", "{person.name}{#if attr.branch} of {attr.branch}{/if}: {data.list}"),
                Samples.email(
                        "en",
                        "{organisation}: {reference}",
                        "{person.salutation}{#if person.represented} on behalf of them{/if}",
                        "<p>{person.salutation}{#if !attr.branch} no branch{/if} {person.customerRef}</p>"))) {
            for (Person person : people) {
                assertThat(one.compose(variant, facts, person, "ABCDE-12345"))
                        .isEqualTo(new Composer(keys).compose(variant, facts, person, "ABCDE-12345"));
            }
        }
    }

    @Provide
    Arbitrary<List<Person>> people() {
        Arbitrary<String> texts = Arbitraries.of("", " ", "Ana", "O'Hara & <Sons>", "\u0110or\u0111e");
        return Combinators.combine(
                        texts,
                        texts.injectNull(0.2),
                        Arbitraries.of(Relationship.class),
                        Arbitraries.of(DataType.EMAIL, DataType.SSN).set().ofMaxSize(2))
                .as((name, branch, relationship, types) -> Samples.person(
                        name.isEmpty() ? null : name,
                        relationship == Relationship.SELF ? null : "Bo",
                        relationship,
                        branch == null ? Map.of() : Map.of("branch", branch),
                        types.toArray(DataType[]::new)))
                .list()
                .ofMinSize(1)
                .ofMaxSize(8);
    }
}
