package org.tocsin.receipt;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Clock;
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
     * Stores a mail; safe to repeat.
     *
     * @param source how it came in, in one word
     * @throws SQLException when it is not stored
     */
    void take(byte[] mail, String source) throws SQLException {
        UUID id = Ids.next();
        byte[] digest = keys.mac(KeyPurpose.LOOKUP, "returned-mail", mail);
        SealedMail sealed = SealedMail.seal(keys, id, mail);
        if (Transactions.run(
                database, connection -> ReturnedMails.store(connection, id, digest, sealed, source, clock.instant()))) {
            loop.soon();
        }
    }
}
