package org.tocsin.account;

import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** An account to be made. */
@Schema(example = """
        {"username": "a.example", "password": "three plain words and 7", "roles": ["author"]}""")
record NewAccount(
        @NotNull @Pattern(
                        regexp = "(?!system$)" + Credentials.USERNAME,
                        message = "must begin with a letter and have up to 64 of a-z, 0-9, '.', '_' and '-'")
                String username,
        @NotNull @StrongPassword String password,
        @NotEmpty Set<@NotNull String> roles) {

    @Override
    public String toString() {
        return "NewAccount[username=" + username + ", roles=" + roles + "]";
    }
}
