package org.tocsin.evidence;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What the check of the chain found.
 *
 * @param entries how many entries were found good, from the first
 * @param headHash SHA-256 of the last of them in hex, or null when there is none: noted down elsewhere, it shows later that
 *     nobody put back an older state of the whole chain
 * @param firstBad the first entry that is not good, or null
 */
@Schema(
        example =
                """
        {"intact": false, "entries": 41, "headHash": "9c1185a5c5e9fc54612808977ee8f548b2258d31ddadef7068bd1f05c8e1f8a2",
         "firstBad": {"seq": 42, "reason": "its content is not what was hashed when it was written"}}""")
public record Verdict(boolean intact, long entries, String headHash, BadEntry firstBad) {

    /**
     * An entry that is not good.
     *
     * @param seq its place in the chain, from 1
     */
    public record BadEntry(long seq, String reason) {}
}
