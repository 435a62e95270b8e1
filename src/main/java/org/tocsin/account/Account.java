package org.tocsin.account;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.tocsin.platform.Ids;

/**
 * A built-in account. Its roles never change: whoever needs others gets another account.
 *
 * <p>The limit of built-in accounts: an operator makes them, so an operator could hold both an author's and an approver's
 * password. Who made an account and who set its password last is therefore kept, shown to auditors by the evidence, and
 * given to the four-eyes rule as the caller's {@link org.tocsin.access.Caller#sponsors() sponsors}, which refuses the
 * approval of an author's work by an account of that author's making. What it cannot see is one operator behind two
 * accounts; where that matters, use an OIDC server.
 */
@Entity
class Account extends PanacheEntityBase {

    @Id
    UUID id;

    String username;

    @Column(name = "password_hash")
    String passwordHash;

    @JdbcTypeCode(SqlTypes.ARRAY)
    List<String> roles;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "created_by")
    String createdBy;

    @Column(name = "password_set_at")
    Instant passwordSetAt;

    @Column(name = "password_set_by")
    String passwordSetBy;

    @Column(name = "disabled_at")
    Instant disabledAt;

    protected Account() {}

    Account(String username, Set<String> roles, String passwordHash, String createdBy, Instant createdAt) {
        this.id = Ids.next();
        this.username = username;
        this.roles = roles.stream().sorted().toList();
        this.createdBy = createdBy;
        this.createdAt = createdAt;
        setPassword(passwordHash, createdBy, createdAt);
    }

    void setPassword(String newHash, String setBy, Instant setAt) {
        passwordHash = newHash;
        passwordSetBy = setBy;
        passwordSetAt = setAt;
    }

    boolean isDisabled() {
        return disabledAt != null;
    }

    static Optional<Account> named(String username) {
        return find("username", username).firstResultOptional();
    }

    static List<Account> after(String username, int limit) {
        return find("username > ?1 order by username", username).page(0, limit).list();
    }
}
