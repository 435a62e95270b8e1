package org.tocsin.affected.intake.parts;

/** How far an upload in parts is. */
enum UploadStatus {
    /** Parts are missing. */
    RECEIVING,
    /** Every byte is there; it is being read into a record set, or will be in a moment. */
    COMPLETE,
    /** It has become a record set. */
    SEALED,
    /** It could not be read. */
    FAILED
}
