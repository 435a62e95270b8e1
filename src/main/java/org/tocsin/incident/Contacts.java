package org.tocsin.incident;

import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/**
 * Whom people can ask; each may be null, at least one of phone, email and URL is given.
 *
 * @param phone in international form, such as {@code +12025550100}
 * @param url https
 * @param hours when somebody answers the phone, in words
 */
public record Contacts(
        String phone,
        String email,
        String url,
        @Size(max = Texts.MAX_LINE_CHARS) @Pattern(regexp = Texts.LINE, message = Texts.LINE_MESSAGE) String hours) {}
