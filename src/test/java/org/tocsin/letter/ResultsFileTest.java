package org.tocsin.letter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkiverse.resteasy.problem.HttpProblem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a print house's file may look like, and what each of its lines must say. */
class ResultsFileTest {

    private static final LocalDate FIRST = LocalDate.of(2026, 8, 24);
    private static final LocalDate LAST = LocalDate.of(2026, 9, 30);
    private static final String HEADER = "sequenceNumber,noticeCode,result,date,reason\n";

    @Test
    void theExportedFileComesBackWithColumnsAdded() {
        ResultsFile file = read("\uFEFFsequenceNumber,noticeCode,name,unreachedReason,result,date,reason\r\n"
                + "7,8F3KQ-7T2MX,\"Ana, \"\"the\"\" first\",EMAIL:ADDRESS_DEAD,mailed,2026-08-25,\r\n"
                + "\r\n"
                + " 9 ,,Bo,,RETURNED,2026-09-01,no longer there\r\n");

        assertThat(file.rejects()).isEmpty();
        assertThat(file.letters())
                .containsExactly(
                        new ReportedLetter(2, 7L, "8F3KQ-7T2MX", LetterResult.MAILED, LocalDate.of(2026, 8, 25), null),
                        new ReportedLetter(
                                4, 9L, null, LetterResult.RETURNED, LocalDate.of(2026, 9, 1), ReturnReason.OTHER));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            delimiter = '|',
            value = {
                "x,,MAILED,2026-08-25, | sequenceNumber | must be a whole number",
                "-1,,MAILED,2026-08-25, | sequenceNumber | must be a whole number",
                "'99999999999999999999',,MAILED,2026-08-25, | sequenceNumber | must be a whole number",
                ",8F3KQ7T2MX,MAILED,2026-08-25, | noticeCode | must be as in the export, such as 8F3KQ-7T2MX",
                ",,MAILED,2026-08-25, | sequenceNumber | is missing, and so is noticeCode",
                "1,,SENT,2026-08-25, | result | must be MAILED or RETURNED",
                "1,,,2026-08-25, | result | must be MAILED or RETURNED",
                "1,,MAILED,, | date | must be a date as YYYY-MM-DD",
                "1,,MAILED,25.08.2026, | date | must be a date as YYYY-MM-DD",
                "1,,MAILED,2026-08-23, | date | lies before the batch was started",
                "1,,MAILED,2026-10-01, | date | lies in the future",
                "1,,MAILED | line | does not have as many fields as the header has columns (5)",
                "1,,MAILED,2026-08-25,,6 | line | does not have as many fields as the header has columns (5)"
            })
    void aLineThatCannotBeTakenCostsOnlyItself(String line, String field, String reason) {
        ResultsFile file = read(HEADER + line.replace("'", "") + "\n2,,MAILED,2026-08-25,\n");

        assertThat(file.rejects()).containsExactly(new LineReject(2, field, reason));
        assertThat(file.letters()).extracting(ReportedLetter::sequenceNumber).containsExactly(2L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "noticeCode;result;date\n",
                "result,date\n1,2026-08-25\n",
                "sequenceNumber,date\n1,2026-08-25\n",
                "sequenceNumber,result\n1,MAILED\n",
                "sequenceNumber,result,date,result\n1,MAILED,2026-08-25,MAILED\n",
                "sequenceNumber,result,date\n1,\"MAILED,2026-08-25\n",
            })
    void aFileThatCannotBeReadIsRefusedAsAWhole(String text) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOfSatisfying(HttpProblem.class, problem -> assertThat(problem.getStatusCode())
                        .isEqualTo(400));
    }

    @Test
    void soIsOneInAnotherCharset() {
        byte[] latin = (HEADER + "1,,RETURNED,2026-08-25,retourné\n").getBytes(StandardCharsets.ISO_8859_1);

        assertThatThrownBy(() -> read(new ByteArrayInputStream(latin))).hasMessageContaining("UTF-8");
    }

    @Test
    void andOneThatBreaksOff() {
        InputStream cut = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the caller is gone");
            }
        };
        InputStream begun =
                new ByteArrayInputStream((HEADER + "1,,MAILED,2026-08-25,\n").getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> read(new SequenceInputStream(begun, cut))).hasMessageContaining("broke off");
    }

    @Test
    void aFileMayHaveSoManyLinesAndNotOneMore() {
        String lines = IntStream.rangeClosed(1, ResultsFile.MAX_LINES)
                .mapToObj(number -> number + ",MAILED,2026-08-25")
                .collect(Collectors.joining("\n", "sequenceNumber,result,date\n", "\n"));

        assertThat(read(lines).letters()).hasSize(ResultsFile.MAX_LINES);
        assertThatThrownBy(() -> read(lines + "1,MAILED,2026-08-25\n"))
                .isInstanceOfSatisfying(HttpProblem.class, problem -> assertThat(problem.getStatusCode())
                        .isEqualTo(413));
    }

    @ParameterizedTest
    @CsvSource({
        "moved,MOVED",
        "Addressee unknown,ADDRESSEE_UNKNOWN",
        "address-incomplete,ADDRESS_INCOMPLETE",
        "12 Elm Street now,OTHER"
    })
    void ofAReturnOnlyKnownReasonsAreKept(String text, ReturnReason kept) {
        assertThat(ReturnReason.of(text)).isEqualTo(kept);
    }

    private static ResultsFile read(String text) {
        return read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static ResultsFile read(InputStream body) {
        return ResultsFile.read(body, new ResultLineCheck(FIRST, LAST));
    }
}
