package org.tocsin.letter;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What an import came to.
 *
 * @param lines behind the header: the sum of the four figures that follow
 * @param mailed lines that said so first
 * @param returned lines that said so first
 * @param unchanged lines that say what is known already
 * @param rejected lines that were not taken
 * @param rejects of these the first thousand
 * @param sha256 of the file as it came, 64 lower-case hex digits
 */
@Schema(
        example =
                """
                {"lines": 118, "mailed": 110, "returned": 6, "unchanged": 0, "rejected": 2,
                 "rejects": [{"line": 17, "field": "date", "reason": "must be a date as YYYY-MM-DD"}],
                 "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}""")
record ResultsImported(
        long lines,
        long mailed,
        long returned,
        long unchanged,
        long rejected,
        List<LineReject> rejects,
        String sha256) {

    private static final int TOLD = 1_000;

    static ResultsImported of(long lines, long mailed, long returned, List<LineReject> rejects, String sha256) {
        return new ResultsImported(
                lines,
                mailed,
                returned,
                lines - mailed - returned - rejects.size(),
                rejects.size(),
                rejects.stream().limit(TOLD).toList(),
                sha256);
    }
}
