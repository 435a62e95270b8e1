package org.tocsin.template.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Templates that attack (docs/faults.md, 16): refused, with their place, in no time, and never with an Error. The time limit
 * is for a machine under load; each takes some tens of milliseconds.
 */
class HostileSourceTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{person.name.getClass.forName('java.lang.Runtime')}",
                "{person.name.getClass()}",
                "{person.name.length}",
                "{person.name.raw}",
                "{person.name.or('x')}",
                "{person.name ?: 'x'}",
                "{person.name??}",
                "{person['name']}",
                "{data.has}",
                "{data.has.entrySet}",
                "{person}",
                "{this}",
                "{inject:keyRing}",
                "{cdi:keyRing.keyEncryption}",
                "{config:'quarkus.datasource.password'}",
                "{data:person.name}",
                "{str:eval('{inject:keyRing}')}",
                "{fragment:x}",
                "{#each person.name}x{/each}",
                "{#for x in person.name}x{/for}",
                "{#let x=person.name}x{/let}",
                "{#set x=person.name}x{/set}",
                "{#with person}x{/with}",
                "{#include base}x{/include}",
                "{#include base/}",
                "{#insert x}x{/insert}",
                "{#eval person.name /}",
                "{#switch person.name}{#case 'x'}x{/switch}",
                "{#when person.name}{#is 'x'}x{/when}",
                "{#fragment x}x{/fragment}",
                "{#cached}x{/cached}",
                "{#if person.name /}",
                "{@java.lang.String name}",
                "{@java.lang.String name='x'}{name}",
                "{#}",
                "{# if person.name}x{/if}",
                "{/}",
                "{1}",
                "{true}",
                "{null}",
                "{data.has.SSN}",
                "{person.name",
                "{#if person.name}x",
                "x{/if}",
                "{#else}",
                "{#if person.name}x{#else}y{#else}z{/if}",
                "{#if person.name}x{#else}y{#else if person.name}z{/if}",
                "{#if person.name}x{/else}{/if}",
                "{! a comment without an end",
                "{| a passage without an end",
                "{{person.name}}",
                "{ person.name }",
                "the end {",
                "the end \\",
                "\u0000",
                "a bell \u0007",
                "\ud800",
            })
    void isRefused(String source) {
        CompiledPart.Attempt attempt = CompiledPart.compile(PartKind.TEXT, source);

        assertThat(attempt.part()).isEmpty();
        assertThat(attempt.troubles()).isNotEmpty();
    }

    static List<String> hugeSources() {
        return List.of(
                "{#if data.has.SSN}".repeat(20_000) + "{/if}".repeat(20_000),
                "{#if data.has.SSN}".repeat(14_000),
                "{/if}".repeat(40_000),
                "{#if " + "!".repeat(200_000) + "person.name}x{/if}",
                "{#if " + "(".repeat(200_000) + "person.name}x{/if}",
                "{#if person.name" + " && person.name".repeat(10_000) + "}x{/if}",
                "{person" + ".name".repeat(40_000) + "}",
                "{person.name}".repeat(20_000),
                "{".repeat(260_000),
                "{x".repeat(130_000),
                "{!".repeat(130_000),
                "{|".repeat(130_000),
                "\\".repeat(260_001),
                "{x'".repeat(80_000),
                "{color:red}\n".repeat(21_000),
                "x".repeat(10 * 1024 * 1024),
                "{#if data.has.SSN}".repeat(600_000));
    }

    @ParameterizedTest
    @MethodSource("hugeSources")
    @Timeout(10)
    void isRefusedInNoTime(String source) {
        CompiledPart.Attempt attempt = CompiledPart.compile(PartKind.HTML, source);

        assertThat(attempt.part()).isEmpty();
        assertThat(attempt.troubles()).hasSizeBetween(1, 2 * TagScanner.MAX_TROUBLES + 1);
        assertThat(attempt.troubles())
                .allSatisfy(trouble ->
                        assertThat(trouble.message()).hasSizeLessThan(300).doesNotContain("\n"));
    }

    @Test
    @Timeout(10)
    void theLargestThatIsTakenIsTakenInNoTime() {
        String nest = "{#if data.has.SSN}".repeat(16) + "{person.name}\n" + "{/if}".repeat(16);
        String source = nest.repeat(58) + "x\n".repeat(100_000);

        CompiledPart.Attempt attempt = CompiledPart.compile(PartKind.HTML, source);

        assertThat(attempt.troubles()).isEmpty();
    }

    @Test
    void cssIsFoundWithItsPlaceAndARemedy() {
        String source = "<style>\np {color:red}\n</style>";

        assertThat(CompiledPart.compile(PartKind.HTML, source).troubles())
                .extracting(Trouble::place, Trouble::message)
                .containsExactly(tuple(
                        new Place(2, 3),
                        "{color:red} is nothing that a template may name; for literal braces, as in CSS, put the passage"
                                + " between {| and |}, or write \\{ for each"));
    }

    @Test
    void aMistypedNameIsToldWithTheOnesThereAre() {
        assertThat(CompiledPart.compile(PartKind.TEXT, "Dear {person.nmae}").troubles())
                .extracting(Trouble::message)
                .containsExactly("{person.nmae} is nothing that a template may name; there are person.name,"
                        + " person.salutation, person.customerRef");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{|p {color:red}|}",
                "p \\{color:red}",
                "p { color:red }",
                "{! {color:red} !}",
                "a } b",
                "{'text'}",
                "{ { x"
            })
    void literalBracesAreFine(String source) {
        assertThat(CompiledPart.compile(PartKind.HTML, source).troubles()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\r\nBcc: x@example.org", "a\rb", "a\tb", "a\u0085b", "a\u2028b", "a\u0000b"})
    void aSubjectIsOneLine(String source) {
        assertThat(CompiledPart.compile(PartKind.SUBJECT, source).troubles()).hasSize(1);
    }

    @Test
    void everyTroubleIsToldWithItsLineAndColumn() {
        String source = "{person.nam}\r\n\r  {#each x}\n{#if nothing}{/if}";

        assertThat(CompiledPart.compile(PartKind.TEXT, source).troubles())
                .extracting(Trouble::place)
                .containsExactly(new Place(1, 1), new Place(3, 3), new Place(4, 1));
    }

    @Provide
    Arbitrary<String> sources() {
        return Arbitraries.of(
                        "{",
                        "}",
                        "{{",
                        "{|",
                        "|}",
                        "{!",
                        "!}",
                        "\\",
                        "'",
                        "\"",
                        "\n",
                        "\r",
                        " ",
                        ":",
                        ".",
                        "(",
                        ")",
                        "#if ",
                        "{#if person.name}",
                        "{#else}",
                        "{#else if data.has.SSN}",
                        "{/if}",
                        "{person.name}",
                        "person.name",
                        "text",
                        "&&",
                        "||",
                        "!",
                        "@",
                        "/",
                        "0",
                        "_")
                .list()
                .ofMaxSize(30)
                .map(pieces -> String.join("", pieces));
    }

    /** Whatever passes is read by Qute as it was read here, or else Qute would have found other names in it. */
    @Property(tries = 5000)
    void noSourceGetsPastBothReadings(@ForAll("sources") String source) {
        CompiledPart.Attempt attempt = CompiledPart.compile(PartKind.TEXT, source);

        assertThat(attempt.part().isPresent()).isEqualTo(attempt.troubles().isEmpty());
        assertThat(attempt.troubles())
                .extracting(Trouble::message)
                .doesNotContain("cannot be read with certainty: simplify the tags", "cannot be parsed");
        attempt.part().ifPresent(part -> assertThat(part.names())
                .allMatch(name -> NameCatalogue.find(name).isPresent()));
    }
}
