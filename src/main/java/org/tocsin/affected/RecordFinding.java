package org.tocsin.affected;

/**
 * What was found about one record of an upload; holds nothing that the record said.
 *
 * @param position of the record in the upload, from 1
 * @param line in the upload where the record begins, from 1
 * @param field the column, or {@code record} for the whole
 */
public record RecordFinding(long position, long line, FindingKind kind, String field, String reason) {

    /** The field of a finding about a whole record. */
    public static final String WHOLE_RECORD = "record";
}
