package org.tocsin.batch.watch;

import org.tocsin.batch.BatchView;
import org.tocsin.platform.Digests;

/** What one who watches a batch is to be told at each look: its state when that has changed, else from time to time a sign of life. */
final class ProgressWatch {

    /** What to send. */
    enum Say {
        NOTHING,
        STATE,
        ALIVE
    }

    /** Proxies end connections that are silent for a minute, some for half of one. */
    static final int LOOKS_IN_SILENCE = 15;

    private String told;
    private int silent;

    /** @param told the id of the state that the client has already, or null */
    ProgressWatch(String told) {
        this.told = told;
    }

    Say at(BatchView view) {
        String id = id(view);
        if (!id.equals(told)) {
            told = id;
            silent = 0;
            return Say.STATE;
        }
        return unchanged();
    }

    /** The same at a look that showed nothing new, or could not be had. */
    Say unchanged() {
        if (++silent < LOOKS_IN_SILENCE) {
            return Say.NOTHING;
        }
        silent = 0;
        return Say.ALIVE;
    }

    /** Names a state, the same on all replicas: whoever comes back with it has missed nothing as long as it stands. */
    static String id(BatchView view) {
        return Digests.sha256Hex(
                        view.status() + " " + view.heldReason() + " " + view.outcomes() + " " + view.deliveries())
                .substring(0, 16);
    }
}
