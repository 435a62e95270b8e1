package org.tocsin.benchmark;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** The benchmark's own template: text, HTML and merge fields that come to 6 kB on the wire. */
final class Wording {

    private Wording() {}

    /** In the form in which a template is posted. */
    static Map<String, Object> template() {
        Map<String, String> variant = Map.of(
                "channel", "EMAIL",
                "locale", "en",
                "subject", read("email.en.subject.txt").strip(),
                "text", read("email.en.txt"),
                "html", read("email.en.html"));
        return Map.of("name", "benchmark", "defaultLocale", "en", "variants", List.of(variant));
    }

    private static String read(String file) {
        try (InputStream stream = Wording.class.getResourceAsStream("/benchmark/" + file)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("the benchmark's template cannot be read", e);
        }
    }
}
