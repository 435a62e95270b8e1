package org.tocsin.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.tocsin.access.Role;

/** What the demo says about what is there. */
final class Report {

    private final URI service;
    private final Path dataFolder;

    Report(URI service, Path dataFolder) {
        this.service = service;
        this.dataFolder = dataFolder;
    }

    /** The table of outcomes and where to look further. */
    List<String> lines(JsonNode recordSet, JsonNode batch) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("The batch is " + batch.path("status").asText() + why(batch) + ".");
        lines.add("Upload:   " + upload(recordSet));
        lines.add("");
        lines.add("People");
        addCounts(lines, batch.path("outcomes"), true);
        lines.add(row("together", sum(batch.path("outcomes"))));
        lines.add(row("in the batch", batch.path("people").asLong()));
        lines.add("Messages, by channel and person (the sandbox writes them to files and gives no receipts)");
        addCounts(lines, batch.path("deliveries"), false);
        lines.add("");
        lines.add("Read them:              " + dataFolder.resolve("outbox"));
        lines.add("One customer's notice:  curl -u " + Role.SUPPORT + " " + service + "/api/v1/customers/"
                + Sample.EXAMPLE_CUSTOMER + "/notices");
        lines.add("Accounts and passwords: " + dataFolder.resolve(Logins.FILE));
        lines.add("Every call:             " + service + "/q/swagger-ui");
        lines.add("The service stays up; Ctrl-C stops it.");
        return lines;
    }

    /** An upload in one line. */
    static String upload(JsonNode recordSet) {
        return String.format(
                Locale.ROOT,
                "%,d accepted, %,d rejected, %,d duplicates left out, %,d warnings",
                recordSet.path("accepted").asLong(),
                recordSet.path("rejected").asLong(),
                recordSet.path("duplicates").asLong(),
                recordSet.path("warnings").asLong());
    }

    /** A plan in one line, as an approver wants it. */
    static String plan(JsonNode batch) {
        JsonNode plan = batch.path("plan");
        return String.format(Locale.ROOT, "%,d people", batch.path("people").asLong())
                + "; messages " + counts(plan.path("byChannel"))
                + "; languages " + counts(plan.path("byLocale"))
                + "; out of reach " + counts(plan.path("unreachedReasons"))
                + "; excluded " + counts(plan.path("exclusions"));
    }

    private static String counts(JsonNode counts) {
        String list = counts.properties().stream()
                .map(count -> count.getKey() + " " + number(count.getValue().asLong()))
                .collect(Collectors.joining(", "));
        return list.isEmpty() ? "none" : list;
    }

    private static void addCounts(List<String> lines, JsonNode counts, boolean zeros) {
        for (Map.Entry<String, JsonNode> count : counts.properties()) {
            if (zeros || count.getValue().asLong() > 0) {
                lines.add(row(words(count.getKey()), count.getValue().asLong()) + note(count.getKey()));
            }
        }
    }

    private static long sum(JsonNode counts) {
        return counts.properties().stream()
                .mapToLong(count -> count.getValue().asLong())
                .sum();
    }

    private static String why(JsonNode batch) {
        String failure = batch.path("failure").asText("");
        return failure.isEmpty() ? "" : ": " + failure;
    }

    private static String row(String name, long count) {
        return String.format(Locale.ROOT, "  %-22s %,8d", name, count);
    }

    /** What a state means, where its name alone would worry a reader of the table. */
    private static String note(String state) {
        return switch (state) {
            case "undeliverable" -> "  the person has no usable address on that channel";
            case "notNeeded" -> "  an earlier channel served";
            default -> "";
        };
    }

    private static String number(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** {@code reachedConfirmed} as {@code reached confirmed}. */
    private static String words(String name) {
        return name.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
    }
}
