package org.tocsin.affected.intake;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import de.siegmar.fastcsv.writer.QuoteStrategy;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class CsvProperties {

    @Property
    void anyTableThatACsvLibraryWroteComesBackWhole(
            @ForAll("tables") List<List<String>> table,
            @ForAll LineDelimiter lineEnd,
            @ForAll boolean everythingQuoted,
            @ForAll boolean trickled)
            throws IOException {
        byte[] csv = write(table, lineEnd, everythingQuoted).getBytes(StandardCharsets.UTF_8);

        List<RawRecord> records = Uploads.readAll(UploadFormat.CSV, trickled ? Uploads.trickle(csv) : Uploads.of(csv));

        assertThat(records).hasSameSizeAs(table);
        for (int i = 0; i < table.size(); i++) {
            assertThat(records.get(i).problem()).isNull();
            assertThat(values(records.get(i))).isEqualTo(withoutBlanks(table.get(i)));
        }
    }

    @Property
    void anyBytesAreReadOrRefusedAndGoodLinesAfterThemAreRead(@ForAll("lines") String garbage) throws IOException {
        String csv = "customerRef,name\n" + garbage + "\n\"last\",\"one\"\n\"very last\",one\n";

        List<RawRecord> records = Uploads.readAll(UploadFormat.CSV, Uploads.of(csv));

        assertThat(records.get(records.size() - 1).value(Column.CUSTOMER_REF)).isEqualTo("very last");
    }

    @Provide
    Arbitrary<List<List<String>>> tables() {
        Arbitrary<String> cell = Arbitraries.strings()
                .withChars("ab \t\n\r\",;'=@+-\u0000\u00e4\u4f8b\u2028")
                .withChars('\ufeff')
                .ofMaxLength(8);
        return cell.list().ofSize(4).list().ofMaxSize(20);
    }

    @Provide
    Arbitrary<String> lines() {
        return Arbitraries.strings().withChars("a\",\n\r \u00e4").ofMaxLength(40);
    }

    private static String write(List<List<String>> table, LineDelimiter lineEnd, boolean everythingQuoted) {
        StringWriter csv = new StringWriter();
        QuoteStrategy quotes = everythingQuoted ? QuoteStrategies.ALWAYS : QuoteStrategies.REQUIRED;
        try (CsvWriter writer =
                CsvWriter.builder().lineDelimiter(lineEnd).quoteStrategy(quotes).build(csv)) {
            writer.writeRecord("customerRef", "x", "name", "y");
            table.forEach(writer::writeRecord);
        } catch (IOException e) {
            throw new IllegalStateException("a StringWriter does not fail", e);
        }
        return csv.toString();
    }

    private static List<String> values(RawRecord read) {
        List<String> values = new ArrayList<>();
        values.add(read.value(Column.CUSTOMER_REF));
        values.add(read.attributes().get("x"));
        values.add(read.value(Column.NAME));
        values.add(read.attributes().get("y"));
        return values;
    }

    private static List<String> withoutBlanks(List<String> row) {
        List<String> values = new ArrayList<>();
        row.forEach(value -> values.add(value.isBlank() ? null : value));
        return values;
    }
}
