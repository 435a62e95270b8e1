package org.tocsin.channel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nothing of a person stays in a provider's words. */
class ProviderWordsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<jane.roe@example.org>: no such user|<[address]>: no such user",
                "user jane.roe unknown|user [name] unknown",
                "Mailbox for Roe is full|Mailbox for [name] is full",
                "JANE.ROE is not here|[name] is not here",
                "forwarded to other@example.net|forwarded to [address]",
                "The 'To' number +12025550123 is not valid|The 'To' number [number] is not valid",
                "call (202) 555-0123 or 202.555.0123|call ([number] or [number]",
                "Ok: queued as 4F5B2C0D|Ok: queued as 4F5B2C0D",
                "janet is another word|janet is another word",
                "ROE, Jane; roe|[name], [name]; [name]",
                "jane.roe|[name]",
                "queued as 12345678 for jane|queued as [number] for [name]",
            })
    void scrubbed(String words, String expected) {
        assertThat(ProviderWords.scrub(words, "jane.roe@example.org")).isEqualTo(expected);
    }

    @Test
    void namesInAnyScript() {
        assertThat(ProviderWords.scrub("user JÖRG.МУХА unknown, Müha too", "jörg.муха@example.org"))
                .isEqualTo("user [name] unknown, Müha too");
    }

    @Test
    void theNameThatTheServerLookedUp() {
        assertThat(ProviderWords.withoutName("Roe, Jane M. (jane) has left; Janet has not", "Jane M. Roe"))
                .isEqualTo("[name], [name] M. ([name]) has left; Janet has not");
        assertThat(ProviderWords.withoutName("Ok", null)).isEqualTo("Ok");
        assertThat(ProviderWords.withoutName(null, "Jane Roe")).isNull();
    }

    @Test
    void oneLineOfAtMost500Characters() {
        assertThat(ProviderWords.scrub("a\r\nb\tc\u0000d", "+12025550123")).isEqualTo("a b c d");
        assertThat(ProviderWords.scrub("ab ".repeat(400), "+12025550123")).hasSizeLessThanOrEqualTo(500);
        assertThat(ProviderWords.scrub(null, "+12025550123")).isNull();
    }
}
