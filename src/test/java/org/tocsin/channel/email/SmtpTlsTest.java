package org.tocsin.channel.email;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.tocsin.channel.FailureClass;
import org.tocsin.channel.SendResult;
import org.tocsin.channel.SendResult.Verdict;
import org.tocsin.channel.SendStage;
import org.tocsin.testing.ScriptedSmtpServer;
import org.tocsin.testing.ScriptedSmtpServer.Step;
import org.tocsin.testing.SmtpAction;
import org.tocsin.testing.TestCertificate;

/** Not one byte of a notice in plain text, and none to a server that cannot prove its name. */
@Timeout(60)
class SmtpTlsTest {

    @TempDir
    static Path folder;

    private static TestCertificate localhost;
    private static TestCertificate elsewhere;

    @BeforeAll
    static void makeCertificates() {
        localhost = TestCertificate.forName("dns:localhost", folder);
        elsewhere = TestCertificate.forName("dns:mail.example.org", folder);
    }

    @Test
    void sendsThroughStartTlsWithALogin() {
        ScriptedSmtpServer server =
                ScriptedSmtpServer.start().startTls(localhost.serverContext()).login("tocsin", "sesame");
        Map<String, String> login = Map.of("username", "tocsin", "password", "sesame");
        try (Relay relay = relay(server, "STARTTLS", localhost, login)) {
            assertThat(relay.send().verdict()).isEqualTo(Verdict.ACCEPTED);
            assertThat(relay.send().verdict()).isEqualTo(Verdict.ACCEPTED);
            assertThat(server.messages()).hasSize(2).allMatch(ScriptedSmtpServer.Received::encrypted);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void sendsThroughImplicitTls() {
        ScriptedSmtpServer server = ScriptedSmtpServer.start().implicitTls(localhost.serverContext());
        try (Relay relay = relay(server, "IMPLICIT", localhost, Map.of())) {
            assertThat(relay.send().verdict()).isEqualTo(Verdict.ACCEPTED);
            assertThat(server.messages()).hasSize(1).allMatch(ScriptedSmtpServer.Received::encrypted);
        }
    }

    @Test
    void aWrongLoginIsNobodysFaultButOurs() {
        ScriptedSmtpServer server =
                ScriptedSmtpServer.start().startTls(localhost.serverContext()).login("tocsin", "sesame");
        Map<String, String> login = Map.of("username", "tocsin", "password", "wrong");
        try (Relay relay = relay(server, "STARTTLS", localhost, login)) {
            SendResult result = relay.send();

            assertThat(result.stage()).isEqualTo(SendStage.AUTH);
            assertThat(result.failureClass()).isEqualTo(FailureClass.PROVIDER_DOWN);
            assertThat(result.code()).isEqualTo("535 5.7.8");
            assertThat(result.toString()).doesNotContain("wrong");
        }
    }

    @Test
    void withoutStartTlsNothingIsSent() {
        ScriptedSmtpServer server = ScriptedSmtpServer.start();
        try (Relay relay = relay(server, "STARTTLS", localhost, Map.of())) {
            assertRefusedAtTls(relay);
        }
    }

    @Test
    void aRefusedStartTlsIsNotGoneRound() {
        ScriptedSmtpServer server = ScriptedSmtpServer.start().startTls(localhost.serverContext());
        server.on(Step.STARTTLS, SmtpAction.reply("454 4.7.0 TLS not available"));
        try (Relay relay = relay(server, "STARTTLS", localhost, Map.of())) {
            assertRefusedAtTls(relay);
        }
    }

    @Test
    void anUntrustedCertificateIsRefused() {
        ScriptedSmtpServer server = ScriptedSmtpServer.start().startTls(localhost.serverContext());
        try (Relay relay = new Relay(server, Map.of("tls", "STARTTLS"))) {
            assertRefusedAtTls(relay);
        }
    }

    @Test
    void aCertificateForAnotherHostIsRefusedThoughTrusted() {
        ScriptedSmtpServer server = ScriptedSmtpServer.start().startTls(elsewhere.serverContext());
        try (Relay relay = relay(server, "STARTTLS", elsewhere, Map.of())) {
            assertRefusedAtTls(relay);
        }
    }

    @Test
    void implicitTlsRefusesTheWrongHostToo() {
        ScriptedSmtpServer server = ScriptedSmtpServer.start().implicitTls(elsewhere.serverContext());
        try (Relay relay = relay(server, "IMPLICIT", elsewhere, Map.of())) {
            assertRefusedAtTls(relay);
        }
    }

    @Test
    void implicitTlsDoesNotTalkToAPlainServer() {
        ScriptedSmtpServer server = ScriptedSmtpServer.start();
        try (Relay relay = relay(server, "IMPLICIT", localhost, Map.of())) {
            assertRefusedAtTls(relay);
        }
    }

    private static void assertRefusedAtTls(Relay relay) {
        SendResult result = relay.send();

        assertThat(result.verdict()).isEqualTo(Verdict.TRY_LATER);
        assertThat(result.stage()).isEqualTo(SendStage.TLS);
        assertThat(result.failureClass()).isEqualTo(FailureClass.PROVIDER_DOWN);
        assertThat(relay.server.commands())
                .noneMatch(command ->
                        command.startsWith("MAIL") || command.startsWith("RCPT") || command.startsWith("AUTH"));
    }

    private static Relay relay(
            ScriptedSmtpServer server, String tls, TestCertificate trusted, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(more);
        settings.put("tls", tls);
        settings.put("trust-certificate", trusted.pem().toString());
        return new Relay(server, settings);
    }
}
