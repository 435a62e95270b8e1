package org.tocsin.receipt;

import java.util.UUID;

/**
 * A text that somebody has sent to one of our numbers, as it is stored.
 *
 * @param provider the account whose signature it carried
 * @param providerId the provider's own id of the text
 * @param digest of the sender's number, as a suppression has it; null when there is none that can be texted
 * @param content who sent what, sealed; see {@link TextContent}
 */
record InboundText(
        UUID id, String provider, String providerId, TextMeaning meaning, byte[] digest, SealedMail content) {

    @Override
    public String toString() {
        return "InboundText[" + id + "]";
    }
}
