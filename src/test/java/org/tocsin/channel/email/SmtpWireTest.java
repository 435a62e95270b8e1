package org.tocsin.channel.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Replies are read whole, in turn, and within bounds. */
class SmtpWireTest {

    @Test
    void repliesComeInTurnHoweverTheyArePacked() throws Exception {
        SmtpWire wire = wire("250 one\r\n250-two\r\n250-more\r\n250 two\r\n354\r\n250 bare line feed\n421 bye\r\n");

        assertThat(wire.read()).isEqualTo(250);
        assertThat(wire.read()).isEqualTo(250);
        assertThat(wire.lastReply()).isEqualTo("250-two\r\n250-more\r\n250 two\r\n");
        assertThat(wire.read()).isEqualTo(354);
        assertThat(wire.read()).isEqualTo(250);
        assertThat(wire.unread()).isTrue();
        assertThat(wire.read()).isEqualTo(421);
        assertThat(wire.unread()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ok\r\n",
                "25\r\n",
                "\r\n",
                "2500 ok\r\n",
                "250ok\r\n",
                "999 ok\r\n",
                "150 ok\r\n",
                "250-a\r\nb\r\n"
            })
    void nonsenseIsNoReply(String text) throws Exception {
        SmtpWire wire = wire(text);

        assertThatThrownBy(wire::read).isInstanceOf(ProtocolException.class).hasMessageContaining("no reply");
    }

    @ParameterizedTest
    @CsvSource({"x", "250-x\\r\\n"})
    void aReplyWithoutEndIsNotCollected(String unit) throws Exception {
        String endless = "250 " + unit.translateEscapes().repeat(20_000);
        SmtpWire wire = wire(unit.startsWith("250-") ? endless.substring(4) : endless);

        assertThatThrownBy(wire::read).isInstanceOf(ProtocolException.class).hasMessageContaining("without end");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "250", "250 half a line", "250-more to come\r\n"})
    void theEndOfTheConnectionIsNoReply(String text) throws Exception {
        SmtpWire wire = wire(text);

        assertThatThrownBy(wire::read).isInstanceOf(EOFException.class);
    }

    private static SmtpWire wire(String replies) throws Exception {
        InputStream in = new ByteArrayInputStream(replies.getBytes(StandardCharsets.UTF_8));
        return new SmtpWire(new Socket() {
            @Override
            public InputStream getInputStream() {
                return in;
            }

            @Override
            public OutputStream getOutputStream() {
                return new ByteArrayOutputStream();
            }
        });
    }
}
