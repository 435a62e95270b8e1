package org.tocsin.letter;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.tocsin.batch.SpreadsheetCell;

/** How the file of an export is written. It is made again for each fetch, to the same bytes, so that a form never changes. */
enum FileForm {
    /** An apostrophe before whatever could begin a formula: exports of before schema version 39. */
    APOSTROPHES(1, SpreadsheetCell::safe),
    /** As the record has it, for it is printed; an apostrophe only before a formula that could do something. */
    AS_RECORDED(2, SpreadsheetCell::harmless);

    private final int number;
    private final UnaryOperator<String> cell;

    FileForm(int number, UnaryOperator<String> cell) {
        this.number = number;
        this.cell = cell;
    }

    /** As in {@code letter_export.file_form}. */
    int number() {
        return number;
    }

    /** What stands in the file for a text. */
    String cell(String text) {
        return cell.apply(text);
    }

    static FileForm of(int number) {
        return Arrays.stream(values())
                .filter(form -> form.number == number)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("a later version made this list of letters"));
    }
}
