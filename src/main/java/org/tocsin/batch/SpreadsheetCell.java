package org.tocsin.batch;

/** Makes a text safe to open in a spreadsheet (OWASP: CSV injection; ASVS 5.0, 1.2.10). */
public final class SpreadsheetCell {

    private static final String STARTS_A_FORMULA = "=+-@\t\r\0";

    private SpreadsheetCell() {}

    /** The text, with an apostrophe in front when a spreadsheet would take it for a formula; empty for null. */
    public static String safe(String text) {
        if (text == null || text.isEmpty()) {
            return "";
        }
        return STARTS_A_FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }
}
