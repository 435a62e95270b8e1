package org.tocsin.batch;

/** Keeps texts that others have written from acting in a spreadsheet (OWASP: CSV injection; ASVS 5.0, 1.2.10). */
public final class SpreadsheetCell {

    private static final String STARTS_A_FORMULA = "=+-@\t\r\0";

    /** With their full-width forms, which a spreadsheet in Chinese or Japanese takes for the same. */
    private static final String STARTS_A_FORMULA_ANYWHERE = STARTS_A_FORMULA + "\n\uFF1D\uFF0B\uFF0D\uFF20";

    /** Without one of these a formula only calculates: a call, a link to another program, sheet, file or host needs one. */
    private static final String ACTS = "(|![#\uFF08\uFF5C\uFF01\uFF3B\uFF03";

    private SpreadsheetCell() {}

    /** The text, with an apostrophe in front when a spreadsheet would take it for a formula; empty for null. */
    public static String safe(String text) {
        if (text == null || text.isEmpty()) {
            return "";
        }
        return STARTS_A_FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }

    /**
     * The text as it is, with an apostrophe in front only when it is a formula that could call something or read from elsewhere; empty
     * for null. For files that a machine reads and prints: a spreadsheet may still show {@code +12} as a number.
     */
    public static String harmless(String text) {
        if (text == null || text.isEmpty()) {
            return "";
        }
        boolean acts = STARTS_A_FORMULA_ANYWHERE.indexOf(text.charAt(0)) >= 0
                && text.chars().anyMatch(character -> ACTS.indexOf(character) >= 0);
        return acts ? "'" + text : text;
    }
}
