package org.tocsin.receipt;

import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.tocsin.delivery.feedback.ReceiptMoves;
import org.tocsin.platform.database.Transactions;

/**
 * Applies stored receipts, mails that came back and texts of people: at once when one comes in, and again and again those that could not be
 * applied yet. On a thread of its own, so that a long lock on a batch's people never keeps a provider waiting for its answer.
 */
@ApplicationScoped
class ReceiptLoop {

    private static final Logger LOG = Logger.getLogger(ReceiptLoop.class);
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final int AT_ONCE = 200;

    private final AgroalDataSource database;
    private final TwilioStatuses statuses;
    private final MailApplier mails;
    private final InboundTextApplier texts;
    private final Clock clock;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "receipts"));
    private final AtomicBoolean asked = new AtomicBoolean();

    ReceiptLoop(
            @DataSource("dispatch") AgroalDataSource database,
            TwilioStatuses statuses,
            MailApplier mails,
            InboundTextApplier texts,
            Clock clock) {
        this.database = database;
        this.statuses = statuses;
        this.mails = mails;
        this.texts = texts;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event) {
        thread.scheduleWithFixedDelay(this::applyDue, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    void stop(@Observes ShutdownEvent event) {
        thread.shutdownNow();
    }

    /** Has what is due applied without delay. Many calls at once become one. */
    void soon() {
        if (asked.compareAndSet(false, true)) {
            thread.execute(() -> {
                asked.set(false);
                applyDue();
            });
        }
    }

    private void applyDue() {
        try {
            List<Receipt> taken;
            do {
                taken = Transactions.run(database, connection -> Receipts.take(connection, AT_ONCE, clock.instant()));
                taken.forEach(this::apply);
            } while (taken.size() == AT_ONCE);
            boolean moreMails = mails.applyDue();
            texts.applyDue();
            if (moreMails) {
                soon();
            }
        } catch (SQLException | RuntimeException | Error e) {
            // A scheduled task that throws is never run again; what it did not do, its next turn does. Even out of
            // memory: a mail that takes too much has its next turn later, and those behind it theirs.
            LOG.warnf("Receipts wait: %s", e.getClass().getName());
            LOG.debug("receipts", e);
        }
    }

    /** One receipt that cannot be applied must not keep the others waiting; it has its next turn already. */
    private void apply(Receipt receipt) {
        try {
            ReceiptMoves.News news = statuses.read(receipt);
            Transactions.execute(database, connection -> {
                if (ReceiptMoves.apply(connection, news, clock.instant()) == ReceiptMoves.Result.APPLIED) {
                    Receipts.markApplied(connection, receipt.id(), clock.instant());
                }
            });
        } catch (SQLException | RuntimeException e) {
            LOG.warnf(
                    "A receipt for delivery %s waits: %s",
                    receipt.deliveryId(), e.getClass().getName());
            LOG.debug("receipt", e);
        }
    }
}
