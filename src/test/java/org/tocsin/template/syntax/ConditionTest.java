package org.tocsin.template.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tocsin.incident.DataType;

class ConditionTest {

    private record Operand(DataType type, boolean negated, boolean value) {

        String source() {
            return (negated ? "!" : "") + "data.has." + type;
        }

        boolean holds() {
            return value != negated;
        }
    }

    @Provide
    Arbitrary<List<Operand>> operands() {
        Arbitrary<List<Boolean>> negated = Arbitraries.of(true, false).list().ofSize(5);
        Arbitrary<List<Boolean>> held = Arbitraries.of(true, false).list().ofSize(5);
        return Combinators.combine(negated, held, Arbitraries.integers().between(1, 5))
                .as((n, v, size) -> IntStream.range(0, size)
                        .mapToObj(i -> new Operand(DataType.values()[i], n.get(i), v.get(i)))
                        .toList());
    }

    @Property(tries = 2000)
    void everyConditionThatIsLetThroughMeansWhatItSays(
            @ForAll("operands") List<Operand> operands, @ForAll boolean all) {
        String condition = operands.stream().map(Operand::source).collect(Collectors.joining(all ? " && " : " || "));
        boolean expected = all
                ? operands.stream().allMatch(Operand::holds)
                : operands.stream().anyMatch(Operand::holds);
        Map<String, Object> values = ValueTree.of(
                operands.stream().collect(Collectors.toMap(operand -> "data.has." + operand.type(), Operand::value)));

        String rendered = CompiledPart.compile(PartKind.TEXT, "{#if " + condition + "}yes{#else}no{/if}")
                .orThrow()
                .render(values);

        assertThat(rendered).isEqualTo(expected ? "yes" : "no");
    }

    @Test
    void aTextIsAskedForByItsPresence() {
        CompiledPart part = CompiledPart.compile(PartKind.TEXT, "{#if contact.phone}{contact.phone}{#else}none{/if}")
                .orThrow();

        assertThat(part.render(ValueTree.of(Map.of("contact.phone", "+12025550100"))))
                .isEqualTo("+12025550100");
        assertThat(part.render(ValueTree.of(Map.of("contact.phone", "")))).isEqualTo("none");
    }

    @Test
    void anElseIfIsAskedOnlyWhenTheFirstSaysNo() {
        CompiledPart part = CompiledPart.compile(
                        PartKind.TEXT, "{#if data.has.SSN}ssn{#else if data.has.NAME}name{#else}other{/if}")
                .orThrow();

        assertThat(part.render(ValueTree.of(Map.of("data.has.SSN", true, "data.has.NAME", true))))
                .isEqualTo("ssn");
        assertThat(part.render(ValueTree.of(Map.of("data.has.SSN", false, "data.has.NAME", true))))
                .isEqualTo("name");
        assertThat(part.render(ValueTree.of(Map.of("data.has.SSN", false, "data.has.NAME", false))))
                .isEqualTo("other");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data.has.SSN && data.has.NAME || data.has.PHONE",
                "person.name == organisation",
                "person.name eq 'x'",
                "data.has.SSN and data.has.NAME",
                "(data.has.SSN)",
                "! data.has.SSN",
                "!!data.has.SSN",
                "data.has.SSN &&",
                "&& data.has.SSN",
                "data.has.SSN data.has.NAME",
                "person.name.length",
                "true",
                "1",
                "data.has.NOTHING"
            })
    void anythingElseIsRefused(String condition) {
        assertThat(CompiledPart.compile(PartKind.TEXT, "{#if " + condition + "}x{/if}")
                        .troubles())
                .isNotEmpty();
    }

    @Test
    void aConditionHasABound() {
        String condition = IntStream.range(0, 17).mapToObj(i -> "person.name").collect(Collectors.joining(" && "));

        assertThat(CompiledPart.compile(PartKind.TEXT, "{#if " + condition + "}x{/if}")
                        .troubles())
                .extracting(Trouble::message)
                .containsExactly("a condition can hold at most 16 names");
    }
}
