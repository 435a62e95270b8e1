package org.tocsin.receipt;

import org.tocsin.platform.http.Problems;

/** What holds for every call that takes a mail. */
final class ReturnedMails {

    /** A mail as it is (RFC 5322). */
    static final String MEDIA_TYPE = "message/rfc822";

    private ReturnedMails() {}

    static byte[] notEmpty(byte[] mail) {
        if (mail == null || mail.length == 0) {
            throw Problems.invalid("body", "must be a mail");
        }
        return mail;
    }
}
