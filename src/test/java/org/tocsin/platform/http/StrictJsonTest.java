package org.tocsin.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.quarkiverse.resteasy.problem.HttpProblem;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {

    private static final String SECRET = "jane.doe@example.org";

    enum Colour {
        RED,
        GREEN
    }

    record Inner(String text) {}

    record Body(
            String text,
            Integer number,
            Boolean flag,
            Colour colour,
            UUID id,
            LocalDate date,
            Instant at,
            LocalTime time,
            Duration length,
            BigDecimal percent,
            List<Inner> list,
            Map<String, Inner> map) {}

    private final ObjectReader reader = strict().readerFor(Body.class);

    @Test
    void readsWhatIsWellFormed() throws Exception {
        Body body = reader.readValue(
                """
                {"text": "Zoë 😀", "number": 7, "flag": true, "colour": "RED", "id": "0198f3f2-8c4b-7000-8000-000000000000",
                 "date": "2026-08-19", "at": "2026-08-20T09:00:00Z", "list": [{"text": null}], "map": {"en": {"text": "x"}}}
                """);

        assertThat(body.text()).isEqualTo("Zoë 😀");
        assertThat(body.map().get("en").text()).isEqualTo("x");
    }

    @Test
    void takesAWholeNumberWhereAnyNumberIsMeant() throws Exception {
        for (String ten : List.of("10", "10.0", "1e1")) {
            Body body = reader.readValue("{\"percent\": " + ten + "}");
            assertThat(body.percent()).isEqualByComparingTo("10");
        }
    }

    @Test
    void readsTimesFromTheirTextsWithAnyOffset() throws Exception {
        Body body =
                reader.readValue("{\"at\": \"2026-08-20T11:00:00+02:00\", \"time\": \"08:00\", \"length\": \"PT24H\"}");

        assertThat(body.at()).isEqualTo("2026-08-20T09:00:00Z");
        assertThat(body.time()).isEqualTo("08:00");
        assertThat(body.length()).isEqualTo(Duration.ofHours(24));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {"text": 7}                              | text          | must be a text
                    {"text": true}                           | text          | must be a text
                    {"text": ["jane.doe@example.org"]}       | text          | must be a text
                    {"number": "7"}                          | number        | must be a whole number
                    {"number": 7.5}                          | number        | must be a whole number
                    {"number": 99999999999999999999}         | number        | must be a whole number
                    {"flag": 1}                              | flag          | must be true or false
                    {"flag": "true"}                         | flag          | must be true or false
                    {"colour": "jane.doe@example.org"}       | colour        | must be one of RED, GREEN
                    {"colour": "red"}                        | colour        | must be one of RED, GREEN
                    {"colour": ""}                           | colour        | must be one of RED, GREEN
                    {"colour": 0}                            | colour        | must be one of RED, GREEN
                    {"id": "jane.doe@example.org"}           | id            | must be a UUID
                    {"id": ""}                               | id            | must be a UUID
                    {"date": "jane.doe@example.org"}         | date          | must be a date, such as 2026-08-19
                    {"date": ""}                             | date          | must be a date, such as 2026-08-19
                    {"date": 20000}                          | date          | must be a date, such as 2026-08-19
                    {"date": [2026, 8, 19]}                  | date          | must be a date, such as 2026-08-19
                    {"date": "2026-08-19T23:00:00-05:00"}    | date          | must be a date, such as 2026-08-19
                    {"date": " 2026-08-19"}                  | date          | must be a date, such as 2026-08-19
                    {"at": 1787216400}                       | at            | must be a time in UTC, such as 2026-08-20T09:00:00Z
                    {"at": "2026-08-20T09:00:00"}            | at            | must be a time in UTC, such as 2026-08-20T09:00:00Z
                    {"date": "+999999999-12-31"}             | date          | must be a date, such as 2026-08-19
                    {"date": "-0044-03-15"}                  | date          | must be a date, such as 2026-08-19
                    {"at": "+99999-01-01T00:00:00Z"}         | at            | must be a time in UTC, such as 2026-08-20T09:00:00Z
                    {"at": "0000-01-01T00:00:00Z"}           | at            | must be a time in UTC, such as 2026-08-20T09:00:00Z
                    {"length": "PT9999999999999999999H"}     | length        | must be a duration, such as PT24H
                    {"percent": 1e99999999999}               | percent       | is not valid
                    {"number": 1e2}                          | number        | must be a whole number
                    {"time": [8, 0]}                         | time          | must be a time of day, such as 08:00
                    {"length": 3600}                         | length        | must be a duration, such as PT24H
                    {"percent": "10"}                        | percent       | must be a number
                    {"at": "2026-08-20 09:00"}               | at            | must be a time in UTC, such as 2026-08-20T09:00:00Z
                    {"list": "jane.doe@example.org"}         | list          | must be a list
                    {"list": [{}, {"text": 1}]}              | list[1].text  | must be a text
                    {"map": {"en": {"text": 1}}}             | map[en].text  | must be a text
                    {"map": {"en": {"words": "x"}}}          | map[en].words | is not known here
                    {"map": {"jane.doe@example.org": 7}}     | map[?]        | must be an object
                    {"jane.doe@example.org": 7}              | ?             | is not known here
                    {"text": "a\\u0000b"}                    | text          | must not contain NUL or half a surrogate pair
                    {"text": "\\ud800"}                      | text          | must not contain NUL or half a surrogate pair
                    {"text": "\\udc00\\ud800"}               | text          | must not contain NUL or half a surrogate pair
                    {"map": {"\\ud800": {}}}                 | map           | must not contain NUL or half a surrogate pair
                    [1]                                      | body          | must be an object
                    "jane.doe@example.org"                   | body          | must be an object
                    """)
    void namesTheFieldAndWhatItMustBe(String json, String field, String message) {
        HttpProblem problem = refuse(json);

        assertThat(problem.getParameters().get("violations")).isEqualTo(List.of(new Violation(field, message)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{\"text\": \"jane.doe@example.org",
                "{\"text\": jane.doe@example.org}",
                "{\"text\": \"a\", \"text\": \"jane.doe@example.org\"}",
                "{} jane.doe@example.org",
                "{} {}",
                "{\"number\": 007}",
                "{\"number\": NaN}",
                "{'text': 'jane.doe@example.org'}",
                "{\"text\": \"tab\there\"}"
            })
    void refusesWhatIsNoJson(String json) {
        refuse(json);
    }

    @Test
    void saysThatANameComesTwiceOrThatSomethingFollows() {
        assertThat(refuse("{\"text\": \"a\", \"text\": \"b\"}").getDetail()).contains("a name twice", "line 1");
        assertThat(refuse("{} {}").getDetail()).contains("behind the end");
    }

    @Test
    void refusesWhatIsTooDeepOrTooLong() {
        assertThat(catchThrowableOfType(JsonProcessingException.class, () -> strict().readTree("[".repeat(65))))
                .satisfies(failure ->
                        assertThat(JsonProblems.of(failure).getDetail()).contains("nested too deeply"));
        refuse("[".repeat(100_000));
        assertThat(refuse("{\"text\": \"" + "a".repeat((1 << 20) + 1) + "\"}").getDetail())
                .contains("too long");
        refuse("{\"number\": " + "1".repeat(101) + "}");
        refuse("{\"" + "n".repeat(1001) + "\": 1}");
    }

    @Test
    void refusesBytesThatAreNotUtf8() {
        byte[] latin1 = "{\"text\": \"Zoë\"}".getBytes(StandardCharsets.ISO_8859_1);

        assertThat(catchThrowableOfType(
                        JsonProcessingException.class, () -> reader.readValue(new ByteArrayInputStream(latin1))))
                .isNotNull();
    }

    private HttpProblem refuse(String json) {
        JsonProcessingException failure = catchThrowableOfType(
                JsonProcessingException.class,
                () -> reader.readValue(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8))));
        assertThat(failure).as(json).isNotNull();
        HttpProblem problem = JsonProblems.of(failure);
        assertThat(problem.getStatusCode()).isEqualTo(400);
        assertThat(problem.getDetail() + problem.getParameters()).doesNotContain(SECRET, "jane");
        return problem;
    }

    private static ObjectMapper strict() {
        ObjectMapper mapper = new ObjectMapper().registerModule(new JavaTimeModule());
        new StrictJson().customize(mapper);
        return mapper;
    }
}
