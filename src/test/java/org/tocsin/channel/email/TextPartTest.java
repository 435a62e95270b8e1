package org.tocsin.channel.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tocsin.channel.UnsendableException;

/** A text as its part has it, against what the platform makes of it. */
class TextPartTest {

    @Property(tries = 5_000)
    void aPartIsTheTextInUtf8WithItsLinesEndedByCrLf(@ForAll("texts") String text) throws UnsendableException {
        String lines = text.replace("\r\n", "\n").replace('\r', '\n').replace("\n", "\r\n");

        assertThat(TextPart.encode("the text", text))
                .isEqualTo(Base64.getMimeEncoder().encode(lines.getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud83d", "a\ud83d", "\ud83db", "\udd14", "\udd14\ud83d", "\ud83d\ud83d\udd14"})
    void halfACharacterIsRefused(String text) {
        assertThatThrownBy(() -> TextPart.encode("the text", text))
                .isInstanceOf(UnsendableException.class)
                .hasMessage("the text is not valid Unicode");
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> pieces = Arbitraries.of(
                "\r",
                "\n",
                "\r\n",
                "a",
                " ",
                "Dear Ana,",
                "\u007f",
                "\u0080",
                "\u07ff",
                "\u0800",
                "\ud7ff",
                "\ue000",
                "\uffff",
                "\ud800\udc00",
                "\ud83d\udd14",
                "\udbff\udfff",
                "\u00e9",
                "\u2014",
                "\u0000");
        return pieces.list().ofMaxSize(60).map(chosen -> String.join("", chosen));
    }
}
