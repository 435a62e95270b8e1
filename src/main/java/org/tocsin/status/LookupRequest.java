package org.tocsin.status;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.tocsin.contact.EmailAddress;
import org.tocsin.contact.Parsed;
import org.tocsin.contact.PhoneNumber;
import org.tocsin.platform.http.Problems;

/**
 * Whom to look for: by one address, never by both.
 *
 * @param phone with the country's code, as {@code +1 202 555 0142}
 * @param purpose why; it stands in the evidence, so it must not name the address
 */
@Schema(
        example =
                "{\"email\": \"ana@example.org\", \"purpose\": \"Caller asks whether the notice is genuine, ticket 4711.\"}")
record LookupRequest(
        @Size(max = 320) String email, @Size(max = 64) String phone, @NotBlank @Size(max = 300) String purpose) {

    private static final int TELLING_DIGITS = 7;

    /** The mailbox, or empty when a number is asked for. */
    Optional<EmailAddress> mailbox() {
        requireOneAddress();
        return Optional.ofNullable(email).map(text -> usable("email", EmailAddress.parse(text)));
    }

    /** The number, or empty when a mailbox is asked for. */
    Optional<PhoneNumber> number() {
        requireOneAddress();
        return Optional.ofNullable(phone).map(text -> usable("phone", PhoneNumber.parse(text, null)));
    }

    private void requireOneAddress() {
        if ((email == null) == (phone == null)) {
            throw Problems.invalid("email", "either this or `phone` must be given, and not both");
        }
        if (purpose.indexOf('@') >= 0 || phone != null && namesThePhone()) {
            throw Problems.invalid("purpose", "must not name an address: it stands in the evidence");
        }
    }

    private boolean namesThePhone() {
        String asked = digits(phone);
        String end = asked.substring(Math.max(0, asked.length() - TELLING_DIGITS));
        return !end.isEmpty() && digits(purpose).contains(end);
    }

    private static String digits(String text) {
        return text.replaceAll("\\D", "");
    }

    private static <T> T usable(String field, Parsed<T> parsed) {
        return parsed.optional().orElseThrow(() -> Problems.invalid(field, parsed.problem()));
    }

    @Override
    public String toString() {
        return "LookupRequest[...]";
    }
}
