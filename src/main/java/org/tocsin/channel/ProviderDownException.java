package org.tocsin.channel;

/** Tells a circuit breaker, which counts exceptions, that a provider failed; never leaves {@link GuardedProvider}. */
final class ProviderDownException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient SendResult result;

    ProviderDownException(SendResult result) {
        super(null, null, false, false); // a signal, not a fault: its stack would cost more than the message
        this.result = result;
    }

    SendResult result() {
        return result;
    }
}
