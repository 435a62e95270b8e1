package org.tocsin.platform.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tocsin.testing.MigratedDatabase;

class OncePerClusterTest {

    @RegisterExtension
    static final MigratedDatabase POSTGRES = new MigratedDatabase();

    private final AtomicInteger runs = new AtomicInteger();

    @Test
    void ofReplicasWhoseTimeComesAtOnceOneDoesTheJob() {
        IntStream.range(0, 6).parallel().forEach(replica -> run("report", Duration.ofHours(1)));
        assertThat(runs).hasValue(1);
    }

    @Test
    void aJobThatMayRunAgainDoes() {
        run("sweep", Duration.ZERO);
        run("sweep", Duration.ZERO);
        assertThat(runs).hasValue(2);
    }

    private void run(String name, Duration every) {
        new OncePerCluster(POSTGRES.database()).run(name, every, Duration.ofHours(2), runs::incrementAndGet);
    }
}
