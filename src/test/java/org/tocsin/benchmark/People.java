package org.tocsin.benchmark;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Fictional people, each with a reference, an address and a number of their own. */
final class People {

    private static final String[] FIRST = {"Ana", "Bo", "Chloé", "Dimitri", "Eun-ji", "Farid", "Grace", "Jürgen"};
    private static final String[] LAST = {"Example", "García", "Groß", "Nguyen", "O'Brien", "Roe", "Sample"};
    private static final int DOMAINS = 1000;

    // No range of fictional telephone numbers is large enough. Nothing ever calls these.
    private static final String[] AREA_CODES = {"+1202", "+1212", "+1312"};
    private static final int FIRST_NUMBER = 2_000_000;
    private static final int NUMBERS_PER_AREA = 8_000_000;

    /** A power of two, so that multiplying by an odd number gives each person another one. */
    private static final int MOST = 1 << 24;

    private static final int SCRAMBLE = 0x9e3779b1;

    private People() {}

    /** How the person at a position, from 0, is called by the caller's system. */
    static String customerRef(int position) {
        String digits = Integer.toString(position);
        return "C-" + "0".repeat(Math.max(0, 7 - digits.length())) + digits;
    }

    static String name(int position) {
        return FIRST[position % FIRST.length] + " " + LAST[position % LAST.length];
    }

    static String email(int position) {
        int number = scrambled(position);
        return "person" + number + "@d" + number % DOMAINS + ".example.org";
    }

    private static String phone(int position) {
        int number = scrambled(position);
        return AREA_CODES[number / NUMBERS_PER_AREA] + (FIRST_NUMBER + number % NUMBERS_PER_AREA);
    }

    // An export is in the order of its key; addresses and numbers then come in no order.
    private static int scrambled(int position) {
        return position * SCRAMBLE & (MOST - 1);
    }

    /** Writes so many of them as an upload. */
    static void write(Path file, int people) throws IOException {
        if (people > MOST) {
            throw new IllegalArgumentException("there are only " + MOST + " people");
        }
        try (BufferedWriter csv = Files.newBufferedWriter(file)) {
            csv.write("customerRef,name,email,phone,locale,country,dataTypes\n");
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < people; i++) {
                line.setLength(0);
                line.append(customerRef(i)).append(',').append(name(i)).append(',');
                line.append(email(i)).append(',').append(phone(i));
                csv.append(line.append(",en,US,NAME;EMAIL;PHONE\n"));
            }
        }
    }
}
