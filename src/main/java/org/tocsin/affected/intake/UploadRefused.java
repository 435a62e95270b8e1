package org.tocsin.affected.intake;

import java.util.Optional;
import java.util.UUID;

/** An upload was not taken; the message says why, without a word of what it said. */
final class UploadRefused extends RuntimeException {

    static final int BAD_REQUEST = 400;
    static final int TOO_LARGE = 413;
    static final int UNPROCESSABLE = 422;

    private final int status;
    private final UUID recordSetId;

    /**
     * A refusal.
     *
     * @param status of the HTTP answer
     */
    UploadRefused(int status, String message) {
        this(status, message, null);
    }

    private UploadRefused(int status, String message, UUID recordSetId) {
        super(message, null, false, false);
        this.status = status;
        this.recordSetId = recordSetId;
    }

    /** The refusal of an upload that ended before it was whole. */
    static UploadRefused brokenOff() {
        return new UploadRefused(BAD_REQUEST, "The upload broke off; nothing of it was kept.");
    }

    /** The same refusal, naming the set that failed for it. */
    UploadRefused of(UUID failedSet) {
        return new UploadRefused(status, getMessage(), failedSet);
    }

    int status() {
        return status;
    }

    /** The set that failed; empty when none was begun. */
    Optional<UUID> recordSetId() {
        return Optional.ofNullable(recordSetId);
    }
}
