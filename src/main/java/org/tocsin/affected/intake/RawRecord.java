package org.tocsin.affected.intake;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** One record as it was read, before any rule is applied; empty values are left out. */
final class RawRecord {

    private final long position;
    private final long line;
    private final Map<Column, String> values = new EnumMap<>(Column.class);
    private final Map<String, String> attributes = new LinkedHashMap<>();
    private final Set<String> unreadable = new HashSet<>();
    private String problem;

    /**
     * An empty record.
     *
     * @param position in the upload, from 1
     * @param line in the upload where it begins, from 1
     */
    RawRecord(long position, long line) {
        this.position = position;
        this.line = line;
    }

    /** A record that could not be read at all, and why. */
    static RawRecord unreadable(long position, long line, String problem) {
        RawRecord read = new RawRecord(position, line);
        read.problem = problem;
        return read;
    }

    void put(Columns.Target target, String value) {
        if (value.isBlank()) {
            return;
        }
        if (target.column() == null) {
            attributes.put(target.attribute(), value);
        } else {
            values.put(target.column(), value);
        }
    }

    /** Notes that a field was there, but not as one value. */
    void markUnreadable(Columns.Target target) {
        unreadable.add(target.name());
    }

    long position() {
        return position;
    }

    long line() {
        return line;
    }

    /** Why the record could not be read, or null when it could. */
    String problem() {
        return problem;
    }

    /** The value of a column, or null. */
    String value(Column column) {
        return values.get(column);
    }

    Map<String, String> attributes() {
        return attributes;
    }

    Set<String> unreadableFields() {
        return unreadable;
    }
}
