package org.tocsin.faults;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** The replicas of one bench by name, started when a test asks for them. */
final class ReplicaSet implements AutoCloseable {

    private final Path dataFolder;
    private final Function<String, String[]> settings;
    private final Map<String, Replica> byName = new LinkedHashMap<>();

    /** @param settings by the name of the replica */
    ReplicaSet(Path dataFolder, Function<String, String[]> settings) {
        this.dataFolder = dataFolder;
        this.settings = settings;
    }

    /** The replica of that name, started if it is not running. */
    Replica named(String name) throws Exception {
        Replica running = byName.get(name);
        if (running != null && running.isAlive()) {
            return running;
        }
        if (running != null) {
            running.close();
        }
        Replica started = Replica.start(dataFolder, settings.apply(name));
        byName.put(name, started);
        return started;
    }

    /** One replica alone, whichever is running: a start takes seconds. All others are told to end. */
    Replica one() throws Exception {
        Replica kept = null;
        for (Replica running : byName.values()) {
            if (running.isAlive() && kept == null) {
                kept = running;
            } else if (running.isAlive()) {
                running.stop();
            }
        }
        return kept == null ? named("a") : kept;
    }

    /** The second of two replicas, started if it is not running. */
    Replica besides(Replica one) throws Exception {
        return named(byName.get("a") == one ? "b" : "a");
    }

    @Override
    public void close() throws Exception {
        for (Replica replica : byName.values()) {
            replica.close();
        }
    }
}
