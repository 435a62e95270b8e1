package org.tocsin.channel;

/** One message cannot be made or encoded; the others can. The message of this exception quotes nothing of it. */
public final class UnsendableException extends Exception {

    private static final long serialVersionUID = 1L;

    public UnsendableException(String reason) {
        super(reason);
    }
}
