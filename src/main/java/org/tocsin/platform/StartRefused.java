package org.tocsin.platform;

/**
 * The service will not start as it is set up; the message, which is all that the operator sees, says why and what to do.
 *
 * <p>Holds neither secrets nor personal data.
 */
public final class StartRefused extends RuntimeException {

    public StartRefused(String message) {
        super(message);
    }

    public StartRefused(String message, Throwable cause) {
        super(message, cause);
    }
}
