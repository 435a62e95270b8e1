package org.tocsin.channel;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.smallrye.faulttolerance.api.TypedGuard;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.eclipse.microprofile.faulttolerance.exceptions.BulkheadException;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.jboss.logging.Logger;

/** One provider behind its own circuit breaker and bulkhead. A send is never repeated here. */
final class GuardedProvider {

    private static final Logger LOG = Logger.getLogger(GuardedProvider.class);

    private final Provider provider;
    private final TypedGuard<SendResult> guard;
    private final long trialAfterNanos;
    private volatile CircuitBreakerState state = CircuitBreakerState.CLOSED;
    private volatile long openedAtNanos;

    GuardedProvider(Provider provider, ChannelKind kind, BreakerConfig breaker, MeterRegistry meters) {
        this.provider = provider;
        this.trialAfterNanos = breaker.delay().toNanos();
        this.guard = TypedGuard.create(SendResult.class)
                .withDescription(kind + " provider " + provider.name())
                .withCircuitBreaker()
                .failOn(ProviderDownException.class)
                .requestVolumeThreshold(breaker.window())
                .failureRatio(breaker.failureRatio())
                .delay(breaker.delay().toMillis(), ChronoUnit.MILLIS)
                .onStateChange(this::changed)
                .done()
                .withBulkhead()
                .limit(provider.connections())
                .done()
                .build();
        Gauge.builder("tocsin.provider.breaker", this, GuardedProvider::breakerLevel)
                .description("0 closed, 1 half-open, 2 open: the provider counts as down")
                .tag("channel", kind.name())
                .tag("provider", provider.name())
                .strongReference(true)
                .register(meters);
    }

    int connections() {
        return provider.connections();
    }

    /** The provider's outcome, or empty when its breaker is open and it was not asked. */
    Optional<SendResult> send(OutboundMessage message, SendPermit permit) {
        try {
            return Optional.of(guard.call(() -> sendOnce(message, permit)));
        } catch (ProviderDownException e) {
            return Optional.of(e.result());
        } catch (CircuitBreakerOpenException e) {
            return Optional.empty();
        } catch (BulkheadException e) {
            return Optional.of(SendResult.notStarted(FailureClass.TOO_FAST, provider.name()));
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("the guarded call throws no other checked exception", e);
        }
    }

    private SendResult sendOnce(OutboundMessage message, SendPermit permit) throws ProviderDownException {
        SendResult result = provider.send(message, permit);
        // A provider that takes messages and answers nothing is as bad as one that is off: each costs an UNKNOWN.
        if (result.failureClass() == FailureClass.PROVIDER_DOWN || result.failureClass() == FailureClass.AMBIGUOUS) {
            throw new ProviderDownException(result);
        }
        return result;
    }

    /** Whether it has not failed of late. */
    boolean sound() {
        return state == CircuitBreakerState.CLOSED;
    }

    /** All of it while the breaker is closed; one message as a trial when an open one has waited long enough. */
    Readiness readiness() {
        int messages =
                switch (state) {
                    case CLOSED -> provider.connections();
                    case HALF_OPEN -> 1;
                    case OPEN -> System.nanoTime() - openedAtNanos >= trialAfterNanos ? 1 : 0;
                };
        return messages == 0 ? Readiness.NONE : new Readiness(messages, provider.name(), provider.perSecond());
    }

    private void changed(CircuitBreakerState next) {
        openedAtNanos = System.nanoTime();
        state = next;
        LOG.warnf("provider %s: circuit breaker is now %s", provider.name(), next);
    }

    private double breakerLevel() {
        return switch (state) {
            case CLOSED -> 0;
            case HALF_OPEN -> 1;
            case OPEN -> 2;
        };
    }
}
