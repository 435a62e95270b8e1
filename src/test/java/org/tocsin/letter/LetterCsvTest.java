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
import org.tocsin.affected.Person;
import org.tocsin.affected.Relationship;

/** A line of the list for the print house. */
class LetterCsvTest {

    @Test
    void whatIsTextComesBackAndWhatASpreadsheetWouldCalculateIsMadeText() throws IOException {
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

    private static NamedCsvRecord written(Person person) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        LetterCsv csv = new LetterCsv(out);
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
