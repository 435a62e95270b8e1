package org.tocsin.leak;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Looks for texts in anything, in every form in which a program might have written them: as they are in any case, in UTF-16, in
 * hex, and in Base64 at any offset.
 */
final class LeakSearch {

    private static final int BLOCK = 8 * 1024 * 1024;
    private static final int OVERLAP = 1024;

    /** By the form, in lower case and one character per byte: what form of which text it is. */
    private final Map<String, String> forms = new LinkedHashMap<>();

    /** @param texts ASCII, each of at least eight characters, or chance would find them */
    LeakSearch(String... texts) {
        for (String text : texts) {
            if (text.length() < 8) {
                throw new IllegalArgumentException("too short to be told from chance");
            }
            byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
            put(text, text);
            put(latin(text.getBytes(StandardCharsets.UTF_16LE)), text + " in UTF-16");
            put(HexFormat.of().formatHex(bytes), text + " in hex");
            for (int offset = 0; offset < 3; offset++) {
                put(base64(bytes, offset), text + " in Base64");
            }
        }
    }

    private void put(String form, String what) {
        forms.put(form.toLowerCase(Locale.ROOT), what);
    }

    /** What the whole characters of the Base64 of these bytes are when they begin at an offset within three. */
    private static String base64(byte[] bytes, int offset) {
        byte[] shifted = new byte[offset + bytes.length];
        System.arraycopy(bytes, 0, shifted, offset, bytes.length);
        String encoded = Base64.getEncoder().withoutPadding().encodeToString(shifted);
        int first = (offset * 8 + 5) / 6;
        int whole = shifted.length * 8 / 6;
        return encoded.substring(first, whole);
    }

    /** What is found in a text. */
    List<String> in(String text) {
        return found(latin(text.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * What is found in the files under a folder, and in their names.
     *
     * @param wanted which of them to look into
     */
    List<String> under(Path folder, Predicate<Path> wanted) throws IOException {
        List<String> all = new ArrayList<>();
        List<Path> files;
        try (Stream<Path> walked = Files.walk(folder)) {
            files = walked.filter(Files::isRegularFile).filter(wanted).toList();
        }
        for (Path file : files) {
            in(file).forEach(found -> all.add(found + " in " + folder.relativize(file)));
            in(file.getFileName().toString()).forEach(found -> all.add(found + " is the name of " + file));
        }
        return all;
    }

    private List<String> in(Path file) throws IOException {
        TreeSet<String> all = new TreeSet<>();
        try (InputStream in = Files.newInputStream(file)) {
            byte[] carried = {};
            for (byte[] block = in.readNBytes(BLOCK); block.length > 0; block = in.readNBytes(BLOCK)) {
                byte[] whole = new byte[carried.length + block.length];
                System.arraycopy(carried, 0, whole, 0, carried.length);
                System.arraycopy(block, 0, whole, carried.length, block.length);
                all.addAll(found(latin(whole)));
                int keep = Math.min(OVERLAP, whole.length);
                carried = new byte[keep];
                System.arraycopy(whole, whole.length - keep, carried, 0, keep);
            }
        } catch (NoSuchFileException e) {
            return List.of(); // a database at work removes files
        }
        return List.copyOf(all);
    }

    private List<String> found(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return forms.entrySet().stream()
                .filter(form -> lower.contains(form.getKey()))
                .map(Map.Entry::getValue)
                .distinct()
                .toList();
    }

    private static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
