package org.tocsin.account;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** What a user name and a password must be. */
final class Credentials {

    static final String USERNAME = "[a-z][a-z0-9._-]{0,63}";
    static final int MIN_PASSWORD_CHARS = 12;
    /** bcrypt reads no more, and longer ones would pass for one another. */
    static final int MAX_PASSWORD_BYTES = 72;

    private static final Pattern USERNAME_PATTERN = Pattern.compile(USERNAME);

    private Credentials() {}

    static boolean couldBeUsername(String name) {
        return USERNAME_PATTERN.matcher(name).matches();
    }

    static boolean couldBePassword(String password) {
        int bytes = password.getBytes(StandardCharsets.UTF_8).length;
        return bytes > 0 && bytes <= MAX_PASSWORD_BYTES;
    }
}
