package org.tocsin.report;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.tocsin.batch.SpreadsheetCell;

/**
 * A report as a table (RFC 4180): one number per row, with the columns that say what it is of, so that a spreadsheet can filter and
 * sum. Texts are safe to open there.
 */
final class CsvRows {

    /** What a number can be of. */
    enum Key {
        SECTION("section"),
        PURPOSE("purpose"),
        BATCH("batchId"),
        RECORD_SET("recordSetId"),
        CHANNEL("channel"),
        LOCALE("locale"),
        COUNTRY("country"),
        REGION("region"),
        WHY("why"),
        CLASS("class"),
        CODE("code");

        private final String column;

        Key(String column) {
            this.column = column;
        }
    }

    private static final int SECONDS_DIGITS = 3;

    private final CsvWriter csv;

    CsvRows(CsvWriter csv) {
        this.csv = csv;
        String[] header = new String[Key.values().length + 3];
        header[0] = "figure";
        for (Key key : Key.values()) {
            header[key.ordinal() + 1] = key.column;
        }
        header[header.length - 2] = "measure";
        header[header.length - 1] = "value";
        csv.writeRecord(header);
    }

    /** Rows of one figure. */
    Group group(String figure) {
        return new Group(figure);
    }

    /** Rows that are of the same thing. */
    final class Group {

        private final String figure;
        private final Map<Key, String> keys = new EnumMap<>(Key.class);

        private Group(String figure) {
            this.figure = figure;
        }

        /** Says what the rows are of; null stands for nothing. */
        Group with(Key key, Object value) {
            keys.put(key, value == null ? "" : value.toString());
            return this;
        }

        /** Writes one row; lengths of time are in seconds, moments as RFC 3339. */
        void add(String measure, Object value) {
            String[] cells = new String[Key.values().length + 3];
            cells[0] = figure;
            for (Key key : Key.values()) {
                cells[key.ordinal() + 1] = SpreadsheetCell.safe(keys.get(key));
            }
            cells[cells.length - 2] = measure;
            cells[cells.length - 1] = cell(value);
            csv.writeRecord(cells);
        }

        void addPeople(People people) {
            add("total", people.total());
            add("outstanding", people.outstanding());
            add("reachedConfirmed", people.reachedConfirmed());
            add("reachedUnconfirmed", people.reachedUnconfirmed());
            add("unreached", people.unreached());
            add("excluded", people.excluded());
            add("withdrawn", people.withdrawn());
        }

        private String cell(Object value) {
            if (value instanceof Duration length) {
                return BigDecimal.valueOf(length.toMillis(), SECONDS_DIGITS).toPlainString();
            }
            // A number that is less than nothing begins with a formula's sign, and is a number all the same.
            return value instanceof Number
                    ? value.toString()
                    : SpreadsheetCell.safe(value == null ? null : value.toString());
        }
    }
}
