package org.tocsin.letter;

import java.time.LocalDate;

/**
 * What a line of a print house's file says.
 *
 * @param line where it begins, from 1
 * @param sequenceNumber null when only the code is given
 * @param noticeCode null when only the number is given
 * @param reason null when none is given, and for what was mailed
 */
record ReportedLetter(
        long line, Long sequenceNumber, String noticeCode, LetterResult result, LocalDate date, ReturnReason reason) {}
