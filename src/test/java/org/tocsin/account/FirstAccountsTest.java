package org.tocsin.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.elytron.security.common.BcryptUtil;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.tocsin.access.Role;
import org.tocsin.testing.WithOidcServer;

/** On a service that let nobody in by account so far, so that it has none. */
@QuarkusTest
@TestProfile(WithOidcServer.class)
class FirstAccountsTest {

    @Inject
    FirstAccounts firstAccounts;

    @ConfigProperty(name = "tocsin.data-dir")
    Path dataFolder;

    @Test
    void areMadeOnceHoweverManyReplicasStart() throws Exception {
        Path file = dataFolder.resolve("first-accounts.json");
        // At its start the service made none: with an OIDC server nobody could use them.
        assertThat(file).doesNotExist();
        QuarkusTransaction.requiringNew().run(() -> Account.deleteAll());

        CompletableFuture.allOf(Stream.generate(() -> CompletableFuture.runAsync(firstAccounts::makeIfNone))
                        .limit(4)
                        .toArray(CompletableFuture[]::new))
                .join();

        List<Account> accounts = QuarkusTransaction.requiringNew().call(() -> Account.after("", 100));
        assertThat(accounts).extracting(account -> account.username).containsExactlyInAnyOrderElementsOf(Role.ALL);
        JsonNode told = new ObjectMapper().readTree(file.toFile());
        assertThat(accounts).allSatisfy(account -> {
            assertThat(account.roles).containsExactly(account.username);
            assertThat(BcryptUtil.matches(
                            told.get(account.username).get("password").textValue(), account.passwordHash))
                    .isTrue();
        });
        Files.delete(file);
    }
}
