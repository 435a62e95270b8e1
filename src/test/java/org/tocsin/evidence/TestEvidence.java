package org.tocsin.evidence;

import java.time.Clock;
import org.tocsin.platform.keys.KeyRing;
import org.tocsin.platform.keys.RotationLog;

/** Evidence without the container. */
public final class TestEvidence {

    private TestEvidence() {}

    /** A log that appends on connections it is given. */
    public static EvidenceLog log(KeyRing keys, Clock clock) {
        return new EvidenceLog(null, keys, clock);
    }

    /** What writes down that data keys were wrapped anew. */
    public static RotationLog rotations(KeyRing keys, Clock clock) {
        return new RotationEvidence(log(keys, clock));
    }
}
