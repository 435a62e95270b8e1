package org.tocsin.receipt.bounce;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Mails in the shapes of many servers with labels, written for this project: {@code own/*.mails} beside this class.
 *
 * <p>A mail begins at a line {@code === name: KIND permanent dead / temporary alive}, each recipient of a bounce with two words, and
 * lines that begin with # before the first are for people. Text between <code>{{{ charset encoding</code> and <code>}}}</code> is
 * put into that charset and that transfer encoding.
 */
final class OwnBounces {

    /** What is right about one recipient. */
    record Label(boolean permanent, boolean dead) {}

    /** A mail and what is right about it; a bounce has a label for each recipient. */
    record Labelled(String name, byte[] mail, MailKind kind, List<Label> recipients) {}

    /** A report about one recipient, by what stands in its fields. */
    record Refusal(String status, String action, String words, Label label) {

        byte[] report() {
            return Mails.report(status, action, words).getBytes(StandardCharsets.UTF_8);
        }
    }

    private OwnBounces() {}

    /** What providers put into the fields of a report: {@code own/refusals.tsv}. */
    static List<Refusal> refusals() {
        return lines("own/refusals.tsv").stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("\t"))
                .map(column -> new Refusal(column[2], column[3], column[4], label(column[0], column[1])))
                .toList();
    }

    static List<Labelled> all() {
        List<Labelled> mails = new ArrayList<>();
        for (String family : List.of(
                "reports",
                "microsoft",
                "unix",
                "products",
                "providers",
                "other-kinds",
                "second-round",
                "third-round")) {
            mails.addAll(in(lines("own/" + family + ".mails")));
        }
        return mails;
    }

    private static List<Labelled> in(List<String> lines) {
        List<Labelled> mails = new ArrayList<>();
        List<String> mail = new ArrayList<>();
        for (int i = lines.size() - 1; i >= 0; i--) {
            String line = lines.get(i);
            if (line.startsWith("=== ")) {
                mails.add(0, labelled(line.substring(4), mail));
                mail.clear();
            } else {
                mail.add(0, line);
            }
        }
        return mails;
    }

    private static Labelled labelled(String heading, List<String> mail) {
        int colon = heading.lastIndexOf(": ");
        String[] words = heading.substring(colon + 2).split(" (?:/ )?");
        List<Label> labels = new ArrayList<>();
        for (int i = 1; i < words.length; i += 2) {
            labels.add(label(words[i], words[i + 1]));
        }
        return new Labelled(heading.substring(0, colon), bytes(mail), MailKind.valueOf(words[0]), labels);
    }

    private static Label label(String permanence, String address) {
        return new Label(permanence.equals("permanent"), address.equals("dead"));
    }

    private static byte[] bytes(List<String> mail) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Iterator<String> lines = mail.iterator();
        while (lines.hasNext()) {
            String line = lines.next();
            if (line.startsWith("{{{ ")) {
                String[] charsetAndEncoding = line.split(" ");
                bytes.writeBytes(
                        encoded(block(lines).getBytes(Charset.forName(charsetAndEncoding[1])), charsetAndEncoding[2]));
                line = "";
            }
            bytes.writeBytes((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static String block(Iterator<String> lines) {
        StringBuilder block = new StringBuilder();
        for (String line = lines.next(); !line.equals("}}}"); line = lines.next()) {
            block.append(line).append("\r\n");
        }
        return block.toString();
    }

    private static byte[] encoded(byte[] text, String encoding) {
        ByteArrayOutputStream encoded = new ByteArrayOutputStream();
        try (OutputStream out = MimeUtility.encode(encoded, encoding)) {
            out.write(text);
        } catch (MessagingException | IOException e) {
            throw new IllegalArgumentException(encoding, e);
        }
        return encoded.toByteArray();
    }

    private static List<String> lines(String resource) {
        try {
            return Files.readAllLines(
                    Path.of(OwnBounces.class.getResource(resource).getPath()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
