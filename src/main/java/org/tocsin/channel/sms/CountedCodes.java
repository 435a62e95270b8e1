package org.tocsin.channel.sms;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.tocsin.channel.FailureClass;

/** The class of every code: by {@link TwilioCodes}, and a safe one, counted, for a code that is in no table. */
public final class CountedCodes {

    private final MeterRegistry meters;

    public CountedCodes(MeterRegistry meters) {
        this.meters = meters;
    }

    /**
     * The class of a code.
     *
     * @param provider the account's name in the configuration, for the count
     * @return for an unknown code {@code POLICY}: our fault until somebody has read up on it. It marks no address, and a storm of
     *     it stops the batch
     */
    public FailureClass classOf(String provider, int code) {
        return TwilioCodes.classOf(code).orElseGet(() -> unknown(provider, code));
    }

    private FailureClass unknown(String provider, int code) {
        Counter.builder("tocsin.provider.unknown.codes")
                .description("answers and reports with a code that is in no table")
                .tag("provider", provider)
                .tag("code", String.valueOf(code))
                .register(meters)
                .increment();
        return FailureClass.POLICY;
    }
}
