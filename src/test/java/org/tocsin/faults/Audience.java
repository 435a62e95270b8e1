package org.tocsin.faults;

import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The people of one test, by number: whom a message must reach is known here, and nowhere inside the service. Their mailboxes
 * are at a domain of their own: one that has asked for patience in one test must not slow down the next.
 *
 * @param tag in every reference and mailbox, and nobody else's
 * @param people numbered from 1
 * @param firstNumber the telephone number of the first, as the last four digits of +1 202 555 xxxx; -1 for nobody's
 */
record Audience(String tag, int people, int firstNumber) {

    static Audience byEmail(int people) {
        return new Audience(freshTag(), people, -1);
    }

    /** @param firstNumber the ledger knows a text by its number, so that no two tests may share one */
    static Audience bySms(int people, int firstNumber) {
        return new Audience(freshTag(), people, firstNumber);
    }

    private static String freshTag() {
        return "f" + UUID.randomUUID().toString().substring(0, 8);
    }

    String ref(int person) {
        return tag + "-" + person;
    }

    String mailbox(int person) {
        return "p" + person + "@" + tag + ".example.org";
    }

    String number(int person) {
        return "+1202555%04d".formatted(firstNumber + person - 1);
    }

    boolean bySms() {
        return firstNumber >= 0;
    }

    /** How a person of this audience is written to, as SQL over a number {@code i}. */
    String recipientSql() {
        return bySms()
                ? "'+1202555' || lpad((i + " + (firstNumber - 1) + ")::text, 4, '0')"
                : "'p' || i || '@" + tag + ".example.org'";
    }

    String csv() {
        return IntStream.rangeClosed(1, people)
                .mapToObj(person -> ref(person) + ",Jane Roe,"
                        + (bySms() ? "," + number(person) : mailbox(person) + ",") + ",en,US,NAME\n")
                .collect(Collectors.joining("", "customerRef,name,email,phone,locale,country,dataTypes\n", ""));
    }
}
