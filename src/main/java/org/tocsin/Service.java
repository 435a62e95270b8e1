package org.tocsin;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import java.nio.file.Path;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** The service while it is up. */
public final class Service implements QuarkusApplication {

    /** Says where everything is, and returns when the service is told to stop. */
    @Override
    public int run(String... arguments) {
        Config config = ConfigProvider.getConfig();
        System.out.printf(
                "Tocsin is up at http://localhost:%d (calls: /q/swagger-ui). Data: %s, database: %s%n",
                config.getValue("quarkus.http.port", Integer.class),
                config.getValue("tocsin.data-dir", Path.class).toAbsolutePath().normalize(),
                config.getOptionalValue("tocsin.database.embedded", Boolean.class)
                                .orElse(false)
                        ? "embedded"
                        : "your own");
        Quarkus.waitForExit();
        return 0;
    }
}
