package org.tocsin.receipt;

import jakarta.inject.Singleton;
import org.tocsin.platform.keys.DataKeyTable;

/** Where the data keys of mails that came back are, as long as those are kept. */
@Singleton
final class MailKeyTable extends DataKeyTable {

    MailKeyTable() {
        super("RETURNED_MAILS", "returned_mail", "wrapped_key", "wrapped_key IS NOT NULL");
    }
}
