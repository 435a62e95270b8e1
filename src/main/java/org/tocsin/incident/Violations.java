package org.tocsin.incident;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tocsin.platform.http.Violation;

/** Everything that is found wrong with one request, so that the caller reads it all at once. */
final class Violations {

    private final List<Violation> found = new ArrayList<>();

    void add(String field, String message) {
        found.add(new Violation(field, message));
    }

    void add(String field, Optional<String> message) {
        message.ifPresent(words -> add(field, words));
    }

    List<Violation> found() {
        return List.copyOf(found);
    }
}
