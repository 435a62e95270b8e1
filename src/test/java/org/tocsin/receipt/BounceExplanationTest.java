package org.tocsin.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tocsin.receipt.bounce.Mails;
import org.tocsin.testing.ServiceApi;
import org.tocsin.testing.TestDatabase;
import org.tocsin.testing.TestProviders;

/** A mail is explained however a script or a mail program hands it over. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
@QuarkusTestResource(TestProviders.class)
class BounceExplanationTest {

    private static final ServiceApi API = ServiceApi.ofThisTest();
    private static final String PATH = "/api/v1/bounces/explanation";
    private static final String REPORT = Mails.report("5.1.1", "failed", "smtp; 550 5.1.1 User unknown");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "message/rfc822",
                "message/rfc822; charset=utf-8",
                "Message/RFC822",
                "message/global",
                "text/plain",
                "text/plain; charset=iso-8859-1",
                "application/octet-stream"
            })
    void underAnyNameOfAMail(String contentType) {
        isDead(explain(contentType, REPORT.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void withEitherKindOfLineEndAndWhatAMailboxFileAdds() {
        for (String mail : List.of(
                REPORT.replace("\n", "\r\n"),
                REPORT.stripTrailing(),
                "From MAILER-DAEMON Tue Mar  3 10:00:00 2026\n" + REPORT,
                "\r\n\r\n" + REPORT,
                "\uFEFF" + REPORT)) {
            isDead(explain("message/rfc822", mail.getBytes(StandardCharsets.UTF_8)));
        }
    }

    @Test
    void withBytesOfAnyCharset() {
        String mail = REPORT.replace("This is the mail system", "Nachricht für Sie");

        isDead(explain("message/rfc822", mail.getBytes(StandardCharsets.ISO_8859_1)));
        isDead(explain("text/plain; charset=utf-8", mail.getBytes(StandardCharsets.ISO_8859_1)));
    }

    @Test
    void withALargeMessageInIt() {
        String mail = REPORT.replace("hello\n--b--", "hello\n".repeat(150_000) + "--b--");

        isDead(explain("message/rfc822", mail.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void withoutAnyContentType() throws Exception {
        String password = API.password("support");
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:"
                        + ConfigProvider.getConfig().getValue("quarkus.http.test-port", Integer.class) + PATH))
                .header(
                        "Authorization",
                        "Basic "
                                + Base64.getEncoder()
                                        .encodeToString(("support:" + password).getBytes(StandardCharsets.UTF_8)))
                .POST(HttpRequest.BodyPublishers.ofString(REPORT))
                .build();

        HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains("\"addressDead\":true");
    }

    /** Any bytes are a mail of some kind. */
    @Test
    void bytesThatAreNoMailAreOfNoKind() {
        explain("message/rfc822", new byte[] {0, 1, (byte) 0xFF, '\r', '\n'})
                .statusCode(200)
                .body("kind", equalTo("OTHER"))
                .body("recipients", hasSize(0));
    }

    private static void isDead(ValidatableResponse response) {
        response.statusCode(200)
                .body("kind", equalTo("BOUNCE"))
                .body("recipients", hasSize(1))
                .body("recipients[0].addressDead", equalTo(true))
                .body("recipients[0].status", equalTo("5.1.1"));
    }

    private static ValidatableResponse explain(String contentType, byte[] mail) {
        RequestSpecification request = API.as("support")
                .config(RestAssuredConfig.config()
                        .encoderConfig(EncoderConfig.encoderConfig()
                                .appendDefaultContentCharsetToContentTypeIfUndefined(false)));
        return request.contentType(contentType).body(mail).post(PATH).then();
    }
}
