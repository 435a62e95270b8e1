package org.tocsin.affected.intake;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The columns of one upload, as they turn up. A name that is nearly the name of a known column is refused: as an attribute
 * it would go unnoticed until nobody gets a notice.
 */
final class Columns {

    /** More than any export has; it bounds what one upload can make the service remember. */
    static final int MAX = 200;

    private static final int MAX_NAME_LENGTH = 64;

    /** Where a value goes: to a known column, or to the attribute of that name. */
    record Target(Column column, String attribute) {

        String name() {
            return column == null ? attribute : column.label();
        }
    }

    private final Map<String, Target> byName = new HashMap<>();
    private final Set<String> attributes = new LinkedHashSet<>();

    /** The target of a name; the same for the same name. */
    Target of(String name) {
        Target known = byName.get(name);
        return known == null ? add(name) : known;
    }

    /** The names of the attributes in the order in which they turned up. */
    List<String> attributes() {
        return List.copyOf(attributes);
    }

    private Target add(String name) {
        if (byName.size() >= MAX) {
            throw new UploadRefused(
                    UploadRefused.BAD_REQUEST, "The upload has more than " + MAX + " different columns.");
        }
        String clean = Normalizer.normalize(name.strip(), Normalizer.Form.NFC);
        Target target = target(clean);
        byName.put(name, target);
        if (target.column() == null) {
            attributes.add(clean);
        }
        return target;
    }

    private Target target(String name) {
        Optional<Column> meant = Column.meantBy(name);
        if (meant.isPresent()) {
            if (!meant.get().label().equals(name)) {
                throw refused("must be spelled " + meant.get().label());
            }
            return new Target(meant.get(), null);
        }
        if (name.isEmpty() || name.length() > MAX_NAME_LENGTH) {
            throw refused("must have a name of 1 to " + MAX_NAME_LENGTH + " characters");
        }
        // Names are shown in findings and to authors: one with an @ is a value that stands where a name should.
        if (name.indexOf('@') >= 0 || !PlainText.isClean(name)) {
            throw refused("has a name with a character that names cannot have, such as @ or a control character");
        }
        return new Target(null, name);
    }

    private UploadRefused refused(String what) {
        return new UploadRefused(
                UploadRefused.BAD_REQUEST, "Column " + (byName.size() + 1) + " of the upload " + what + ".");
    }
}
