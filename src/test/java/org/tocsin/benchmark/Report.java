package org.tocsin.benchmark;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The figures in the form that docs/benchmarks.md takes over; each line is also told as soon as it is known. */
final class Report {

    private final PrintStream out;
    private final List<Run> runs = new ArrayList<>();
    private final List<Load> loads = new ArrayList<>();
    private final List<String> queries = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final List<String> figures = new ArrayList<>();

    Report(PrintStream out) {
        this.out = out;
    }

    Run add(Run run) {
        runs.add(run);
        out.println(row(run));
        return run;
    }

    Load add(Load load) {
        loads.add(load);
        out.println(row(load));
        return load;
    }

    /** @param when what the service was doing */
    void add(String when, Latencies latencies) {
        String row = line(
                "| %s | %d | %d | %.1f | %.1f | %.1f |",
                when,
                latencies.answers(),
                latencies.unanswered(),
                latencies.p50Millis(),
                latencies.p99Millis(),
                latencies.maxMillis());
        queries.add(row);
        out.println(row);
    }

    /** @param atLeast what it should be */
    void ratio(String what, double value, double atLeast) {
        figure(line("| %s | %.2f | at least %.2f | %s |", what, value, atLeast, value >= atLeast ? "yes" : "no"));
    }

    /** @param atMost what it should be */
    void limit(String what, double value, double atMost) {
        figure(line("| %s | %.2f | at most %.2f | %s |", what, value, atMost, value <= atMost ? "yes" : "no"));
    }

    private void figure(String row) {
        figures.add(row);
        out.println(row);
    }

    /** Something that whoever reads the figures must know. */
    void warning(String text) {
        warnings.add(text);
        out.println(text);
    }

    void print(List<String> machine) {
        out.println();
        machine.forEach(out::println);
        table(
                "| who | messages | bytes each on the wire | s, first to last | messages/s | s, start to end |"
                        + " CPU µs per message |",
                runs.stream().map(Report::row).toList());
        table(
                "| who | people | s | people/s | CPU µs per person | bytes of tables and indexes per person |",
                loads.stream().map(Report::row).toList());
        table("| status query | answers | unanswered | p50 ms | p99 ms | longest ms |", queries);
        table("| figure | measured | wanted | met |", figures);
        out.println();
        warnings.forEach(out::println);
    }

    private void table(String head, List<String> rows) {
        if (rows.isEmpty()) {
            return;
        }
        out.println();
        out.println(head);
        out.println(head.replaceAll("[^|]+", "---"));
        rows.forEach(out::println);
    }

    private static String row(Load load) {
        String cpu = load.cpuSeconds().keySet().stream()
                .map(process -> line("%s %.1f", process, load.cpuMicros(process)))
                .collect(Collectors.joining(", "));
        return line(
                "| %s | %d | %.2f | %.0f | %s | %d |",
                load.name(), load.people(), load.seconds(), load.rate(), cpu, load.diskBytes() / load.people());
    }

    private static String row(Run run) {
        String cpu = run.cpuSeconds().keySet().stream()
                .map(process -> line("%s %.0f", process, run.cpuMicros(process)))
                .collect(Collectors.joining(", "));
        return line(
                "| %s | %d | %d | %.2f | %.0f | %.2f | %s |",
                run.name(),
                run.messages(),
                run.wireBytes(),
                run.sending().toNanos() / 1e9,
                run.rate(),
                run.elapsed().toNanos() / 1e9,
                cpu);
    }

    private static String line(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
