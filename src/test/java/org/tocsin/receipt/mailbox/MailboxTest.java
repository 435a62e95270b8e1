package org.tocsin.receipt.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.mail.MessagingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tocsin.testing.BounceMailbox;
import org.tocsin.testing.TcpProxy;
import org.tocsin.testing.TestConfig;

/** A mailbox on a real IMAP server: stored first, then put aside, whatever breaks in between. */
class MailboxTest {

    private static final String KEY = "tocsin.bounces.mailbox.";

    private final BounceMailbox server = BounceMailbox.start();
    private final List<String> stored = new ArrayList<>();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void whatIsReadGoesToAnotherFolder() throws Exception {
        server.deliver(mail("one"));
        server.deliver(mail("two"));

        MailboxLook look = mailbox(server.port(), Map.of()).look(this::store);

        assertThat(look).isEqualTo(new MailboxLook(2, 0, 0));
        assertThat(stored).hasSize(2);
        assertThat(stored.get(0)).contains("Subject: one");
        assertThat(server.count("INBOX")).isZero();
        assertThat(server.count("Tocsin")).isEqualTo(2);
    }

    /** The server counts those that are left anew after each move. */
    @Test
    void aFullMailboxIsReadToTheEndEachMailOnce() throws Exception {
        for (int i = 0; i < 120; i++) {
            server.deliver(mail("number-" + i + "."));
        }

        mailbox(server.port(), Map.of()).look(this::store);

        assertThat(stored).hasSize(120);
        for (int i = 0; i < 120; i++) {
            assertThat(stored.get(i)).contains("number-" + i + ".");
        }
        assertThat(server.count("Tocsin")).isEqualTo(120);
    }

    @ParameterizedTest
    @EnumSource(MailboxConfig.Then.class)
    void theNextLookFindsOnlyWhatIsNew(MailboxConfig.Then then) throws Exception {
        Mailbox mailbox = mailbox(server.port(), Map.of("then", then.name()));
        server.deliver(mail("one"));
        mailbox.look(this::store);
        server.deliver(mail("two"));

        mailbox.look(this::store);

        assertThat(stored).hasSize(2);
        assertThat(stored.get(1)).contains("Subject: two");
        assertThat(server.count("INBOX")).isEqualTo(then == MailboxConfig.Then.MARK_SEEN ? 2 : 0);
    }

    @Test
    void whatCannotBeStoredStays() throws Exception {
        Mailbox mailbox = mailbox(server.port(), Map.of());
        server.deliver(mail("one"));
        server.deliver(mail("two"));

        assertThatThrownBy(() -> mailbox.look(mail -> {
                    if (!stored.isEmpty()) {
                        throw new SQLException("the database is gone");
                    }
                    store(mail);
                }))
                .isInstanceOf(SQLException.class);
        assertThat(server.count("INBOX")).isEqualTo(1);

        mailbox.look(this::store);
        assertThat(stored).hasSize(2);
        assertThat(stored.get(1)).contains("Subject: two");
    }

    @Test
    void aMailWhoseConnectionBreaksAfterItWasStoredComesAgain() throws Exception {
        server.deliver(mail("one"));
        try (TcpProxy line = TcpProxy.to(server.port())) {
            assertThatThrownBy(() -> mailbox(line.port(), Map.of()).look(mail -> {
                        store(mail);
                        line.cut();
                    }))
                    .isInstanceOf(MessagingException.class);
        }
        assertThat(server.count("INBOX")).isEqualTo(1);

        mailbox(server.port(), Map.of()).look(this::store);

        assertThat(stored).hasSize(2);
        assertThat(stored.get(1)).isEqualTo(stored.get(0));
        assertThat(server.count("INBOX")).isZero();
    }

    @Test
    void aConnectionThatBreaksBeforeMarksNothing() throws Exception {
        server.deliver(mail("one"));
        server.deliver(mail("two"));
        try (TcpProxy line = TcpProxy.to(server.port())) {
            assertThatThrownBy(() ->
                            mailbox(line.port(), Map.of("then", "MARK_SEEN")).look(mail -> refuse(line)))
                    .isInstanceOf(MessagingException.class);
        }

        assertThat(server.seen()).isZero();
    }

    @Test
    void ofALongMailOnlyTheBeginningIsRead() throws Exception {
        server.deliver(mail("long") + "x".repeat(100_000));

        MailboxLook look = mailbox(server.port(), Map.of("max-bytes", "500")).look(this::store);

        assertThat(look.cut()).isEqualTo(1);
        assertThat(stored.get(0)).contains("Subject: long").hasSize(500);
        assertThat(server.count("Tocsin")).isEqualTo(1);
    }

    @Test
    void withoutTheTlsThatWasAskedForNothingIsSaid() {
        for (String tls : List.of("IMPLICIT", "STARTTLS")) {
            assertThatThrownBy(() -> mailbox(server.port(), Map.of("tls", tls)).look(this::store))
                    .isInstanceOf(MessagingException.class);
        }
    }

    @Test
    void faultsAreToldByTheirKeys() {
        assertThatThrownBy(() -> mailbox(
                        143,
                        Map.of(
                                "host",
                                "imap.example.org",
                                "move-to",
                                "INBOX",
                                "every",
                                "PT0S",
                                "max-bytes",
                                "0",
                                "trust-certificate",
                                "/nowhere")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("mailbox.tls is NONE")
                .hasMessageContaining("mailbox.move-to")
                .hasMessageContaining("mailbox.every")
                .hasMessageContaining("mailbox.max-bytes")
                .hasMessageContaining("mailbox.trust-certificate");
        assertThatThrownBy(() -> new Mailbox(
                        TestConfig.of(MailboxConfig.class, Map.of(KEY + "host", "imap.example.org")),
                        Clock.systemUTC()))
                .hasMessageContaining("mailbox.username");
    }

    private void store(byte[] mail) {
        stored.add(new String(mail, StandardCharsets.UTF_8));
    }

    private static void refuse(TcpProxy line) {
        try {
            line.refuse();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Mailbox mailbox(int port, Map<String, String> more) {
        Map<String, String> keys = new HashMap<>(Map.of(
                KEY + "host",
                "127.0.0.1",
                KEY + "port",
                Integer.toString(port),
                KEY + "username",
                BounceMailbox.USER,
                KEY + "password",
                BounceMailbox.PASSWORD,
                KEY + "tls",
                "NONE"));
        more.forEach((key, value) -> keys.put(KEY + key, value));
        return new Mailbox(TestConfig.of(MailboxConfig.class, keys), Clock.systemUTC());
    }

    private static String mail(String subject) {
        return "From: MAILER-DAEMON@example.net\r\nTo: bounces@example.org\r\nSubject: " + subject
                + "\r\n\r\nhello\r\n";
    }
}
