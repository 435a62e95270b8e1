package org.tocsin.benchmark;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** A contender that is one process: it starts, sends all, and ends. */
final class OtherProcess {

    private OtherProcess() {}

    /** Runs it to its end and checks that the sink has counted every message. */
    static Run run(String name, List<String> command, SmtpSink sink, int messages)
            throws IOException, InterruptedException {
        return run(name, command, sink, 0, messages);
    }

    /** @param warmUp how many messages it sends first that do not count; the CPU time told is the others' share of all */
    static Run run(String name, List<String> command, SmtpSink sink, int warmUp, int messages)
            throws IOException, InterruptedException {
        try (SinkWatch watch = SinkWatch.start(sink, warmUp)) {
            CpuUse cpu = new CpuUse().endingChildren(name).process("sink", sink.processId());
            long start = System.nanoTime();
            int exit = new ProcessBuilder(command).inheritIO().start().waitFor();
            Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
            if (exit != 0) {
                throw new IllegalStateException(name + " ended with exit code " + exit);
            }
            watch.awaitMessages(messages);
            return new Run(
                    name,
                    watch.messages(),
                    watch.firstToLast(),
                    elapsed,
                    watch.bytesPerMessage(),
                    cpu.shareSinceAdded(messages / (double) (warmUp + messages)));
        }
    }
}
