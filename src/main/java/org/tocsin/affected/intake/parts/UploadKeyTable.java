package org.tocsin.affected.intake.parts;

import jakarta.inject.Singleton;
import org.tocsin.platform.keys.DataKeyTable;

/** Where the data keys of uploads in parts are, as long as they have not ended. */
@Singleton
final class UploadKeyTable extends DataKeyTable {

    UploadKeyTable() {
        super("UPLOADS", "upload", "wrapped_data_key", "wrapped_data_key IS NOT NULL");
    }
}
