package org.tocsin.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What to measure, from system properties that begin with {@code benchmark.}.
 *
 * @param parts the parts to run: {@code email}, {@code status}, {@code million}, {@code replicas}, {@code intake}, {@code many};
 *     or {@code tocsin}, which is the service alone
 * @param people how many are told in every part but {@code replicas}
 * @param millionPeople how many more are told in the part {@code million}, in a batch of their own
 * @param records people in the smaller record set of {@code intake}
 * @param manyRecords people in the larger one, of {@code many}
 * @param sessions SMTP sessions of each contender
 * @param statusQueriesPerSecond in the part {@code status}
 * @param memory options for the heap of the service, and of the contender that is a Java process too
 * @param moreJvmOptions of the service, for a profiler
 */
record Settings(
        Set<String> parts,
        int people,
        int millionPeople,
        int records,
        int manyRecords,
        int sessions,
        int statusQueriesPerSecond,
        List<String> memory,
        List<String> moreJvmOptions) {

    private static final int LONGEST_WARM_UP = 100_000;
    private static final Pattern SPACES = Pattern.compile("\\s+");

    static Settings fromSystemProperties() {
        return new Settings(
                Set.of(text("only", "email,status,million,replicas,intake,many").split(",")),
                number("people", 100_000),
                number("million", 1_000_000),
                number("records", 1_000_000),
                number("many", 10_000_000),
                number("sessions", 96),
                number("status", 20),
                List.of("-XX:+UseParallelGC", "-Xmx" + text("heap", "512m")), // the collector of docker/Dockerfile
                SPACES.splitAsStream(text("jvm", ""))
                        .filter(option -> !option.isEmpty())
                        .toList());
    }

    /** Whether any of these parts is to run. */
    boolean has(String... any) {
        return Stream.of(any).anyMatch(parts::contains);
    }

    /** So many messages first, for every contender that is a Java process: a virtual machine that has just started compiles. */
    int warmUp() {
        return Math.min(LONGEST_WARM_UP, people);
    }

    /** All options of the service's virtual machine. */
    List<String> jvmOptions() {
        List<String> options = new ArrayList<>(memory);
        options.addAll(moreJvmOptions);
        return options;
    }

    private static int number(String name, int otherwise) {
        return Integer.parseInt(text(name, Integer.toString(otherwise)));
    }

    // Maven hands on what nobody has set as an empty text.
    private static String text(String name, String otherwise) {
        String given = System.getProperty("benchmark." + name, "");
        return given.isBlank() ? otherwise : given;
    }
}
