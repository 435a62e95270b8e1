package org.tocsin.faults;

import java.io.IOException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One bench for all short fault tests: a test gets it as a parameter, with providers that answer as usual. Short leases and
 * deadlines, so that what takes minutes in earnest takes seconds here.
 */
final class SharedBench implements BeforeEachCallback, ParameterResolver {

    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(SharedBench.class);

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

    /** Ends the bench when the last test has. */
    private record Held(Bench bench) implements AutoCloseable {
        @Override
        public void close() throws Exception {
            bench.close();
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        Awaitility.setDefaultTimeout(Duration.ofMinutes(2)); // a machine may be busy with other things too
        Bench bench = bench(context);
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
        return bench(context);
    }

    private static Bench bench(ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(Held.class, any -> make(), Held.class)
                .bench();
    }

    private static Held make() {
        try {
            return new Held(new Bench(false, HASTY));
        } catch (IOException e) {
            throw new IllegalStateException("the bench could not be set up", e);
        }
    }
}
