package org.tocsin.template;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tocsin.platform.CanonicalJson;
import org.tocsin.platform.Digests;

/** What a template says, as a short value to compare: SHA-256 over canonical JSON (RFC 8785), lower-case hex. */
public final class VariantDigest {

    /** The order in which variants are listed and hashed. */
    static final Comparator<Variant> ORDER =
            Comparator.comparing(Variant::channel).thenComparing(Variant::locale);

    private VariantDigest() {}

    /** Of one variant: its channel, locale, subject, text and HTML, but not its id. */
    public static String of(Variant variant) {
        return Digests.sha256Hex(CanonicalJson.of(content(variant)));
    }

    /** Of all variants of a version, in whatever order they come, and the language that it falls back to. */
    static String of(String defaultLocale, List<Variant> variants) {
        List<Map<String, Object>> contents =
                variants.stream().sorted(ORDER).map(VariantDigest::content).toList();
        return Digests.sha256Hex(CanonicalJson.of(Map.of("defaultLocale", defaultLocale, "variants", contents)));
    }

    private static Map<String, Object> content(Variant variant) {
        Map<String, Object> content = new HashMap<>();
        content.put("channel", variant.channel().name());
        content.put("locale", variant.locale());
        content.put("subject", variant.subject());
        content.put("text", variant.text());
        content.put("html", variant.html());
        return content;
    }
}
