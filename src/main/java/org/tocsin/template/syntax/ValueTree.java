package org.tocsin.template.syntax;

import java.util.HashMap;
import java.util.Map;

/** Turns values under dotted names into the nested maps that a template reads. */
public final class ValueTree {

    private ValueTree() {}

    /** {@code {"data.list": x}} becomes {@code {"data": {"list": x}}}. */
    public static Map<String, Object> of(Map<String, ?> byName) {
        Map<String, Object> root = new HashMap<>();
        byName.forEach((name, value) -> put(root, name, value));
        return root;
    }

    @SuppressWarnings("unchecked") // every inner map was put there by this method
    private static void put(Map<String, Object> root, String name, Object value) {
        Map<String, Object> node = root;
        int from = 0;
        for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', from)) {
            node = (Map<String, Object>)
                    node.computeIfAbsent(name.substring(from, dot), key -> new HashMap<String, Object>());
            from = dot + 1;
        }
        node.put(name.substring(from), value);
    }
}
