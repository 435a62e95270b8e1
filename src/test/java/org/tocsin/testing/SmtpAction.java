package org.tocsin.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What a {@link ScriptedSmtpServer} does at one step instead of its usual answer. */
@FunctionalInterface
public interface SmtpAction {

    /**
     * Acts.
     *
     * @param closing opens when the server is being closed: the end of every wait
     * @return the reply's first digit when the client got a whole reply; 0 when the connection must be dropped
     */
    int answer(OutputStream client, CountDownLatch closing) throws IOException, InterruptedException;

    /** Whether the server keeps the message before it acts, so that the client may never learn of it. */
    default boolean takesMessage() {
        return false;
    }

    /** For the final dot: the message is taken, and then this happens. */
    static SmtpAction taking(SmtpAction then) {
        return new SmtpAction() {
            @Override
            public int answer(OutputStream client, CountDownLatch closing) throws IOException, InterruptedException {
                return then.answer(client, closing);
            }

            @Override
            public boolean takesMessage() {
                return true;
            }
        };
    }

    /** One reply; several lines are several lines of it. */
    static SmtpAction reply(String... lines) {
        return (client, closing) -> {
            write(client, String.join("\r\n", lines) + "\r\n");
            return lines[0].charAt(0) - '0';
        };
    }

    /** A reply after which the connection is dropped, as with 421. */
    static SmtpAction replyAndDisconnect(String line) {
        return (client, closing) -> {
            write(client, line + "\r\n");
            return 0;
        };
    }

    static SmtpAction disconnect() {
        return (client, closing) -> 0;
    }

    /** Nothing at all, until the server is closed. */
    static SmtpAction hang() {
        return (client, closing) -> {
            closing.await();
            return 0;
        };
    }

    /** The reply, late. */
    static SmtpAction replyAfter(Duration delay, String line) {
        return (client, closing) -> {
            if (closing.await(delay.toNanos(), TimeUnit.NANOSECONDS)) {
                return 0;
            }
            return reply(line).answer(client, closing);
        };
    }

    /** One byte at a time and never a whole line, until the server is closed. */
    static SmtpAction trickle(Duration pause) {
        return (client, closing) -> {
            write(client, "220-");
            while (!closing.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
                write(client, "x");
            }
            return 0;
        };
    }

    private static void write(OutputStream client, String text) throws IOException {
        client.write(text.getBytes(StandardCharsets.ISO_8859_1));
        client.flush();
    }
}
