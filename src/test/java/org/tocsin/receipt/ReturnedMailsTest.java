package org.tocsin.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tocsin.receipt.bounce.MailKind;
import org.tocsin.testing.MigratedDatabase;

/** Mails and events in a real PostgreSQL: kept once, with the way that they came in, and not looked at when they are gone. */
class ReturnedMailsTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @RegisterExtension
    static final MigratedDatabase POSTGRES = new MigratedDatabase();

    @AfterEach
    void empty() throws SQLException {
        POSTGRES.execute("TRUNCATE returned_mail");
    }

    @Test
    void theSameMailByAnotherWayIsKeptOnce() throws SQLException {
        assertThat(store("one", MailSource.HOOK)).isTrue();
        assertThat(store("one", MailSource.MAILBOX)).isFalse();
        assertThat(store("two", MailSource.SES)).isTrue();

        assertThat(take(NOW))
                .extracting(ReturnedMails.Stored::source)
                .containsExactlyInAnyOrder(MailSource.HOOK, MailSource.SES);
    }

    @Test
    void whatIsGoneBeforeItCouldBeAppliedIsNotLookedAtAgain() throws SQLException {
        store("one", MailSource.HOOK);
        POSTGRES.run(
                connection -> ReturnedMails.dropOld(connection, Duration.ofDays(30), NOW.plus(Duration.ofDays(31))));

        assertThat(take(NOW.plus(Duration.ofDays(31)))).isEmpty();
    }

    @Test
    void anEventOfADeliveryThatIsNotOursIsNoBounceThatMatchesNothing() throws SQLException {
        store("one", MailSource.SENDGRID);
        store("two", MailSource.MAILBOX);
        List<ReturnedMails.Stored> taken = take(NOW);
        apply(taken.get(0).id(), MailKind.DELIVERED);
        apply(taken.get(1).id(), MailKind.BOUNCE);

        long unmatched = POSTGRES.call(ReturnedMails::unmatched);
        assertThat(unmatched).isEqualTo(1);
    }

    private static boolean store(String mail, MailSource source) throws SQLException {
        byte[] bytes = mail.getBytes(StandardCharsets.UTF_8);
        ReturnedMails.Fresh fresh =
                new ReturnedMails.Fresh(UUID.randomUUID(), bytes, new SealedMail(new byte[] {1}, bytes));
        return POSTGRES.call(connection -> ReturnedMails.store(connection, fresh, source, NOW));
    }

    private static List<ReturnedMails.Stored> take(Instant now) throws SQLException {
        return POSTGRES.call(connection -> ReturnedMails.take(connection, 100, now));
    }

    private static void apply(UUID id, MailKind kind) throws SQLException {
        POSTGRES.run(connection -> ReturnedMails.markApplied(
                connection, id, new AppliedMail(kind, ReturnedMails.Outcome.UNMATCHED, null, null), NOW));
    }
}
