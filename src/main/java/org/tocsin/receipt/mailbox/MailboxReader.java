package org.tocsin.receipt.mailbox;

import jakarta.mail.FetchProfile;
import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Store;
import jakarta.mail.search.FlagTerm;
import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.IMAPMessage;
import org.eclipse.angus.mail.imap.IMAPStore;
import org.tocsin.receipt.mailbox.MailboxConfig.Then;

/** One look through an open folder. */
final class MailboxReader {

    // Moved in one command; so many at most come twice when the connection breaks.
    private static final int AT_ONCE = 50;

    private final Store store;
    private final IMAPFolder folder;
    private final MailboxConfig config;
    private final BooleanSupplier over;
    private int stored;
    private int cut;
    private int unreadable;

    MailboxReader(Store store, IMAPFolder folder, MailboxConfig config, BooleanSupplier over) {
        this.store = store;
        this.folder = folder;
        this.config = config;
        this.over = over;
    }

    MailboxLook read(Mailbox.Intake intake) throws MessagingException, SQLException {
        Message[] waiting = waiting();
        for (int from = 0; from < waiting.length && !over.getAsBoolean(); from += AT_ONCE) {
            take(Arrays.copyOfRange(waiting, from, Math.min(from + AT_ONCE, waiting.length)), intake);
        }
        return new MailboxLook(stored, cut, unreadable);
    }

    private Message[] waiting() throws MessagingException {
        Flags.Flag done = config.then() == Then.MARK_SEEN ? Flags.Flag.SEEN : Flags.Flag.DELETED;
        return folder.search(new FlagTerm(new Flags(done), false));
    }

    private void take(Message[] some, Mailbox.Intake intake) throws MessagingException, SQLException {
        FetchProfile sizes = new FetchProfile();
        sizes.add(FetchProfile.Item.SIZE);
        folder.fetch(some, sizes);
        List<Message> taken = new ArrayList<>();
        try {
            for (Message message : some) {
                byte[] mail = content((IMAPMessage) message);
                if (mail.length > 0) {
                    intake.take(mail);
                    taken.add(message);
                }
            }
        } finally {
            finish(taken.toArray(Message[]::new));
        }
        stored += taken.size();
    }

    /** A mail, or its beginning; empty for one that the server would not give while it gives others. */
    private byte[] content(IMAPMessage message) throws MessagingException {
        try (InputStream content = message.getMimeStream()) {
            byte[] mail = content.readNBytes(config.maxBytes());
            cut += message.getSize() > mail.length && mail.length == config.maxBytes() ? 1 : 0;
            return mail;
        } catch (IOException | MessagingException e) {
            if (!folder.isOpen()) {
                throw new MessagingException("the connection broke");
            }
            unreadable++;
            return new byte[0];
        }
    }

    private void finish(Message[] taken) throws MessagingException {
        if (taken.length == 0 || !folder.isOpen()) {
            return;
        }
        switch (config.then()) {
            case MARK_SEEN -> folder.setFlags(taken, new Flags(Flags.Flag.SEEN), true);
            case DELETE -> delete(taken);
            case MOVE -> move(taken);
        }
    }

    private void move(Message[] taken) throws MessagingException {
        Folder target = store.getFolder(config.moveTo());
        if (!target.exists() && !target.create(Folder.HOLDS_MESSAGES)) {
            throw new MessagingException("the folder to move to cannot be made");
        }
        if (((IMAPStore) store).hasCapability("MOVE")) { // RFC 6851
            folder.moveMessages(taken, target);
        } else {
            folder.copyMessages(taken, target);
            delete(taken);
        }
    }

    private void delete(Message[] taken) throws MessagingException {
        folder.setFlags(taken, new Flags(Flags.Flag.DELETED), true);
        if (((IMAPStore) store).hasCapability("UIDPLUS")) { // RFC 4315
            folder.expunge(taken);
        } else {
            folder.expunge();
        }
    }
}
