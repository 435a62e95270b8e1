package org.tocsin.account;

import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** An account as operators see it. */
@Schema(
        example =
                """
        {"username": "a.example", "roles": ["author"], "createdAt": "2026-08-20T09:00:00Z", "createdBy": "operator",
         "passwordSetAt": "2026-08-20T09:00:00Z", "passwordSetBy": "operator", "disabledAt": null}""")
record AccountView(
        String username,
        List<String> roles,
        Instant createdAt,
        String createdBy,
        Instant passwordSetAt,
        String passwordSetBy,
        Instant disabledAt) {

    static AccountView of(Account account) {
        return new AccountView(
                account.username,
                account.roles,
                account.createdAt,
                account.createdBy,
                account.passwordSetAt,
                account.passwordSetBy,
                account.disabledAt);
    }
}
