package org.tocsin.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;

/** CPU seconds that named processes take between two looks, as Linux counts them. */
final class CpuUse {

    private static final double TICKS_PER_SECOND = 100; // USER_HZ, the same on all Linux machines of today
    private static final int OWN_TIMES = 11; // utime, stime: proc_pid_stat(5), counted after the name
    private static final int CHILDREN_TIMES = 13; // cutime, cstime: of children that have ended and been waited for

    private final Map<String, DoubleSupplier> processes = new LinkedHashMap<>();
    private final Map<String, Double> before = new LinkedHashMap<>();

    /** One process, without its children. */
    CpuUse process(String name, long pid) {
        return add(name, () -> seconds(pid, OWN_TIMES));
    }

    /**
     * PostgreSQL with all of its processes.
     *
     * @param dataFolder that its server runs on, as Tocsin's embedded database lays it out
     */
    CpuUse postgres(Path dataFolder) throws IOException {
        List<String> record = Files.readAllLines(dataFolder.resolve("postgres/postmaster.pid"));
        return tree("PostgreSQL", Long.parseLong(record.get(0).strip()));
    }

    /** The children of this process that end meanwhile. */
    CpuUse endingChildren(String name) {
        long self = ProcessHandle.current().pid();
        return add(name, () -> seconds(self, CHILDREN_TIMES));
    }

    private CpuUse tree(String name, long pid) {
        return add(name, () -> Stream.concat(
                        Stream.of(pid),
                        ProcessHandle.of(pid).stream()
                                .flatMap(ProcessHandle::descendants)
                                .map(ProcessHandle::pid))
                .mapToDouble(CpuUse::seconds)
                .sum());
    }

    private CpuUse add(String name, DoubleSupplier seconds) {
        processes.put(name, seconds);
        before.put(name, seconds.getAsDouble());
        return this;
    }

    /** What each has taken since it was added. */
    Map<String, Double> sinceAdded() {
        Map<String, Double> used = new LinkedHashMap<>();
        processes.forEach((name, seconds) -> used.put(name, seconds.getAsDouble() - before.get(name)));
        return used;
    }

    /** The same, but only so much of it, 0 to 1. */
    Map<String, Double> shareSinceAdded(double share) {
        Map<String, Double> used = sinceAdded();
        used.replaceAll((name, seconds) -> seconds * share);
        return used;
    }

    private static double seconds(long pid) {
        return seconds(pid, OWN_TIMES) + seconds(pid, CHILDREN_TIMES);
    }

    // 0 for a process that ended just now.
    private static double seconds(long pid, int times) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return (Long.parseLong(fields[times]) + Long.parseLong(fields[times + 1])) / TICKS_PER_SECOND;
        } catch (IOException ended) {
            return 0;
        }
    }
}
