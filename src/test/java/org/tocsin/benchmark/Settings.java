package org.tocsin.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What to measure, from system properties that begin with {@code benchmark.}.
 *
 * @param parts the parts to run: {@code email}, {@code million}, {@code replicas}
 * @param people how many are told in the parts {@code email} and, as the base of its ratio, {@code million}
 * @param millionPeople how many are told in the part {@code million}
 * @param sessions SMTP sessions of each contender
 * @param statusQueriesPerSecond while Tocsin sends; 0 asks nothing
 * @param jvmOptions of the service
 */
record Settings(
        Set<String> parts,
        int people,
        int millionPeople,
        int sessions,
        int statusQueriesPerSecond,
        List<String> jvmOptions) {

    private static final Pattern SPACES = Pattern.compile("\\s+");

    static Settings fromSystemProperties() {
        List<String> jvmOptions = new ArrayList<>();
        jvmOptions.add("-Xmx" + text("heap", "512m"));
        jvmOptions.addAll(SPACES.splitAsStream(text("jvm", ""))
                .filter(option -> !option.isEmpty())
                .toList());
        return new Settings(
                Set.of(text("only", "email,million,replicas").split(",")),
                number("people", 100_000),
                number("million", 1_000_000),
                number("sessions", 32),
                number("status", 20),
                List.copyOf(jvmOptions));
    }

    /** The same heap for the contender that is a Java process too. */
    List<String> heap() {
        return jvmOptions.subList(0, 1);
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
