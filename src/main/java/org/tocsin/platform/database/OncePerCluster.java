package org.tocsin.platform.database;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import javax.sql.DataSource;
import net.javacrumbs.shedlock.core.DefaultLockingTaskExecutor;
import net.javacrumbs.shedlock.core.LockConfiguration;
import net.javacrumbs.shedlock.core.LockingTaskExecutor;
import net.javacrumbs.shedlock.provider.jdbc.JdbcLockProvider;

/** Runs jobs that one replica does for all; by ShedLock, whose times are those of the replicas' own clocks. */
@ApplicationScoped
public class OncePerCluster {

    private final LockingTaskExecutor jobs;

    OncePerCluster(DataSource database) {
        this.jobs = new DefaultLockingTaskExecutor(new JdbcLockProvider(database));
    }

    /**
     * Runs the job, unless another replica is at it or has been lately. Not to be called within a transaction.
     *
     * @param every how long the job then rests on all replicas; longer than their clocks differ
     * @param atMost after how long a replica that died in the job no longer keeps the others from it
     */
    public void run(String name, Duration every, Duration atMost, Runnable job) {
        // The time of the lock is compared with the same clock by ShedLock itself, so it is not the service's settable
        // one.
        jobs.executeWithLock(job, new LockConfiguration(Instant.now(), name, atMost, every));
    }
}
