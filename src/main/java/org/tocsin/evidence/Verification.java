package org.tocsin.evidence;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What became of checking the evidence.
 *
 * @param entries how many entries of the chain were found whole, from the first on
 * @param headHash hash of the last of these, as lower-case hex; empty when there is none. Written down elsewhere, it proves
 *     later that the chain has not been replaced by an earlier one
 * @param firstBad where and why it does not hold, or null when it does
 */
@Schema(
        example =
                """
                {"intact": false, "entries": 17, "headHash": "5d41402abc4b2a76b9719d911017c592ae6f2f1f4d0b3c8f4a4e3f2d1c0b9a87",
                 "firstBad": {"seq": 18, "reason": "was changed after it was written"}}""")
public record Verification(boolean intact, long entries, String headHash, Finding firstBad) {}
