package org.tocsin.benchmark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.tocsin.testing.ServiceApi;
import org.tocsin.testing.ServiceProcess;

/** The packaged service with one mail provider, on a fresh data folder; it sends for real. */
final class ServiceUnderTest implements AutoCloseable {

    private static final int MESSAGES_PER_CONNECTION = 1_000_000; // smtp-source -d never changes its connections either

    private static final int NOBODY_LISTENS = 1;

    private final ServiceProcess process;
    private final Path data;
    private final ServiceApi api;

    private ServiceUnderTest(ServiceProcess process, Path data) {
        this.process = process;
        this.data = data;
        this.api = ServiceApi.at(process.address(), data);
    }

    /**
     * Starts it and waits until it is up.
     *
     * @param folder where the data folder and the log go
     * @param more further settings, as {@code key=value}
     */
    static ServiceUnderTest start(Path folder, int smtpPort, int connections, List<String> jvmOptions, String... more)
            throws IOException {
        Path data = Files.createTempDirectory(folder, "data");
        List<String> settings = new ArrayList<>(List.of(
                "tocsin.data-dir=" + data,
                "tocsin.email.from=notices@example.org",
                "tocsin.email.from-name=Example Telecom",
                "tocsin.email.providers.main.host=127.0.0.1",
                "tocsin.email.providers.main.port=" + smtpPort,
                "tocsin.email.providers.main.tls=NONE",
                "tocsin.email.providers.main.connections=" + connections,
                "tocsin.email.providers.main.messages-per-connection=" + MESSAGES_PER_CONNECTION,
                "quarkus.log.file.enabled=true",
                "quarkus.log.file.path=" + folder.resolve("service.log")));
        settings.addAll(List.of(more));
        ServiceProcess process = ServiceProcess.start(jvmOptions, settings.toArray(String[]::new));
        process.awaitUp();
        return new ServiceUnderTest(process, data);
    }

    /** Starts one that is to send nothing. */
    static ServiceUnderTest withoutMail(Path folder, List<String> jvmOptions) throws IOException {
        return start(folder, NOBODY_LISTENS, 1, jvmOptions);
    }

    ServiceApi api() {
        return api;
    }

    String address() {
        return process.address();
    }

    /** The header by which a role's first account proves itself, for callers with a client of their own. */
    String authorization(String role) {
        byte[] login = (role + ":" + api.password(role)).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(login);
    }

    long processId() {
        return process.processId();
    }

    Path dataFolder() {
        return data;
    }

    /** Ends it as an operator would, so that its database is shut down and a profiler can write what it saw. */
    @Override
    public void close() throws Exception {
        try (process) {
            process.stop();
        }
    }
}
