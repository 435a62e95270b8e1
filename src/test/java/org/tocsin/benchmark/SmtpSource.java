package org.tocsin.benchmark;

import java.io.IOException;
import java.util.List;

/** Postfix's {@code smtp-source -d}: as many messages of 6 kB as the sink takes, all alike, made once, no record kept. */
final class SmtpSource {

    private static final int MESSAGE_BYTES = 6144;

    private SmtpSource() {}

    static Run run(SmtpSink sink, int sessions, int messages) throws IOException, InterruptedException {
        List<String> command = List.of(
                MailTools.SOURCE.toString(),
                "-d",
                "-s",
                Integer.toString(sessions),
                "-l",
                Integer.toString(MESSAGE_BYTES),
                "-m",
                Integer.toString(messages),
                "127.0.0.1:" + sink.port());
        return OtherProcess.run("smtp-source", command, sink, messages);
    }
}
