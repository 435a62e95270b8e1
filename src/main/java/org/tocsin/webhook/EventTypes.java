package org.tocsin.webhook;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.tocsin.batch.BatchStatus;

/** What an endpoint can ask for: a type, or all of a kind. */
final class EventTypes {

    /** What an endpoint gets that asks for nothing. */
    static final List<String> DEFAULT = List.of("batch.*");

    /** Whether an endpoint with {@code event_types} {@code e} wants an event {@code v}. */
    static final String WANTED = "e.event_types && ARRAY[v.type, split_part(v.type, '.', 1) || '.*']";

    private static final Set<String> ALL = all();

    private EventTypes() {}

    static boolean known(String type) {
        return ALL.contains(type);
    }

    /** All that are known, for people. */
    static String list() {
        return String.join(", ", ALL);
    }

    private static Set<String> all() {
        Set<String> all = new TreeSet<>(Set.of("batch.*", "delivery.*", "delivery.changed"));
        for (BatchStatus status : BatchStatus.values()) {
            all.add("batch." + status.name().toLowerCase(Locale.ROOT));
        }
        return all;
    }
}
