package org.tocsin.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import org.tocsin.platform.Digests;

/** The sample: one incident and a messy list of the people it concerns, all of them fictional. */
final class Sample {

    /** A customer whose email address is broken, so that the notice goes out as a text message. */
    static final String EXAMPLE_CUSTOMER = "ET-100148";

    static final String TEMPLATE = "plain-notice";

    /** The incident as JSON. */
    byte[] incident() throws IOException {
        try (InputStream file = open("incident.json")) {
            return file.readAllBytes();
        }
    }

    /** The people as CSV; the caller closes it. */
    InputStream customers() {
        return open("customers.csv");
    }

    /** SHA-256 of the people's CSV. */
    byte[] customersDigest() throws IOException {
        MessageDigest sha256 = Digests.sha256();
        try (InputStream file = new DigestInputStream(customers(), sha256)) {
            file.transferTo(OutputStream.nullOutputStream());
        }
        return sha256.digest();
    }

    private static InputStream open(String file) {
        InputStream stream = Sample.class.getResourceAsStream("/demo/" + file);
        if (stream == null) {
            throw new UncheckedIOException(new IOException("demo/" + file + " is not in the package"));
        }
        return stream;
    }
}
