package org.tocsin.receipt;

import jakarta.inject.Singleton;
import org.tocsin.platform.keys.DataKeyTable;

/** Where the data keys of the texts are that people have sent to our numbers, as long as those are kept. */
@Singleton
final class TextKeyTable extends DataKeyTable {

    TextKeyTable() {
        super("INBOUND_TEXTS", "inbound_text", "wrapped_key", "wrapped_key IS NOT NULL");
    }
}
