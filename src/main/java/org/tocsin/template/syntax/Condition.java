package org.tocsin.template.syntax;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What an {@code {#if}} asks: one name, or several joined all by {@code &&} or all by {@code ||}, each perhaps with a
 * {@code !} before it. Qute evaluates a mixture strictly from the left and stops too early ("a && b || c" is false when a is
 * false), and so a mixture is refused rather than explained.
 */
final class Condition {

    private static final int MAX_NAMES = 16;

    private Condition() {}

    /** Adds the names that are asked for, and answers what is wrong with the condition, if anything. */
    static Optional<String> check(String condition, Set<String> names) {
        List<String> words = List.of(condition.strip().split("\\s+"));
        if (words.size() > 2 * MAX_NAMES) {
            return Optional.of("a condition can hold at most " + MAX_NAMES + " names");
        }
        Set<String> operators = new HashSet<>();
        List<String> operands = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            (i % 2 == 0 ? operands : operators).add(words.get(i));
        }
        boolean joined = words.size() % 2 == 1 && Set.of("&&", "||").containsAll(operators);
        if (!joined || operators.size() > 1) {
            return Optional.of(
                    "a condition is one name, or names joined all by && or all by ||, each with or without !");
        }
        for (String operand : operands) {
            String name = operand.startsWith("!") ? operand.substring(1) : operand;
            if (NameCatalogue.find(name).isEmpty()) {
                return Optional.of(
                        "the condition asks for something that no template may name: " + new Tag(operand, 0).shown());
            }
            names.add(name);
        }
        return Optional.empty();
    }
}
