package org.tocsin.channel.sandbox;

import org.tocsin.channel.OutboundMessage;
import org.tocsin.channel.UnsendableException;

/** How one kind of message looks as a file. */
interface SandboxFile {

    /** The folder within the outbox. */
    String folder();

    /** The end of the file's name, with its dot. */
    String extension();

    byte[] bytes(OutboundMessage message) throws UnsendableException;
}
