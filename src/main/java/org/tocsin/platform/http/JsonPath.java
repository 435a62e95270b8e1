package org.tocsin.platform.http;

import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Where in a body something is wrong, spelled like Bean Validation's paths: {@code facts[en].whatHappened}. */
final class JsonPath {

    // A name is the caller's own text too: one that does not look like a name could be anything.
    private static final Pattern TELLABLE_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,40}");

    private JsonPath() {}

    static String of(List<Reference> references) {
        StringBuilder path = new StringBuilder();
        for (Reference reference : references) {
            String name = reference.getFieldName();
            if (name == null) {
                path.append('[').append(reference.getIndex()).append(']');
            } else if (reference.getFrom() instanceof Map) {
                path.append('[').append(tellable(name)).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(tellable(name));
            }
        }
        return path.isEmpty() ? "body" : path.toString();
    }

    private static String tellable(String name) {
        return TELLABLE_NAME.matcher(name).matches() ? name : "?";
    }
}
