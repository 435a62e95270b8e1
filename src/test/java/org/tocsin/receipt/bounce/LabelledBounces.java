package org.tocsin.receipt.bounce;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Real bounces with labels, which lie outside the repository: {@code shared/data/bounces} in some folder above the checkout, or
 * where the system property {@code tocsin.labelled-bounces} says.
 */
final class LabelledBounces {

    /** One label: what is right about the recipient at {@code index} of a mail. */
    record Label(String file, int index, String status, String reason, boolean dead) {

        MailKind kind() {
            return switch (reason) {
                case "feedback" -> MailKind.COMPLAINT;
                case "vacation" -> MailKind.AUTO_REPLY;
                default -> MailKind.BOUNCE;
            };
        }

        boolean permanent() {
            return status.startsWith("5");
        }
    }

    private LabelledBounces() {}

    /** The folder, or empty when it is not on this machine. */
    static Optional<Path> folder() {
        String named = System.getProperty("tocsin.labelled-bounces");
        if (named != null) {
            return Optional.of(Path.of(named));
        }
        for (Path above = Path.of("").toAbsolutePath(); above != null; above = above.getParent()) {
            Path folder = above.resolve("shared/data/bounces");
            if (Files.isRegularFile(folder.resolve("labels.csv"))) {
                return Optional.of(folder);
            }
        }
        return Optional.empty();
    }

    static List<Label> labels(Path folder) {
        try {
            return Files.readAllLines(folder.resolve("labels.csv")).stream()
                    .skip(1)
                    .map(line -> line.split(",", -1))
                    .map(column -> new Label(
                            column[0],
                            Integer.parseInt(column[1]),
                            column[2],
                            column[4],
                            Boolean.parseBoolean(column[5])))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] mail(Path folder, String file) {
        try {
            return Files.readAllBytes(folder.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether a mail is a report in the form of RFC 3464, 2: multipart/report as a whole, with a delivery status in it. */
    static boolean isReport(byte[] mail) {
        String text = new String(mail, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
        String headers = text.split("\\r?\\n\\r?\\n", 2)[0];
        return headers.contains("multipart/report") && text.contains("message/delivery-status");
    }
}
