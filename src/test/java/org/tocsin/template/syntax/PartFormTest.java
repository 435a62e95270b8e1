package org.tocsin.template.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** A form that is filled in reads as if it had been rendered for each person, whatever they are called. */
class PartFormTest {

    private static final List<String> OWN = List.of("person.name", "person.customerRef", "reference", "attr.branch");
    private static final List<String> ALIKE = List.of("contact.phone", "organisation");

    @Property(tries = 2_000)
    void aFilledFormIsWhatRenderingPrints(
            @ForAll("sources") String source, @ForAll PartKind kind, @ForAll("sixTexts") List<String> texts) {
        CompiledPart part = CompiledPart.compile(kind, source).orThrow();
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < texts.size(); i++) {
            values.put(i < OWN.size() ? OWN.get(i) : ALIKE.get(i - OWN.size()), texts.get(i));
        }
        Map<String, String> withBlanks = new HashMap<>(values);
        OWN.stream()
                .filter(name -> !values.get(name).isBlank())
                .forEach(name -> withBlanks.put(name, PartForm.blank(name)));

        assertThat(outcome(() -> part.form(ValueTree.of(withBlanks)).fill(values)))
                .isEqualTo(outcome(() -> part.render(ValueTree.of(values))));
    }

    @Property
    void oneFormIsFilledInForMany(@ForAll("given") String first, @ForAll("given") String second) {
        PartForm form = form("Dear {person.name}, {organisation}", Set.of("person.name"));

        assertThat(form.fill(Map.of("person.name", first))).isEqualTo("Dear " + first + ", Example");
        assertThat(form.fill(Map.of("person.name", second))).isEqualTo("Dear " + second + ", Example");
    }

    @Test
    void aTextThatLooksLikeABlankIsFilledInAndNotRead() {
        PartForm form = form("{person.name} and {reference}", Set.of("person.name", "reference"));

        assertThat(form.fill(Map.of("person.name", PartForm.blank("reference"), "reference", "R-1")))
                .isEqualTo(PartForm.blank("reference") + " and R-1");
    }

    @Test
    void aBlankIsNeverLeftBlank() {
        PartForm form = form("Dear {person.name}", Set.of("person.name"));

        assertThatThrownBy(() -> form.fill(Map.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> form.fill(Map.of("person.name", " "))).isInstanceOf(IllegalArgumentException.class);
    }

    @Provide
    Arbitrary<String> sources() {
        List<String> pieces = new ArrayList<>(List.of("Hello ", "<b>&amp;</b>", ";", "é", "  "));
        List<String> names = new ArrayList<>(OWN);
        names.addAll(ALIKE);
        for (String name : names) {
            pieces.add("{" + name + "}");
            pieces.add("{#if " + name + "}yes {" + name + "}{#else}no{/if}");
            pieces.add("{#if !" + name + " && organisation}none{/if}");
        }
        return Arbitraries.of(pieces).list().ofMinSize(1).ofMaxSize(12).map(chosen -> String.join("", chosen));
    }

    @Provide
    Arbitrary<List<String>> sixTexts() {
        return Arbitraries.oneOf(Arbitraries.of("", " ", "\u00a0", "false", "0", "<i>\"O'Hara\" & {name}</i>"), given())
                .list()
                .ofSize(OWN.size() + ALIKE.size());
    }

    @Provide
    Arbitrary<String> given() {
        return Arbitraries.strings().ofMinLength(1).ofMaxLength(20).filter(text -> !text.isBlank());
    }

    private static PartForm form(String source, Set<String> blanks) {
        Map<String, String> values = new HashMap<>(Map.of("organisation", "Example"));
        blanks.forEach(name -> values.put(name, PartForm.blank(name)));
        return CompiledPart.compile(PartKind.TEXT, source).orThrow().form(ValueTree.of(values));
    }

    private static String outcome(Supplier<String> printing) {
        try {
            return "printed: " + printing.get();
        } catch (MissingValueException e) {
            return "missing: " + e.name();
        }
    }
}
