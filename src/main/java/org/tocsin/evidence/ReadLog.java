package org.tocsin.evidence;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.tocsin.platform.database.Transactions;

/**
 * Puts reads of personal data into the evidence. A read changes nothing, so it needs no transaction with its entry; the entry
 * must only be durable before the answer leaves. Those who read at the same time therefore share one commit: whoever comes
 * first writes the entries of all who have come, while the next group gathers behind the lock.
 */
@ApplicationScoped
public class ReadLog {

    private static final int LARGEST_GROUP = 256;

    /** One read; told by whoever writes it, under the lock. */
    private static final class Entry {
        private final Act act;
        private boolean written;
        private Exception failure;

        private Entry(Act act) {
            this.act = act;
        }

        private boolean settled() {
            return written || failure != null;
        }
    }

    private final DataSource database;
    private final EvidenceLog evidence;
    private final Queue<Entry> waiting = new ConcurrentLinkedQueue<>();
    private final Lock writing = new ReentrantLock();

    ReadLog(DataSource database, EvidenceLog evidence) {
        this.database = database;
        this.evidence = evidence;
    }

    /**
     * Returns once the act is durable. Not to be called within a transaction: it would keep one connection while it waits for
     * another.
     *
     * @throws IllegalStateException when it could not be written; what was read must not be shown then
     */
    @Transactional(Transactional.TxType.NEVER)
    public void append(Act act) {
        Entry own = new Entry(act);
        waiting.add(own);
        writing.lock();
        try {
            while (!own.settled()) {
                writeNextGroup();
            }
        } finally {
            writing.unlock();
        }
        if (own.failure != null) {
            throw new IllegalStateException("evidence of a read could not be written", own.failure);
        }
    }

    private void writeNextGroup() {
        List<Entry> group = new ArrayList<>();
        for (Entry next = waiting.poll(); next != null; next = waiting.poll()) {
            group.add(next);
            if (group.size() == LARGEST_GROUP) {
                break;
            }
        }
        List<Act> acts = group.stream().map(entry -> entry.act).toList();
        try {
            Transactions.run(database, connection -> evidence.append(connection, acts));
            group.forEach(entry -> entry.written = true);
        } catch (SQLException | RuntimeException e) {
            group.forEach(entry -> entry.failure = e);
        }
    }
}
