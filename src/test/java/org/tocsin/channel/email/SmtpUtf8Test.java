package org.tocsin.channel.email;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.tocsin.channel.FailureClass;
import org.tocsin.channel.SendResult;
import org.tocsin.channel.SendResult.Verdict;
import org.tocsin.channel.SendStage;
import org.tocsin.channel.TestMessages;
import org.tocsin.testing.ScriptedSmtpServer;

/** Addresses with a local part beyond ASCII go where they are understood (RFC 6531), and nowhere else. */
@Timeout(30)
class SmtpUtf8Test {

    private static final String TO = "jörg@bücher.example";
    private static final String ON_THE_WIRE = "jörg@xn--bcher-kva.example";

    @Test
    void aServerThatOffersItGetsTheAddressAsItIs() {
        try (Relay relay = relay("PIPELINING", "SMTPUTF8")) {
            assertThat(relay.send(TestMessages.email(TO)).verdict()).isEqualTo(Verdict.ACCEPTED);
            assertThat(relay.send().verdict()).isEqualTo(Verdict.ACCEPTED);

            ScriptedSmtpServer.Received received = relay.server.messages().get(0);
            assertThat(received.recipients()).containsExactly(ON_THE_WIRE);
            assertThat(new String(received.bytes(), StandardCharsets.UTF_8))
                    .contains("\r\nTo: " + ON_THE_WIRE + "\r\n");
            assertThat(relay.server.commands())
                    .filteredOn(command -> command.startsWith("MAIL"))
                    .satisfiesExactly(mail -> assertThat(mail).endsWith("> SMTPUTF8"), mail -> assertThat(mail)
                            .endsWith(">"));
        }
    }

    @Test
    void aServerThatDoesNotIsNotAskedAndTheConnectionStays() {
        try (Relay relay = relay("PIPELINING")) {
            SendResult result = relay.send(TestMessages.email(TO));

            assertThat(result.verdict()).isEqualTo(Verdict.REFUSED);
            assertThat(result.stage()).isEqualTo(SendStage.NOT_STARTED);
            assertThat(result.failureClass()).isEqualTo(FailureClass.UNSENDABLE);
            assertThat(result.words()).contains("SMTPUTF8").doesNotContain("jörg", "bücher");
            assertThat(relay.server.commands()).noneMatch(command -> command.startsWith("MAIL"));

            assertThat(relay.send().verdict()).isEqualTo(Verdict.ACCEPTED);
            assertThat(relay.server.connections()).isEqualTo(1);
        }
    }

    @Test
    void aDomainBeyondAsciiNeedsNoSuchServer() {
        try (Relay relay = relay()) {
            assertThat(relay.send(TestMessages.email("jane@bücher.example")).verdict())
                    .isEqualTo(Verdict.ACCEPTED);
            assertThat(relay.server.messages().get(0).recipients()).containsExactly("jane@xn--bcher-kva.example");
        }
    }

    private static Relay relay(String... extensions) {
        return new Relay(ScriptedSmtpServer.start().offering(extensions), Map.of());
    }
}
