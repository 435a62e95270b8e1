package org.tocsin.platform.database;

import java.security.SecureRandom;
import java.util.Base64;

/** A role of the database and the password that opens it. */
public record Login(String role, String password) {

    private static final int PASSWORD_BYTES = 24;

    /** A new random password of 192 bits, spelled with letters, digits, hyphens and underscores. */
    static Login withNewPassword(String role) {
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        return new Login(role, Base64.getUrlEncoder().withoutPadding().encodeToString(random));
    }

    @Override
    public String toString() {
        return "Login[" + role + "]";
    }
}
