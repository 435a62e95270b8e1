package org.tocsin.template.wording;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.tocsin.incident.DataType;

/** The words that Tocsin itself puts into a notice, in one language: {@code templates/words/<tag>.properties}. */
public final class Words {

    private static final Pattern PLACE = Pattern.compile("\\{(\\w+)}");
    private static final Map<String, Words> LOADED = new ConcurrentHashMap<>();

    private final Properties properties;

    private Words(Properties properties) {
        this.properties = properties;
    }

    /**
     * The words for a language, {@code de-AT} falling back to {@code de} and never to another language.
     *
     * @param locale a canonical language tag
     * @return empty when Tocsin has no words in that language
     */
    public static Optional<Words> find(String locale) {
        for (String tag = locale; !tag.isEmpty(); tag = tag.substring(0, Math.max(tag.lastIndexOf('-'), 0))) {
            Words words = LOADED.get(tag);
            if (words == null) {
                words = load(tag);
            }
            if (words != null) {
                LOADED.putIfAbsent(tag, words);
                return Optional.of(words);
            }
        }
        return Optional.empty();
    }

    private static Words load(String tag) {
        try (InputStream file = Words.class.getResourceAsStream("/wording/words/" + tag + ".properties")) {
            if (file == null) {
                return null;
            }
            Properties properties = new Properties();
            try (Reader reader = new InputStreamReader(file, StandardCharsets.UTF_8)) {
                properties.load(reader);
            }
            return new Words(properties);
        } catch (IOException e) {
            throw new IllegalStateException("the words of " + tag + " cannot be read", e);
        }
    }

    /**
     * One of the words.
     *
     * @throws MissingResourceException when the file of this language lacks it
     */
    public String get(String key) {
        String word = properties.getProperty(key);
        if (word == null) {
            throw new MissingResourceException("no word " + key, Words.class.getName(), key);
        }
        return word;
    }

    /** One of the words with its places, such as <code>{name}</code>, filled in. */
    public String fill(String key, Map<String, String> values) {
        return PLACE.matcher(get(key)).replaceAll(place -> Matcher.quoteReplacement(values.get(place.group(1))));
    }

    /** Data types as they stand in a sentence: "your name, your email address and your phone number"; empty for none. */
    public String list(Collection<DataType> types) {
        List<String> items =
                types.stream().map(type -> get("data." + type.name())).toList();
        if (items.size() < 2) {
            return String.join("", items);
        }
        int last = items.size() - 1;
        return String.join(get("list.separator"), items.subList(0, last)) + get("list.last") + items.get(last);
    }

    /** What to do about each of the data types, in their order. */
    public List<String> advice(Collection<DataType> types) {
        return types.stream().map(type -> get("advice." + type.name())).toList();
    }

    /** Phrases that say less than they seem to, in lower case. */
    public List<String> vaguePhrases() {
        return Arrays.stream(get("vague").split("\\|")).map(String::strip).collect(Collectors.toList());
    }
}
