package org.tocsin.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.vertx.http.HttpServerStart;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Starts the sample, on a thread of its own, as soon as the service can be called. */
@ApplicationScoped
class DemoStart {

    private final DemoConfig demo;
    private final Config config;
    private final ObjectMapper json;
    private final Path dataFolder;
    private final boolean sandbox;
    private final Screen screen = Screen.ofProcess();
    private volatile boolean stopping;
    private volatile Thread thread;

    DemoStart(
            DemoConfig demo,
            Config config,
            ObjectMapper json,
            @ConfigProperty(name = "tocsin.data-dir") Path dataFolder,
            @ConfigProperty(name = "tocsin.sandbox") boolean sandbox) {
        this.demo = demo;
        this.config = config;
        this.json = json;
        this.dataFolder = dataFolder;
        this.sandbox = sandbox;
    }

    void onHttp(@ObservesAsync HttpServerStart start) {
        if (!demo.enabled()) {
            return;
        }
        URI service = URI.create("http://127.0.0.1:" + port(start.options().getPort()));
        thread = new Thread(() -> run(service), "demo");
        thread.setDaemon(true);
        thread.start();
    }

    void onStop(@Observes ShutdownEvent stop) {
        stopping = true;
        if (thread != null) {
            thread.interrupt();
        }
    }

    /** Quarkus replaces a configured port of 0 by the one that the system gave it. */
    private int port(int configured) {
        return configured > 0 ? configured : config.getValue("quarkus.http.port", Integer.class);
    }

    private void run(URI service) {
        try {
            if (!sandbox) {
                throw new DemoStopped("it runs with tocsin.sandbox=true only, so that no message can leave.");
            }
            Api api = new Api(service, Logins.read(dataFolder, json), json);
            new SampleRun(
                            api,
                            new Sample(),
                            screen,
                            new Report(service, dataFolder),
                            json,
                            demo.peoplePerSecond(),
                            Pause.SLEEP)
                    .run();
        } catch (DemoStopped e) {
            tell(e.getMessage());
        } catch (IOException e) {
            tell("the sample cannot be read: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tell(String why) {
        if (!stopping) {
            screen.line("The demo has stopped, the service goes on: " + why);
        }
    }
}
