package org.tocsin.affected;

import jakarta.inject.Singleton;
import org.tocsin.platform.keys.DataKeyTable;

/** Where the data keys of record sets are: of sealed ones, and of those that are being received. */
@Singleton
final class RecordSetKeyTable extends DataKeyTable {

    RecordSetKeyTable() {
        super("RECORD_SETS", "record_set", "wrapped_data_key", "status IN ('SEALED', 'RECEIVING')");
    }
}
