package org.tocsin.receipt;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.tocsin.platform.Ids;
import org.tocsin.platform.database.Transactions;
import org.tocsin.platform.keys.KeyPurpose;
import org.tocsin.platform.keys.KeyRing;

/** Where every mail that came back goes in, whichever way it came: stored first, applied right after. */
@ApplicationScoped
class MailIntake {

    private final AgroalDataSource database;
    private final KeyRing keys;
    private final ReceiptLoop loop;
    private final Clock clock;

    MailIntake(AgroalDataSource database, KeyRing keys, ReceiptLoop loop, Clock clock) {
        this.database = database;
        this.keys = keys;
        this.loop = loop;
        this.clock = clock;
    }

    /**
     * Stores a mail or an event; safe to repeat.
     *
     * @throws SQLException when it is not stored
     */
    void take(byte[] mail, MailSource source) throws SQLException {
        takeAll(List.of(mail), source);
    }

    /**
     * Stores all of them, or none.
     *
     * @throws SQLException when they are not stored
     */
    void takeAll(List<byte[]> mails, MailSource source) throws SQLException {
        // In the order of the digests: two calls with the same ones would else wait for each other for ever.
        List<ReturnedMails.Fresh> fresh = mails.stream()
                .map(this::seal)
                .sorted(Comparator.comparing(ReturnedMails.Fresh::digest, Arrays::compareUnsigned))
                .toList();
        if (Transactions.run(database, connection -> store(connection, fresh, source))) {
            loop.soon();
        }
    }

    private ReturnedMails.Fresh seal(byte[] mail) {
        UUID id = Ids.next();
        byte[] digest = keys.mac(KeyPurpose.LOOKUP, "returned-mail", mail);
        return new ReturnedMails.Fresh(id, digest, SealedMail.seal(keys, id, mail));
    }

    private boolean store(Connection connection, List<ReturnedMails.Fresh> fresh, MailSource source)
            throws SQLException {
        boolean anyNew = false;
        for (ReturnedMails.Fresh mail : fresh) {
            anyNew |= ReturnedMails.store(connection, mail, source, clock.instant());
        }
        return anyNew;
    }
}
