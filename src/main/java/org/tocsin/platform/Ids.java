package org.tocsin.platform;

import com.github.f4b6a3.uuid.UuidCreator;
import java.util.UUID;

/** Makes the ids of rows and resources: UUID version 7 (RFC 9562), so that new rows land side by side in an index. */
public final class Ids {

    private Ids() {}

    public static UUID next() {
        return UuidCreator.getTimeOrderedEpoch();
    }
}
