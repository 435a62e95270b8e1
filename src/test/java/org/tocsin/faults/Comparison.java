package org.tocsin.faults;

/**
 * What came of holding the ledger, the database and the evidence against each other. Counts only: nobody's address gets into
 * a test report.
 *
 * @param people whom a message was meant for
 * @param messages that providers took for them
 * @param outstanding people whose delivery is not at its end yet
 * @param lost people whom no message reached and of whom no state says so
 * @param twice people whom more than one message reached
 * @param twiceOutsideWindow of these, those with more messages than attempts whose answer was lost explain
 * @param contradictions people whose state says another thing than the ledger
 * @param changed people who got two messages with different contents
 * @param strangers messages to somebody else than the one whose delivery they name
 * @param unknown attempts whose answer was lost
 * @param evidenceIntact what the verification of the evidence says
 */
record Comparison(
        long people,
        long messages,
        long outstanding,
        long lost,
        long twice,
        long twiceOutsideWindow,
        long contradictions,
        long changed,
        long strangers,
        long unknown,
        boolean evidenceIntact) {

    /** Nobody lost, nobody told twice outside the window, every state true, the evidence whole. */
    boolean holds() {
        return outstanding + lost + twiceOutsideWindow + contradictions + changed + strangers == 0 && evidenceIntact;
    }
}
