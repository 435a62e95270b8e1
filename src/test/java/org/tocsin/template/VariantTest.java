package org.tocsin.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tocsin.channel.ChannelKind;

class VariantTest {

    private static final Variant ENGLISH = variant(ChannelKind.EMAIL, "en", "text");
    private static final Variant GERMAN = variant(ChannelKind.EMAIL, "de", "text");
    private static final Variant ENGLISH_SMS = variant(ChannelKind.SMS, "en", "text");

    @ParameterizedTest
    @CsvSource({"de-AT, EMAIL, de", "de, EMAIL, de", "fr, EMAIL, en", ", EMAIL, en", "de-AT, SMS, en"})
    void aPersonIsSpokenToInTheirLanguageOrElseInTheDefault(String locale, ChannelKind channel, String chosen) {
        TemplateVersion template = new TemplateVersion(
                UUID.randomUUID(), "notice", 1, "en", "author", List.of(ENGLISH, GERMAN, ENGLISH_SMS));

        assertThat(VariantChoice.choose(template, channel, locale)).hasValueSatisfying(variant -> {
            assertThat(variant.channel()).isEqualTo(channel);
            assertThat(variant.locale()).isEqualTo(chosen);
        });
    }

    @Test
    void aChannelWithoutVariantsSaysNothing() {
        TemplateVersion template =
                new TemplateVersion(UUID.randomUUID(), "notice", 1, "en", "author", List.of(ENGLISH));

        assertThat(VariantChoice.choose(template, ChannelKind.SMS, "en")).isEmpty();
    }

    @Test
    void aDigestFollowsEveryByteButNotTheId() {
        Variant variant = new Variant(UUID.randomUUID(), ChannelKind.EMAIL, "en", "s", "t", "h");

        assertThat(VariantDigest.of(new Variant(UUID.randomUUID(), ChannelKind.EMAIL, "en", "s", "t", "h")))
                .isEqualTo(VariantDigest.of(variant))
                .matches("[0-9a-f]{64}");
        assertThat(List.of(
                        VariantDigest.of(variant),
                        VariantDigest.of(new Variant(null, ChannelKind.SMS, "en", "s", "t", "h")),
                        VariantDigest.of(new Variant(null, ChannelKind.EMAIL, "es", "s", "t", "h")),
                        VariantDigest.of(new Variant(null, ChannelKind.EMAIL, "en", "S", "t", "h")),
                        VariantDigest.of(new Variant(null, ChannelKind.EMAIL, "en", "s", "T", "h")),
                        VariantDigest.of(new Variant(null, ChannelKind.EMAIL, "en", "s", "t", "H")),
                        VariantDigest.of(new Variant(null, ChannelKind.EMAIL, "en", "s", "t", null)),
                        VariantDigest.of(new Variant(null, ChannelKind.EMAIL, "en", "s", "t", ""))))
                .doesNotHaveDuplicates();
    }

    @Test
    void theDigestOfAVersionDoesNotDependOnTheOrderOfItsVariants() {
        assertThat(VariantDigest.of("en", List.of(ENGLISH, GERMAN, ENGLISH_SMS)))
                .isEqualTo(VariantDigest.of("en", List.of(ENGLISH_SMS, GERMAN, ENGLISH)))
                .isNotEqualTo(VariantDigest.of("de", List.of(ENGLISH, GERMAN, ENGLISH_SMS)))
                .isNotEqualTo(VariantDigest.of("en", List.of(ENGLISH, GERMAN)));
    }

    private static Variant variant(ChannelKind channel, String locale, String text) {
        return new Variant(UUID.randomUUID(), channel, locale, null, text, null);
    }
}
