package org.tocsin.account;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.Optional;
import java.util.Set;

/** What an operator can set about built-in accounts. */
@ConfigMapping(prefix = "tocsin.accounts")
interface AccountsConfig {

    /** The accounts that stay usable where an OIDC server is configured, for the day on which it cannot be reached. */
    Optional<Set<String>> breakGlass();

    /** The cost of bcrypt, as a power of two: one more doubles the time that a guess takes. */
    @WithDefault("12")
    @Min(4) @Max(16) int bcryptCost();
}
