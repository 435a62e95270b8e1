package org.tocsin.template.syntax;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.tocsin.incident.DataType;

/**
 * What a template may name: the one place that lists it. Besides these, {@code attr.<column>} is any further column of the
 * affected records.
 */
public final class NameCatalogue {

    /** What stands behind a name. */
    public enum Kind {
        /** One text; empty when it is not known. */
        TEXT,
        /** A text that takes Tocsin's own words, and so can be had only in the languages that it has words for. */
        WORDED_TEXT,
        /** Several worded texts: lines that begin with a dash in text, {@code <li>} elements in HTML. */
        WORDED_LIST,
        /** Yes or no: can be asked for in {@code {#if}} but not printed. */
        FLAG;

        /** Whether a variant needs Tocsin's words in its language to name this. */
        public boolean worded() {
            return this == WORDED_TEXT || this == WORDED_LIST;
        }
    }

    /** Where the further columns of the affected records stand. */
    public static final String ATTRIBUTE_PREFIX = "attr.";

    private static final Pattern ATTRIBUTE = Pattern.compile("attr\\.[A-Za-z_][A-Za-z0-9_-]{0,63}");
    private static final Map<String, Kind> NAMES = new LinkedHashMap<>();

    static {
        NAMES.put("person.name", Kind.TEXT);
        NAMES.put("person.salutation", Kind.WORDED_TEXT); // never empty: says who is addressed, whatever is known
        NAMES.put("person.customerRef", Kind.TEXT);
        NAMES.put("person.represented", Kind.FLAG); // the notice goes to a parent, guardian, next of kin or estate
        NAMES.put("data.list", Kind.WORDED_TEXT);
        Arrays.stream(DataType.values()).forEach(type -> NAMES.put("data.has." + type, Kind.FLAG));
        NAMES.put("notInvolved.list", Kind.WORDED_TEXT);
        NAMES.put("advice.list", Kind.WORDED_LIST); // what to do about exactly this person's data types
        NAMES.put("facts.whatHappened", Kind.TEXT);
        NAMES.put("facts.whatWeAreDoing", Kind.TEXT);
        NAMES.put("facts.whatYouCanDo", Kind.TEXT);
        NAMES.put("facts.occurred", Kind.WORDED_TEXT);
        NAMES.put("facts.discovered", Kind.TEXT);
        NAMES.put("contact.phone", Kind.TEXT);
        NAMES.put("contact.email", Kind.TEXT);
        NAMES.put("contact.url", Kind.TEXT);
        NAMES.put("contact.hours", Kind.TEXT);
        NAMES.put("organisation", Kind.TEXT);
        NAMES.put("reference", Kind.TEXT);
    }

    private NameCatalogue() {}

    /** What stands behind a name; empty for a name that no template may use. */
    public static Optional<Kind> find(String name) {
        Kind kind = NAMES.get(name);
        if (kind == null && ATTRIBUTE.matcher(name).matches()) {
            return Optional.of(Kind.TEXT);
        }
        return Optional.ofNullable(kind);
    }

    /** Every name but the attributes, in the order of the documentation. */
    public static Map<String, Kind> all() {
        return Collections.unmodifiableMap(NAMES);
    }

    /** The names that begin as this one does, for whoever mistyped it; without the long row of flags. */
    static List<String> near(String name) {
        String group = name.contains(".") ? name.substring(0, name.indexOf('.') + 1) : name + ".";
        return all().entrySet().stream()
                .filter(known -> known.getValue() != Kind.FLAG && known.getKey().startsWith(group))
                .map(Map.Entry::getKey)
                .toList();
    }
}
