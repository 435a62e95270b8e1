package org.tocsin.affected.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonRecordsTest {

    private static final String ANA = "{\"customerRef\":\"1\",\"name\":\"Ana\"}";
    private static final String CY = "{\"customerRef\":\"3\"}";

    @ParameterizedTest
    @EnumSource(names = {"NDJSON", "JSON"})
    void readsValuesOfEveryKind(UploadFormat format) throws IOException {
        String record =
                """
                {"customerRef": 17, "dataTypes": ["NAME", "EMAIL"], "phone": null, "score": 1.50, "vip": true, "note": "a b"}"""
                        .replace("a b", "a\\u0020b");

        RawRecord read = Uploads.readAll(format, upload(format, record)).get(0);

        assertThat(read.problem()).isNull();
        assertThat(read.value(Column.CUSTOMER_REF)).isEqualTo("17");
        assertThat(read.value(Column.DATA_TYPES)).isEqualTo("NAME;EMAIL;");
        assertThat(read.value(Column.PHONE)).isNull();
        assertThat(read.attributes()).isEqualTo(Map.of("score", "1.50", "vip", "true", "note", "a b"));
    }

    @ParameterizedTest
    @EnumSource(names = {"NDJSON", "JSON"})
    void aFieldThatIsNotOneValueIsLeftOutAndTheRecordStays(UploadFormat format) throws IOException {
        String record =
                "{\"customerRef\":\"1\",\"name\":{\"first\":\"Ana\"},\"tags\":[1,[2]],\"dataTypes\":[[\"NAME\"],\"SSN\"]}";

        RawRecord read = Uploads.readAll(format, upload(format, record)).get(0);

        assertThat(read.problem()).isNull();
        assertThat(read.unreadableFields()).containsExactlyInAnyOrder("name", "tags", "dataTypes");
        assertThat(read.attributes()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"NDJSON", "JSON"})
    void whatIsWellFormedButNoRecordCostsItselfAlone(UploadFormat format) throws IOException {
        List<String> bad = List.of(
                "[]", "17", "\"text\"", "null", "{\"customerRef\":\"2\",\"name\":\"a\",\"name\":\"b\"}", "[[[{}]]]");

        for (String record : bad) {
            List<String> summaries = Uploads.summaries(format, upload(format, ANA, record, CY));
            assertThat(summaries).hasSize(3);
            assertThat(summaries.get(0)).endsWith(" 1");
            assertThat(summaries.get(1)).contains(" ! ");
            assertThat(summaries.get(2)).endsWith(" 3");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"customerRef\":\"2\"",
                "{\"customerRef\":\"2\"}}",
                "{\"customerRef\":\"2\"} {\"customerRef\":\"4\"}",
                "{'customerRef':'2'}",
                "{\"customerRef\":\"2\",}",
                "{\"customerRef\":NaN}",
                "not json",
                "]",
                "   ",
                "{\"customerRef\":\"\u0001\"}",
                "{\"customerRef\":\"\\ud8zz\"}",
                "\u0000{\"customerRef\":\"2\"}",
            })
    void aLineThatIsNoJsonCostsItselfAlone(String bad) throws IOException {
        assertThat(Uploads.summaries(UploadFormat.NDJSON, upload(UploadFormat.NDJSON, ANA, bad, CY)))
                .hasSize(3)
                .contains("1 1", "3 3")
                .anyMatch(summary -> summary.startsWith("2 ! "));
    }

    @Test
    void invalidUtf8CostsItsLineAlone() throws IOException {
        byte[] lines =
                (ANA + "\n{\"customerRef\":\"2\",\"name\":\"Jörg\"}\n" + CY).getBytes(StandardCharsets.ISO_8859_1);

        assertThat(Uploads.summaries(UploadFormat.NDJSON, Uploads.of(lines)))
                .containsExactly("1 1", "2 ! is not valid JSON", "3 3");
    }

    @Test
    void blankLinesAndCarriageReturnsAreNoRecords() throws IOException {
        assertThat(Uploads.summaries(UploadFormat.NDJSON, Uploads.of("\ufeff" + ANA + "\r\n\r\n\n" + CY + "\r\n")))
                .containsExactly("1 1", "4 3");
    }

    @Test
    void nestingWithoutEndCostsItsLineAlone() throws IOException {
        String deep = "{\"customerRef\":\"2\",\"x\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";

        assertThat(Uploads.summaries(UploadFormat.NDJSON, upload(UploadFormat.NDJSON, ANA, deep, CY)))
                .containsExactly("1 1", "2 ! is not valid JSON", "3 3");
        refuses(upload(UploadFormat.JSON, ANA, deep, CY), 413, "too long");
    }

    @Test
    void aTextOfTwentyMegabytesCostsItsLineAlone() throws IOException {
        String huge = "{\"customerRef\":\"2\",\"x\":\"" + "y".repeat(20 * 1024 * 1024) + "\"}";

        assertThat(Uploads.summaries(UploadFormat.NDJSON, upload(UploadFormat.NDJSON, ANA, huge, CY)))
                .containsExactly("1 1", "2 ! is longer than 1048576 bytes", "3 3");
        refuses(upload(UploadFormat.JSON, ANA, huge, CY), 413, "too long");
    }

    @Test
    void manyLongTextsInOneRecordCostItAlone() throws IOException {
        String text = "y".repeat(1_000_000);
        StringBuilder huge = new StringBuilder("{\"customerRef\":\"2\"");
        for (int i = 0; i < 20; i++) {
            huge.append(",\"x").append(i).append("\":\"").append(text).append('"');
        }

        assertThat(Uploads.summaries(UploadFormat.JSON, upload(UploadFormat.JSON, ANA, huge + "}", CY)))
                .containsExactly("2 1", "3 ! is longer than 1048576 characters", "4 3");
    }

    @Test
    void halfACharacterIsKeptForTheRulesToJudge() throws IOException {
        String half = "{\"customerRef\":\"2\",\"name\":\"A\\ud800na\"}";

        assertThat(Uploads.readAll(UploadFormat.NDJSON, Uploads.of(half)).get(0).value(Column.NAME))
                .isEqualTo("A\ud800na");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|must be an array",
                "'{}'|must be an array",
                "'17'|must be an array",
                "'[{\"customerRef\":\"1\"}'|not valid JSON",
                "'[{\"customerRef\":\"1\"}}'|not valid JSON",
                "'[{\"customerRef\":\"1\"},]'|not valid JSON",
                "'[{\"customerRef\":\"Ana'|not valid JSON",
                "'[{\"customerRef\":\"1\"}][]'|behind its array",
                "'[{\"customerRef\":\"1\"}] x'|not valid JSON",
                "'[{\"customerRef\":\"1\" \"Ana\":1}]'|not valid JSON in line 1, record 1",
            })
    void anArrayThatIsNoJsonIsRefused(String json, String problem) {
        refuses(Uploads.of(json), 400, problem);
    }

    @ParameterizedTest
    @EnumSource(names = {"NDJSON", "JSON"})
    void moreNamesThanAnyExportHasAreRefused(UploadFormat format) {
        InputStream endless = Uploads.of(
                Uploads.of(format == UploadFormat.JSON ? "[{\"customerRef\":\"1\"" : "{\"customerRef\":\"1\""),
                Uploads.of(numbered(300)),
                Uploads.of("}"));

        assertThatThrownBy(() -> Uploads.readAll(format, endless))
                .isInstanceOf(UploadRefused.class)
                .hasMessageContaining("more than 200");
    }

    @ParameterizedTest
    @EnumSource(names = {"NDJSON", "JSON"})
    void aNameThatIsNearlyAKnownOneIsRefused(UploadFormat format) {
        assertThatThrownBy(() -> Uploads.readAll(format, upload(format, "{\"customerRef\":\"1\",\"e_mail\":\"x\"}")))
                .isInstanceOf(UploadRefused.class)
                .hasMessageContaining("must be spelled email");
    }

    @Test
    void otherEncodingsAreRefusedByName() {
        refuses(Uploads.of(("[" + ANA + "]").getBytes(StandardCharsets.UTF_16LE)), 400, "UTF-16");
    }

    private static String numbered(int fields) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < fields; i++) {
            text.append(",\"x").append(i).append("\":1");
        }
        return text.toString();
    }

    private static InputStream upload(UploadFormat format, String... records) {
        return Uploads.of(
                format == UploadFormat.JSON
                        ? "[\n" + String.join(",\n", records) + "\n]\n"
                        : String.join("\n", records) + "\n");
    }

    private static void refuses(InputStream upload, int status, String problem) {
        assertThatThrownBy(() -> Uploads.readAll(UploadFormat.JSON, upload))
                .isInstanceOfSatisfying(UploadRefused.class, refused -> assertThat(refused.status())
                        .isEqualTo(status))
                .hasMessageContaining(problem)
                .message()
                .doesNotContain("Ana");
    }
}
