package org.tocsin.benchmark;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Fictional people, each with a reference and an address of their own. */
final class People {

    private static final String[] FIRST = {"Ana", "Bo", "Chloé", "Dimitri", "Eun-ji", "Farid", "Grace", "Jürgen"};
    private static final String[] LAST = {"Example", "García", "Groß", "Nguyen", "O'Brien", "Roe", "Sample"};
    private static final int DOMAINS = 1000;

    private People() {}

    /** How the person at a position, from 0, is called by the caller's system. */
    static String customerRef(int position) {
        return "C-%07d".formatted(position);
    }

    static String name(int position) {
        return FIRST[position % FIRST.length] + " " + LAST[position % LAST.length];
    }

    /** Writes so many of them as an upload. */
    static void write(Path file, int people) throws IOException {
        try (BufferedWriter csv = Files.newBufferedWriter(file)) {
            csv.write("customerRef,name,email,locale,country,dataTypes\n");
            for (int i = 0; i < people; i++) {
                csv.write("%s,%s,person%d@d%d.example.org,en,US,NAME;EMAIL;PHONE\n"
                        .formatted(customerRef(i), name(i), i, i % DOMAINS));
            }
        }
    }
}
