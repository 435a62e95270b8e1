package org.tocsin.demo;

import java.util.Locale;

/** How many of how many, as a bar. */
final class ProgressBar {

    private static final int CELLS = 30;

    private ProgressBar() {}

    /** A bar such as {@code [######------]  1,000 of 2,000 people, 50 %}; never full before the last of them. */
    static String of(long done, long all) {
        int full = all == 0 ? CELLS : (int) (CELLS * done / all);
        long percent = all == 0 ? 100 : 100 * done / all;
        return String.format(
                Locale.ROOT,
                "[%s%s]  %,d of %,d people, %d %%",
                "#".repeat(full),
                "-".repeat(CELLS - full),
                done,
                all,
                percent);
    }
}
