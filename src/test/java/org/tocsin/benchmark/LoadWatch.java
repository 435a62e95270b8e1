package org.tocsin.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** Looks at the clock, the processes and the disk while people are taken in or planned. */
final class LoadWatch {

    private final Path tables;
    private final CpuUse cpu;
    private final long bytesBefore;
    private final long start;

    private LoadWatch(Path tables, CpuUse cpu) throws IOException {
        this.tables = tables;
        this.cpu = cpu;
        this.bytesBefore = bytes(tables);
        this.start = System.nanoTime();
    }

    /** @param dataFolder of an embedded database */
    static LoadWatch start(Path dataFolder, CpuUse cpu) throws IOException {
        return new LoadWatch(dataFolder.resolve("postgres/base"), cpu.postgres(dataFolder));
    }

    static LoadWatch of(ServiceUnderTest service) throws IOException {
        CpuUse cpu = new CpuUse().process("service", service.processId());
        return start(
                service.dataFolder(),
                cpu.process("benchmark", ProcessHandle.current().pid()));
    }

    Load stop(String name, long people) throws IOException {
        Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
        return new Load(name, people, elapsed, cpu.sinceAdded(), bytes(tables) - bytesBefore);
    }

    private static long bytes(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.mapToLong(LoadWatch::size).sum();
        }
    }

    // The server removes files at any time.
    private static long size(Path file) {
        try {
            return Files.isRegularFile(file) ? Files.size(file) : 0;
        } catch (IOException gone) {
            return 0;
        }
    }
}
