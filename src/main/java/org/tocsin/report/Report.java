package org.tocsin.report;

/** What can be read as JSON and as CSV. */
sealed interface Report permits BatchReport, IncidentReport {

    /** Writes every figure as a row of its own. */
    void writeTo(CsvRows rows);
}
