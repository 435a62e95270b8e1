package org.tocsin.letter;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** The rules of a line: who, what, when and why. */
final class ResultLineCheck {

    static final String SEQUENCE_NUMBER = "sequenceNumber";
    static final String NOTICE_CODE = "noticeCode";
    static final String RESULT = "result";
    static final String DATE = "date";
    static final String REASON = "reason";

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");
    private static final Pattern CODE = Pattern.compile("[0-9A-Z]{5}-[0-9A-Z]{5}");

    /** Why a line is not taken. */
    static final class Refused extends Exception {

        private final String field;

        private Refused(String field, String reason) {
            super(reason, null, false, false);
            this.field = field;
        }

        LineReject onLine(long line) {
            return new LineReject(line, field, getMessage());
        }
    }

    private final LocalDate first;
    private final LocalDate last;

    /**
     * A check.
     *
     * @param first the first day that a result can be of
     * @param last the last one
     */
    ResultLineCheck(LocalDate first, LocalDate last) {
        this.first = first;
        this.last = last;
    }

    /** What the line says, its cells by their columns, absent where blank. */
    ReportedLetter check(long line, Map<String, String> cells) throws Refused {
        Long number = number(cells.get(SEQUENCE_NUMBER));
        String code = code(cells.get(NOTICE_CODE));
        if (number == null && code == null) {
            throw new Refused(SEQUENCE_NUMBER, "is missing, and so is noticeCode");
        }
        LetterResult result = result(cells.get(RESULT));
        LocalDate date = date(cells.get(DATE));
        String reason = cells.get(REASON);
        return new ReportedLetter(
                line,
                number,
                code,
                result,
                date,
                reason == null || result == LetterResult.MAILED ? null : ReturnReason.of(reason));
    }

    private static Long number(String text) throws Refused {
        if (text == null) {
            return null;
        }
        if (!NUMBER.matcher(text).matches()) {
            throw new Refused(SEQUENCE_NUMBER, "must be a whole number");
        }
        return Long.valueOf(text);
    }

    private static String code(String text) throws Refused {
        if (text == null) {
            return null;
        }
        String code = text.toUpperCase(Locale.ROOT);
        if (!CODE.matcher(code).matches()) {
            throw new Refused(NOTICE_CODE, "must be as in the export, such as 8F3KQ-7T2MX");
        }
        return code;
    }

    private static LetterResult result(String text) throws Refused {
        for (LetterResult known : LetterResult.values()) {
            if (known.name().equalsIgnoreCase(text)) {
                return known;
            }
        }
        throw new Refused(RESULT, "must be MAILED or RETURNED");
    }

    private LocalDate date(String text) throws Refused {
        LocalDate date;
        try {
            date = text == null ? null : LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            date = null;
        }
        if (date == null) {
            throw new Refused(DATE, "must be a date as YYYY-MM-DD");
        }
        if (date.isBefore(first)) {
            throw new Refused(DATE, "lies before the batch was started");
        }
        if (date.isAfter(last)) {
            throw new Refused(DATE, "lies in the future");
        }
        return date;
    }
}
