package org.tocsin.letter;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tocsin.affected.Person;
import org.tocsin.affected.Relationship;

/** A line of the list for the print house. */
class LetterCsvTest {

    @Test
    void whatIsTextComesBackAndWhatWouldActInASpreadsheetIsMadeText() throws IOException {
        Person person = person(
                "=HYPERLINK(\"http://evil.example\")", List.of("12, \"Elm\" Street", "Flat 4"), "Springfield", "01234");

        NamedCsvRecord line = written(person);

        assertThat(line.getField("sequenceNumber")).isEqualTo("7");
        assertThat(line.getField("noticeCode")).isEqualTo("8F3KQ-7T2MX");
        assertThat(line.getField("name")).isEqualTo("'=HYPERLINK(\"http://evil.example\")");
        assertThat(line.getField("relationship")).isEqualTo("GUARDIAN");
        assertThat(line.getField("postalAddress1")).isEqualTo("12, \"Elm\" Street");
        assertThat(line.getField("postalAddress2")).isEqualTo("Flat 4");
        assertThat(line.getField("postalAddress3")).isEmpty();
        assertThat(line.getField("postcode")).isEqualTo("01234");
        assertThat(line.getField("mailable")).isEqualTo("yes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=Box 12",
                "+12 Elm Street",
                "-3 Mill Lane",
                "@Home, Elm Street",
                "- c/o Smith",
                "=1+2",
                "\uFF0B12 Elm Street",
                "12 Elm Street (rear)",
                "Flat #4!",
                "'t Hof 3"
            })
    void anAddressIsPrintedAsItWasRecorded(String line) throws IOException {
        assertThat(printed(line, FileForm.AS_RECORDED)).isEqualTo(line);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=HYPERLINK(\"http://evil.example\")",
                "@SUM(1)",
                "+cmd|' /C calc'!A0",
                "-2+3+cmd|' /C calc'!A0",
                "='[http://evil.example/a.xlsx]S'!A1",
                "='http://evil.example/a.ods'#$a.A1",
                "\t=HYPERLINK(\"http://evil.example\")",
                "\uFF1Dcmd\uFF5C'/C calc'\uFF01A0",
                "\uFF1DHYPERLINK\uFF08\"http://evil.example\")"
            })
    void aFormulaThatCouldDoSomethingIsMadeText(String line) throws IOException {
        assertThat(printed(line, FileForm.AS_RECORDED)).isEqualTo("'" + line);
    }

    @Test
    void exportsOfBeforeAreWrittenAsTheyWere() throws IOException {
        assertThat(printed("=Box 12", FileForm.of(1))).isEqualTo("'=Box 12");
        assertThat(printed("12 Elm Street", FileForm.of(1))).isEqualTo("12 Elm Street");
    }

    @Test
    void whoseRecordDoesNotOpenIsStillThere() throws IOException {
        NamedCsvRecord line = written(null);

        assertThat(line.getField("customerRef")).isEqualTo("C-7");
        assertThat(line.getField("name")).isEmpty();
        assertThat(line.getField("mailable")).isEqualTo("no");
    }

    @Test
    void anAddressNeedsALineAndAPlace() {
        assertThat(PostalAddress.isUsable(person("A", List.of("12 Elm Street"), null, "01234")))
                .isTrue();
        assertThat(PostalAddress.isUsable(person("A", List.of("12 Elm Street"), "Springfield", null)))
                .isTrue();
        assertThat(PostalAddress.isUsable(person("A", List.of("12 Elm Street", "Springfield"), null, null)))
                .isTrue();
        assertThat(PostalAddress.isUsable(person("A", List.of("12 Elm Street"), " ", null)))
                .isFalse();
        assertThat(PostalAddress.isUsable(person("A", List.of(), "Springfield", "01234")))
                .isFalse();
        assertThat(PostalAddress.isUsable(person("A", null, "Springfield", "01234")))
                .isFalse();
    }

    private static String printed(String line, FileForm form) throws IOException {
        return written(person("Ana Example", List.of(line), "Springfield", "01234"), form)
                .getField("postalAddress1");
    }

    private static NamedCsvRecord written(Person person) throws IOException {
        return written(person, FileForm.AS_RECORDED);
    }

    private static NamedCsvRecord written(Person person, FileForm form) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        LetterCsv csv = new LetterCsv(out, form);
        csv.write(new Recipient(7, UUID.randomUUID(), "C-7", "8F3KQ-7T2MX", "NO_USABLE_CONTACT"), person);
        csv.flush();
        return CsvReader.builder().ofNamedCsvRecord(out.toString(StandardCharsets.UTF_8)).stream()
                .findFirst()
                .orElseThrow();
    }

    private static Person person(String name, List<String> address, String city, String postcode) {
        return new Person(
                "C-7",
                name,
                null,
                null,
                "en",
                "US",
                "IL",
                new TreeSet<>(),
                address,
                city,
                postcode,
                "Bo Example",
                Relationship.GUARDIAN,
                null,
                Map.of());
    }
}
