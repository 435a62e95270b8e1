package org.tocsin.delivery.suppression;

import java.sql.SQLException;
import java.util.Set;
import java.util.UUID;
import org.tocsin.contact.PhoneNumber;

/** Tells whose notices go to a number; answered by whoever may look into the record sets. */
public interface NoticesToNumber {

    /**
     * The notices to those who have the number, of batches in which its owner's opt-out counts. To be asked outside a transaction.
     *
     * @throws SQLException when they cannot be looked up
     */
    Set<UUID> of(PhoneNumber number) throws SQLException;
}
