package org.tocsin.receipt;

import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.tocsin.receipt.bounce.ReturnedMail;
import org.tocsin.receipt.bounce.ReturnedMailReader;
import org.tocsin.receipt.bounce.SesEvent;
import org.tocsin.receipt.sendgrid.SendGridEvent;

/** How a mail or an event came in, which says how it is read. The names lie in the database. */
enum MailSource {
    /** An organisation's mail server handed it over. */
    HOOK(ReturnedMailReader::read),
    /** It lay in the mailbox. */
    MAILBOX(ReturnedMailReader::read),
    /** Amazon SES told it, through Amazon SNS. */
    SES(event -> SesEvent.read(text(event))),
    /** SendGrid told it. */
    SENDGRID(event -> SendGridEvent.read(text(event)));

    private final Function<byte[], ReturnedMail> reader;

    MailSource(Function<byte[], ReturnedMail> reader) {
        this.reader = reader;
    }

    /** Reads one; of any content, never refused. */
    ReturnedMail read(byte[] mail) {
        return reader.apply(mail);
    }

    private static String text(byte[] event) {
        return new String(event, StandardCharsets.UTF_8);
    }
}
