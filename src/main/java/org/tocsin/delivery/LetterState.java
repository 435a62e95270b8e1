package org.tocsin.delivery;

import java.time.Instant;
import java.time.LocalDate;

/**
 * How the letter to somebody stands whom no channel reached.
 *
 * @param exportedAt when the person was last on a list for a print house, or null
 * @param mailable whether that list had a usable postal address for them; null when they were on none
 * @param result {@code MAILED} or {@code RETURNED}, as the print house said last, or null
 * @param at the day of the result, or null
 * @param reason why the letter came back, in one word, or null
 */
public record LetterState(Instant exportedAt, Boolean mailable, String result, LocalDate at, String reason) {}
