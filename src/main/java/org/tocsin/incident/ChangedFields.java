package org.tocsin.incident;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Where two JSON values differ. */
final class ChangedFields {

    private ChangedFields() {}

    /** The places as JSON pointers (RFC 6901), such as {@code /facts/en/whatHappened}, in order; an array is one place. */
    static List<String> between(JsonNode before, JsonNode after) {
        SortedSet<String> changed = new TreeSet<>();
        compare("", before, after, changed);
        return List.copyOf(changed);
    }

    private static void compare(String place, JsonNode before, JsonNode after, SortedSet<String> changed) {
        if (before.equals(after)) {
            return;
        }
        if (!before.isObject() && !after.isObject()) {
            changed.add(place);
            return;
        }
        SortedSet<String> names = new TreeSet<>();
        before.fieldNames().forEachRemaining(names::add);
        after.fieldNames().forEachRemaining(names::add);
        for (String name : names) {
            compare(place + "/" + escaped(name), member(before, name), member(after, name), changed);
        }
    }

    // RFC 6901, 3
    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    private static JsonNode member(JsonNode node, String name) {
        JsonNode value = node instanceof ObjectNode ? node.get(name) : null;
        return value == null || value.isNull() ? MissingNode.getInstance() : value;
    }
}
