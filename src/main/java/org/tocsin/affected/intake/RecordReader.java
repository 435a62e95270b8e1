package org.tocsin.affected.intake;

import java.io.IOException;
import java.util.List;

/** Reads an upload record by record, in bounded memory. */
interface RecordReader {

    /**
     * The next record, readable or not; null at the end of the upload.
     *
     * @throws UploadRefused when nothing after this point can be read
     * @throws IOException when the upload broke off
     */
    RawRecord next() throws IOException;

    /** The names of the attributes met so far. */
    List<String> attributes();
}
