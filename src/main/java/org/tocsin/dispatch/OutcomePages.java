package org.tocsin.dispatch;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.tocsin.delivery.Outcome;
import org.tocsin.delivery.Outcomes;
import org.tocsin.delivery.page.AttemptPage;
import org.tocsin.evidence.EvidenceLog;
import org.tocsin.platform.database.Transactions;

/** The page that a writer puts its outcomes on, and the next one when that is full, old, or not to be trusted any more. */
final class OutcomePages {

    private static final Logger LOG = Logger.getLogger(OutcomePages.class);
    private static final int LARGEST_PAGE = 10_000;
    private static final long PAGE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final DataSource database;
    private final UUID worker;
    private final EvidenceLog evidence;
    private AttemptPage page = new AttemptPage();
    private boolean pagesLeft;
    private long openedNanos = System.nanoTime();

    OutcomePages(DataSource database, UUID worker, EvidenceLog evidence) {
        this.database = database;
        this.worker = worker;
        this.evidence = evidence;
    }

    /**
     * Writes outcomes down, in the caller's transaction.
     *
     * @return the lines to {@link #add} once they are committed
     */
    List<String> record(Connection connection, List<Outcome> outcomes, Instant now) throws SQLException {
        Optional<List<String>> ended = Outcomes.record(connection, worker, outcomes, page, now);
        if (ended.isEmpty()) {
            // Somebody took this replica for dead and has closed the page.
            page = new AttemptPage();
            ended = Outcomes.record(connection, worker, outcomes, page, now);
        }
        return ended.orElseThrow();
    }

    /** Notes what was committed. */
    void add(List<String> ended) {
        page.add(ended);
    }

    /** Goes on with another page: after a commit that failed nobody knows what is on this one until its rows are read. */
    void leave() {
        page = new AttemptPage();
        pagesLeft = true;
    }

    /** Puts the page into the evidence when it is full or old; or in any case, at the end. */
    void closeWhenDue(boolean atTheEnd) {
        if (page.size() == 0 && !pagesLeft) {
            openedNanos = System.nanoTime();
            return;
        }
        if (atTheEnd || page.size() >= LARGEST_PAGE || System.nanoTime() - openedNanos > PAGE_NANOS) {
            try {
                Transactions.execute(database, this::close);
                pagesLeft = false;
                if (page.size() > 0) {
                    page = new AttemptPage();
                }
            } catch (SQLException | RuntimeException e) {
                leave();
                LOG.warnf("A page of attempts waits for the database (%s)", GroupCommit.name(e));
            }
            openedNanos = System.nanoTime();
        }
    }

    private void close(Connection connection) throws SQLException {
        if (pagesLeft) {
            page.closeOthers(connection, evidence, worker);
        }
        if (page.size() > 0) {
            page.close(connection, evidence);
        }
    }
}
