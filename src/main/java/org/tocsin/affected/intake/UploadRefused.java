package org.tocsin.affected.intake;

import java.util.Optional;
import java.util.UUID;

/** An upload was not taken; the message says why, without a word of what it said. */
public final class UploadRefused extends RuntimeException {

    public static final int BAD_REQUEST = 400;
    public static final int TOO_LARGE = 413;
    public static final int UNPROCESSABLE = 422;

    private final int status;
    private final UUID recordSetId;

    /**
     * A refusal.
     *
     * @param status of the HTTP answer
     */
    public UploadRefused(int status, String message) {
        this(status, message, null);
    }

    private UploadRefused(int status, String message, UUID recordSetId) {
        super(message, null, false, false);
        this.status = status;
        this.recordSetId = recordSetId;
    }

    /** The refusal of an upload that ended before it was whole. */
    public static UploadRefused brokenOff() {
        return new UploadRefused(BAD_REQUEST, "The upload broke off; nothing of it was kept.");
    }

    /** The refusal of a part that ended before it was whole. */
    public static UploadRefused partBrokenOff() {
        return new UploadRefused(BAD_REQUEST, "The part broke off; ask where to go on.");
    }

    /** The same refusal, naming the set that failed for it. */
    UploadRefused of(UUID failedSet) {
        return new UploadRefused(status, getMessage(), failedSet);
    }

    /** The status of the HTTP answer. */
    public int status() {
        return status;
    }

    /** The set that failed; empty when none was begun. */
    public Optional<UUID> recordSetId() {
        return Optional.ofNullable(recordSetId);
    }
}
