package org.tocsin.template.wording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tocsin.incident.DataType;

class WordsTest {

    private static final Pattern PLACE = Pattern.compile("\\{\\w+}");

    @ParameterizedTest
    @ValueSource(strings = {"es", "de", "fr"})
    void everyLanguageHasTheSameWordsWithTheSamePlaces(String language) throws IOException {
        Properties english = file("en");
        Properties other = file(language);

        assertThat(other.stringPropertyNames()).isEqualTo(english.stringPropertyNames());
        for (String key : english.stringPropertyNames()) {
            assertThat(placesIn(other.getProperty(key))).as(key).isEqualTo(placesIn(english.getProperty(key)));
            assertThat(other.getProperty(key)).as(key).isNotBlank();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "es", "de", "fr"})
    void everyKindOfDataHasANameAndAnAdvice(String language) {
        Words words = Words.find(language).orElseThrow();

        assertThat(words.advice(EnumSet.allOf(DataType.class)))
                .hasSize(DataType.values().length)
                .doesNotHaveDuplicates();
        assertThat(words.list(EnumSet.allOf(DataType.class))).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "es", "de", "fr"})
    void tocsinsOwnWordsAreNotVague(String language) throws IOException {
        Words words = Words.find(language).orElseThrow();
        Properties file = file(language);

        file.stringPropertyNames().stream().filter(key -> !key.equals("vague")).forEach(key -> assertThat(
                        words.vaguePhrases())
                .as(key)
                .noneMatch(phrase -> file.getProperty(key).toLowerCase().contains(phrase)));
    }

    @Test
    void aListReadsAsASentenceDoes() {
        Words english = Words.find("en").orElseThrow();

        assertThat(english.list(List.of())).isEmpty();
        assertThat(english.list(List.of(DataType.NAME))).isEqualTo("your name");
        assertThat(english.list(List.of(DataType.NAME, DataType.PHONE))).isEqualTo("your name and your phone number");
        assertThat(english.list(List.of(DataType.NAME, DataType.EMAIL, DataType.PHONE)))
                .isEqualTo("your name, your email address and your phone number");
        assertThat(Words.find("es").orElseThrow().list(List.of(DataType.NAME, DataType.EMAIL, DataType.PHONE)))
                .isEqualTo("su nombre, su dirección de correo electrónico y su número de teléfono");
    }

    @Test
    void aRegionFallsBackToItsLanguageAndNeverToAnother() {
        assertThat(Words.find("es-MX")).isEqualTo(Words.find("es")).isPresent();
        assertThat(Words.find("pl")).isEmpty();
        assertThat(Words.find("pl-PL")).isEmpty();
    }

    @Test
    void aValueThatLooksLikeAPlaceIsNotFilled() {
        Words english = Words.find("en").orElseThrow();

        assertThat(english.fill("date.range", Map.of("from", "{to}", "to", "$1\\")))
                .isEqualTo("{to} to $1\\");
    }

    @Test
    void aMissingWordIsADefectAndSaysWhich() {
        Words english = Words.find("en").orElseThrow();

        assertThatThrownBy(() -> english.get("no.such"))
                .isInstanceOf(MissingResourceException.class)
                .hasMessageContaining("no.such");
    }

    private static Set<String> placesIn(String word) {
        return PLACE.matcher(word).results().map(place -> place.group()).collect(Collectors.toSet());
    }

    private static Properties file(String language) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = new InputStreamReader(
                WordsTest.class.getResourceAsStream("/wording/words/" + language + ".properties"),
                StandardCharsets.UTF_8)) {
            properties.load(reader);
        }
        return properties;
    }
}
