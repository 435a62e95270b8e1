package org.tocsin.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/** The accounts that the service made at its first start, one per role. */
final class Logins {

    /** The file's name in the data folder. */
    static final String FILE = "first-accounts.json";

    private final JsonNode accounts;

    private Logins(JsonNode accounts) {
        this.accounts = accounts;
    }

    /** Reads the accounts from the data folder. */
    static Logins read(Path dataFolder, ObjectMapper json) throws DemoStopped {
        Path file = dataFolder.resolve(FILE);
        if (!Files.isReadable(file)) {
            throw new DemoStopped(
                    "it signs in with " + file + ", which is not there; start on a fresh tocsin.data-dir.");
        }
        try {
            return new Logins(json.readTree(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new DemoStopped("it signs in with " + file + ", which cannot be read.", e);
        }
    }

    /** The value of an {@code Authorization} header (RFC 7617). */
    String basic(String role) throws DemoStopped {
        JsonNode login = accounts.path(role);
        if (!login.path("username").isTextual() || !login.path("password").isTextual()) {
            throw new DemoStopped("there is no account for the role " + role + " in " + FILE + ".");
        }
        String pair =
                login.get("username").textValue() + ":" + login.get("password").textValue();
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }
}
