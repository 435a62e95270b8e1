package org.tocsin.faults;

import java.io.IOException;
import java.nio.file.Path;
import org.tocsin.testing.ServiceApi;
import org.tocsin.testing.ServiceProcess;

/** One running service of several over one database, with everything that can happen to a process. */
final class Replica implements AutoCloseable {

    private final ServiceProcess process;
    private final ServiceApi api;

    private Replica(ServiceProcess process, Path dataFolder) {
        this.process = process;
        this.api = ServiceApi.at(process.address(), dataFolder);
    }

    /** Starts one and waits until it is up. */
    static Replica start(Path dataFolder, String... settings) throws IOException {
        ServiceProcess process = ServiceProcess.start(settings);
        process.awaitUp();
        return new Replica(process, dataFolder);
    }

    ServiceApi api() {
        return api;
    }

    /** The status that it answers to a question, from outside: 200, or what an outage makes of it. */
    int status(String path) throws IOException, InterruptedException {
        return process.get(path).statusCode();
    }

    /** SIGKILL: nothing is finished. */
    void kill() throws InterruptedException {
        process.kill();
    }

    /** SIGTERM, and waits until it has ended. */
    int stop() throws InterruptedException {
        return process.stop();
    }

    /** SIGSTOP: it stands still and does not know. */
    void freeze() throws IOException, InterruptedException {
        signal("STOP");
    }

    /** SIGCONT. */
    void thaw() throws IOException, InterruptedException {
        signal("CONT");
    }

    boolean isAlive() {
        return ProcessHandle.of(process.processId()).map(ProcessHandle::isAlive).orElse(false);
    }

    private void signal(String name) throws IOException, InterruptedException {
        int exit = new ProcessBuilder("kill", "-" + name, Long.toString(process.processId()))
                .inheritIO()
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IllegalStateException("the signal " + name + " did not arrive");
        }
    }

    @Override
    public void close() throws Exception {
        process.close();
    }
}
