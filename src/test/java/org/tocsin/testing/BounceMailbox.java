package org.tocsin.testing;

import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.Flags;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/** A mailbox on a real IMAP server, on loopback. */
public final class BounceMailbox implements AutoCloseable {

    public static final String USER = "bounces";
    public static final String PASSWORD = "a-password-for-tests";

    private final GreenMail server;
    private final GreenMailUser user;

    private BounceMailbox(GreenMail server) {
        this.server = server;
        this.user = server.setUser("bounces@example.org", USER, PASSWORD);
    }

    public static BounceMailbox start() {
        GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_IMAP));
        server.start();
        return new BounceMailbox(server);
    }

    public int port() {
        return server.getImap().getPort();
    }

    /** Puts a mail into INBOX. */
    public void deliver(String mail) {
        try {
            user.deliver(new MimeMessage(
                    Session.getInstance(new Properties()),
                    new ByteArrayInputStream(mail.getBytes(StandardCharsets.UTF_8))));
        } catch (MessagingException e) {
            throw new IllegalStateException("no mail for the mailbox", e);
        }
    }

    /** How many mails lie in a folder; 0 when it is not there. */
    public int count(String folder) {
        var found = server.getManagers().getImapHostManager().getFolder(user, folder);
        return found == null ? 0 : found.getMessageCount();
    }

    /** How many of INBOX are marked as seen. */
    public long seen() {
        return server.getManagers().getImapHostManager().getFolder(user, "INBOX").getMessages().stream()
                .filter(mail -> mail.getFlags().contains(Flags.Flag.SEEN))
                .count();
    }

    @Override
    public void close() {
        server.stop();
    }
}
