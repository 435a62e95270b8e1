package org.tocsin.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReportTest {

    private static final String BATCH =
            """
            {"status": "COMPLETED", "people": 1975, "failure": null,
             "outcomes": {"outstanding": 0, "reachedConfirmed": 0, "reachedUnconfirmed": 1880, "unreached": 95},
             "deliveries": {"accepted": 1880, "notNeeded": 900, "due": 0},
             "plan": {"byChannel": {"EMAIL": 1700, "SMS": 1080}, "byLocale": {"en": 1600},
                      "unreachedReasons": {"NO_USABLE_CONTACT": 95}, "exclusions": {}}}""";

    private static final String RECORD_SET =
            "{\"accepted\": 1975, \"rejected\": 13, \"duplicates\": 12, \"warnings\": 1234}";

    private final Report report = new Report(URI.create("http://127.0.0.1:8080"), Path.of("data"));

    @Test
    void setsTheSumOfTheOutcomesBesideThePeople() throws IOException {
        assertThat(report.lines(json(RECORD_SET), json(BATCH)))
                .contains(
                        "Upload:   1,975 accepted, 13 rejected, 12 duplicates left out, 1,234 warnings",
                        "  reached unconfirmed       1,880",
                        "  reached confirmed             0",
                        "  unreached                    95",
                        "  together                  1,975",
                        "  in the batch              1,975",
                        "  not needed                  900  an earlier channel served")
                .noneMatch(line -> line.contains("  due "));
    }

    @Test
    void saysWhereToLook() throws IOException {
        assertThat(String.join("\n", report.lines(json(RECORD_SET), json(BATCH))))
                .contains("data/outbox", "data/first-accounts.json", "http://127.0.0.1:8080/q/swagger-ui")
                .contains("curl -u support http://127.0.0.1:8080/api/v1/customers/ET-100148/notices")
                .endsWith("The service stays up; Ctrl-C stops it.");
    }

    @Test
    void tellsAnApproverThePlanInOneLine() throws IOException {
        assertThat(Report.plan(json(BATCH)))
                .isEqualTo("1,975 people; messages EMAIL 1,700, SMS 1,080; languages en 1,600;"
                        + " out of reach NO_USABLE_CONTACT 95; excluded none");
    }

    private static JsonNode json(String text) throws IOException {
        return new ObjectMapper().readTree(text);
    }
}
