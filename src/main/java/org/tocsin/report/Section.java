package org.tocsin.report;

/** The part of a report that a batch counts in: what reached people is never added to what was only tried out. */
enum Section {
    /** Messages left this machine. */
    REAL,
    /** The channels wrote to the sandbox. */
    SIMULATED,
    /** A drill: it tells nobody, and claims nobody's first notice. */
    DRILL;

    /** The section of a row of {@code batch}, in SQL. */
    static final String OF_BATCH = "CASE WHEN drill THEN 'DRILL' WHEN simulated THEN 'SIMULATED' ELSE 'REAL' END";
}
