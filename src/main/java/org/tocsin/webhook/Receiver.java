package org.tocsin.webhook;

import java.util.List;

/** Where the events of an endpoint go, and what signs them. */
record Receiver(String url, List<byte[]> secrets) {

    @Override
    public String toString() {
        return "Receiver[...]"; // its URL may hold a token
    }
}
