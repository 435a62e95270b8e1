package org.tocsin.template.wording;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class LanguageTagsTest {

    @ParameterizedTest
    @CsvSource({"en, en", "EN-us, en-US", "es-419, es-419", "zh-hant-tw, zh-Hant-TW", "iw, he", "sr-latn, sr-Latn"})
    void aTagHasOneSpelling(String tag, String canonical) {
        assertThat(LanguageTags.canonical(tag)).contains(canonical);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {"", "und", "x-klingon", "en_US", "english language", "e", "-", "en--US", "en-US-", "ñ", "en\n"})
    void nonsenseAndNoLanguageAreNoTags(String tag) {
        assertThat(LanguageTags.canonical(tag)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "de-AT, de", // RFC 4647, 3.4
        "de, de",
        "DE-ch-1996, de",
        "zh-Hant-TW, zh-Hant",
        "en-GB, en-GB",
        "en-US, en",
        "en-a-bbb, en",
    })
    void aLookUpGoesUpToTheLanguage(String wanted, String found) {
        assertThat(LanguageTags.lookUp(wanted, List.of("en", "en-GB", "de", "zh-Hant")))
                .contains(found);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"fr", "zh", "zh-Hans", "", "-"})
    void aLookUpNeverEndsInAnotherLanguage(String wanted) {
        assertThat(LanguageTags.lookUp(wanted, List.of("en", "de", "zh-Hant"))).isEmpty();
    }

    @Provide
    Arbitrary<String> tags() {
        return Arbitraries.of("en", "de", "DE", "AT", "at", "x", "a", "1996", "fr", "")
                .list()
                .ofMaxSize(5)
                .map(subtags -> String.join("-", subtags));
    }

    @Property
    void theLongestPrefixThatIsThereIsFound(@ForAll("tags") String wanted) {
        Optional<String> longest = Stream.of("de-AT", "en", "de")
                .filter(tag -> (wanted + "-").toLowerCase().startsWith(tag.toLowerCase() + "-"))
                .findFirst();

        assertThat(LanguageTags.lookUp(wanted, List.of("en", "de", "de-AT"))).isEqualTo(longest);
    }

    @Test
    void aCanonicalTagStaysAsItIs() {
        assertThat(LanguageTags.canonical("zh-Hant-TW").flatMap(LanguageTags::canonical))
                .contains("zh-Hant-TW");
    }
}
