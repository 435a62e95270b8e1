package org.tocsin.channel.configured;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What the channels need to know of the deployment as a whole. */
@ApplicationScoped
class Deployment {

    private final boolean sandbox;
    private final Path outbox;
    private final Optional<String> publicUrl;

    @Inject
    Deployment(
            @ConfigProperty(name = "tocsin.sandbox", defaultValue = "false") boolean sandbox,
            @ConfigProperty(name = "tocsin.data-dir", defaultValue = "data") String dataFolder,
            @ConfigProperty(name = "tocsin.public-url") Optional<String> publicUrl) {
        this.sandbox = sandbox;
        this.outbox = Path.of(dataFolder, "outbox");
        this.publicUrl = publicUrl.map(url -> url.replaceAll("/+$", ""));
    }

    /** Whether every message becomes a file. */
    boolean sandbox() {
        return sandbox;
    }

    Path outbox() {
        return outbox;
    }

    /** Without a slash at the end. */
    Optional<String> publicUrl() {
        return publicUrl;
    }
}
