package org.tocsin.account;

import jakarta.validation.constraints.NotNull;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A password to be set. */
@Schema(example = """
        {"password": "three plain words and 7"}""")
record PasswordChange(@NotNull @StrongPassword String password) {

    @Override
    public String toString() {
        return "PasswordChange[]";
    }
}
