package org.tocsin.faults;

import java.io.IOException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One bench for all short fault tests of a process: a test gets it as a parameter, with providers that answer as usual. Short
 * leases and deadlines, so that what takes minutes in earnest takes seconds here.
 */
final class SharedBench implements BeforeEachCallback, ParameterResolver {

    private static final String[] HASTY = {
        "tocsin.dispatch.lease=PT5S", // longer than a busy machine keeps a living replica from saying so
        "tocsin.dispatch.heartbeat=PT0.5S",
        "tocsin.dispatch.reconcile-after=PT1S",
        "tocsin.email.providers.main.connections=6",
        "tocsin.email.providers.main.idle-timeout=PT1S",
        "tocsin.email.providers.main.deadline=PT10M", // no exchange that a test holds ends by itself
        "tocsin.email.providers.spare.connections=6",
        "tocsin.sms.providers.main.answer-timeout=PT5S",
        "tocsin.breaker.window=40",
        "tocsin.breaker.delay=PT1S"
    };

    /** Made for the first test, and ended with the process: where there are several, each class is a run of JUnit's of its own. */
    private static final class Made {
        private static final Bench BENCH = make();
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        Awaitility.setDefaultTimeout(Duration.ofMinutes(2)); // a machine may be busy with other things too
        Bench bench = Made.BENCH;
        bench.postgres().line().resume();
        bench.mail().answerAsUsual();
        bench.spareMail().answerAsUsual();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Bench.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return Made.BENCH;
    }

    private static Bench make() {
        try {
            Bench bench = new Bench(false, HASTY);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(bench), "end-bench"));
            return bench;
        } catch (IOException e) {
            throw new IllegalStateException("the bench could not be set up", e);
        }
    }

    private static void end(Bench bench) {
        try {
            bench.close();
        } catch (Exception e) {
            throw new IllegalStateException("the bench did not end", e);
        }
    }
}
