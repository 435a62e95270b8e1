package org.tocsin.account;

import io.quarkus.elytron.security.common.BcryptUtil;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.util.Base64;

/** Slow hashes of passwords, and new random ones. */
@ApplicationScoped
class Passwords {

    private static final int RANDOM_BYTES = 15;

    private final SecureRandom random = new SecureRandom();
    private final int cost;
    private final String hashOfNobody;

    Passwords(AccountsConfig config) {
        this.cost = config.bcryptCost();
        this.hashOfNobody = hash(random());
    }

    /** A bcrypt hash with a salt of its own, in modular crypt format. */
    String hash(String password) {
        return BcryptUtil.bcryptHash(password, cost);
    }

    boolean matches(String password, String hash) {
        return BcryptUtil.matches(password, hash);
    }

    /** Takes the time of a comparison, so that an answer's delay does not tell whether an account exists. */
    void matchesNobody(String password) {
        matches(password, hashOfNobody);
    }

    /** 120 random bits as 20 characters. */
    String random() {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
