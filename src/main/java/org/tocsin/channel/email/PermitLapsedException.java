package org.tocsin.channel.email;

import java.io.IOException;

/** The permit was gone before the final dot; an {@link IOException}, because for those the library drops the connection. */
final class PermitLapsedException extends IOException {

    private static final long serialVersionUID = 1L;

    PermitLapsedException() {
        super("the permit to send has lapsed");
    }
}
