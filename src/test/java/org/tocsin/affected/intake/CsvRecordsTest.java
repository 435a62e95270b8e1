package org.tocsin.affected.intake;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvRecordsTest {

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void readsEveryLineEnd(String end) throws IOException {
        String csv = String.join(end, "customerRef,name", "1,Ana", "", "2,\"Bo" + end + "B\"", "3,\"\"\"C\"\", d\"");

        List<RawRecord> records = read(csv);

        assertThat(records).extracting(Uploads::summary).containsExactly("2 1", "4 2", "6 3");
        assertThat(records)
                .extracting(read -> read.value(Column.NAME))
                .containsExactly("Ana", "Bo" + end + "B", "\"C\", d");
        assertThat(read(csv + end)).hasSize(3);
        assertThat(records).extracting(RawRecord::position).containsExactly(1L, 2L, 3L);
    }

    @Test
    void readsWhatComesOneByteAtATime() throws IOException {
        byte[] csv = "customerRef,name\r\n1,\"Ж\"\"\"\r\n2,\"例\r\n\"\r\n3,x".getBytes(UTF_8);

        assertThat(Uploads.summaries(UploadFormat.CSV, Uploads.trickle(csv))).containsExactly("2 1", "3 2", "5 3");
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheHeader() throws IOException {
        assertThat(read("\ufeffcustomerRef\n1")).extracting(Uploads::summary).containsExactly("2 1");
    }

    @Test
    void columnsComeInAnyOrderAndUnknownOnesAreAttributes() throws IOException {
        List<RawRecord> records = read("tariff,dateOfBirth,customerRef, Région \ngold,1990-01-02,7,Nord\n,,8,\n");

        assertThat(records.get(0).value(Column.DATE_OF_BIRTH)).isEqualTo("1990-01-02");
        assertThat(records.get(0).attributes()).containsExactly(entry("tariff", "gold"), entry("Région", "Nord"));
        assertThat(records.get(1).attributes()).isEmpty();
    }

    @Test
    void formulasAreTextLikeAnyOther() throws IOException {
        assertThat(read("customerRef,name\n1,=1+1\n2,\"@SUM(A1)\"\n"))
                .extracting(read -> read.value(Column.NAME))
                .containsExactly("=1+1", "@SUM(A1)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2,a,b", "2", "2,\"a\"b", "2,\"a\" ", "\"2\" ,a", ",,,,,,,,,,", "2,\"a\"\"\"b"})
    void aBadLineCostsItselfAlone(String bad) throws IOException {
        List<String> summaries =
                Uploads.summaries(UploadFormat.CSV, Uploads.of("customerRef,name\n1,Ana\n" + bad + "\n3,Cy\n"));

        assertThat(summaries).hasSize(3);
        assertThat(summaries.get(0)).isEqualTo("2 1");
        assertThat(summaries.get(1)).startsWith("3 ! ");
        assertThat(summaries.get(2)).isEqualTo("4 3");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'2,\"Bo'|'never closed'",
                "'\"2,Bo'|'never closed'",
                "'2,\"Bo\n3,\"Cy\"'|'closing quote'",
            })
    void aQuoteThatIsNeverClosedCostsOneLine(String bad, String problem) throws IOException {
        List<String> summaries =
                Uploads.summaries(UploadFormat.CSV, Uploads.of("customerRef,name\n1,Ana\n" + bad + "\n4,Di\n5,Ed"));

        assertThat(summaries).contains("2 1").endsWith(tail(summaries));
        assertThat(summaries.get(1)).startsWith("3 ! ").contains(problem);
        assertThat(summaries).doesNotHaveDuplicates();
    }

    private static String[] tail(List<String> summaries) {
        String last = summaries.get(summaries.size() - 1);
        String before = summaries.get(summaries.size() - 2);
        assertThat(last).endsWith(" 5");
        assertThat(before).endsWith(" 4");
        return new String[] {before, last};
    }

    @Test
    void invalidUtf8CostsItsLineAlone() throws IOException {
        byte[] csv = "customerRef,name\n1,Ana\n2,Jörg\n3,Cy\n".getBytes(ISO_8859_1);

        assertThat(Uploads.summaries(UploadFormat.CSV, Uploads.of(csv)))
                .containsExactly("2 1", "3 ! is not valid UTF-8", "4 3");
    }

    @Test
    void aNulIsOneMoreCharacterOfItsField() throws IOException {
        List<RawRecord> records = read("customerRef,name\n1,A\u0000na\n2\u0000,Bo\n");

        assertThat(records).extracting(read -> read.value(Column.NAME)).containsExactly("A\u0000na", "Bo");
    }

    @Test
    void aMillionColumnsAreRefused() {
        refuses(Uploads.of(Uploads.of("customerRef"), Uploads.repeated(",a", 1_000_000)), "is longer than");
        refuses(Uploads.of(Uploads.of("customerRef"), Uploads.repeated(",", 1_000_000)), "more than 200 fields");
        refuses(Uploads.of("customerRef" + ",a".repeat(200)), "more than 200 fields");
    }

    @Test
    void aLineOfAMillionFieldsCostsItselfAlone() throws IOException {
        assertThat(Uploads.summaries(
                        UploadFormat.CSV, Uploads.of("customerRef,name\n" + ",".repeat(1_000_000) + "\n3,Cy\n")))
                .hasSize(2)
                .contains("3 3");
    }

    @Test
    void anUploadMadeOfQuotesThatAreNeverClosedIsRefused() {
        // Every line leaves a quote open, and no line after it closes it for good.
        refuses(
                Uploads.of(Uploads.of("customerRef,name\n"), Uploads.repeated("x\"y,\"\n", 100_000_000)),
                "quotes that are never closed");
    }

    @ParameterizedTest
    @CsvSource({
        "'', is empty",
        "'\n\n', is empty",
        "'name,email\n1,2', no column customerRef",
        "'customerRef;name\n1;Ana', commas",
        "'customerRef,name,name\n', two columns of one name",
        "'customerRef,name,\n', must have a name",
        "'customerRef,E-Mail\n', must be spelled email",
        "'customer_ref,name\n', must be spelled customerRef",
        "'customerRef,ana@example.org\n', cannot have",
        "'customerRef,\"Ana\"x\n', must be the header",
        "'customerRef,\"Ana\n', must be the header",
    })
    void aHeaderThatIsNoneIsRefused(String csv, String problem) {
        refuses(Uploads.of(csv), problem);
    }

    @Test
    void otherEncodingsAreRefusedByName() {
        String csv = "customerRef\n1\n";
        refuses(Uploads.of(csv.getBytes(UTF_16)), "UTF-16");
        refuses(Uploads.of(csv.getBytes(UTF_16BE)), "UTF-16");
        refuses(Uploads.of(csv.getBytes(UTF_16LE)), "UTF-16");
        refuses(Uploads.of(new byte[] {'P', 'K', 3, 4, 20, 0}), "workbook");
        refuses(Uploads.of(new byte[] {0x1f, (byte) 0x8b, 8, 0}), "compressed");
    }

    private static void refuses(InputStream upload, String problem) {
        assertThatThrownBy(() -> Uploads.readAll(UploadFormat.CSV, upload))
                .isInstanceOfSatisfying(UploadRefused.class, refused -> assertThat(refused.status())
                        .isEqualTo(400))
                .hasMessageContaining(problem)
                .message()
                .doesNotContain("ana", "Ana");
    }

    private static List<RawRecord> read(String csv) throws IOException {
        return Uploads.readAll(UploadFormat.CSV, Uploads.of(csv));
    }

    private static Map.Entry<String, String> entry(String name, String value) {
        return Map.entry(name, value);
    }
}
