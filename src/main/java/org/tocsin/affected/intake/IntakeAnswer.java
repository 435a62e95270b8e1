package org.tocsin.affected.intake;

import java.util.UUID;

/**
 * What the uploader is told.
 *
 * @param body the record set as JSON
 * @param replayed whether this is the first answer to the same request, given again
 */
public record IntakeAnswer(UUID recordSetId, String body, boolean replayed) {

    private static final String SETS = "/api/v1/record-sets/";

    /** What {@link #location} was made of. */
    static UUID recordSetAt(String location) {
        return UUID.fromString(location.substring(SETS.length()));
    }

    /** The path of the record set. */
    String location() {
        return SETS + recordSetId;
    }
}
