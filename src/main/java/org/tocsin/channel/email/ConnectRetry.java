package org.tocsin.channel.email;

import io.smallrye.faulttolerance.api.TypedGuard;
import jakarta.mail.MessagingException;
import java.time.temporal.ChronoUnit;
import org.eclipse.angus.mail.util.MailConnectException;

/** Connects once more when nobody answered at all: safe to repeat, for no message has been mentioned yet. */
final class ConnectRetry {

    private static final int RETRIES = 1;
    private static final long DELAY_MILLIS = 200;
    private static final long JITTER_MILLIS = 100;

    private final TypedGuard<Boolean> guard = TypedGuard.create(Boolean.class)
            .withRetry()
            .maxRetries(RETRIES)
            .delay(DELAY_MILLIS, ChronoUnit.MILLIS)
            .jitter(JITTER_MILLIS, ChronoUnit.MILLIS)
            .retryOn(MailConnectException.class)
            .done()
            .build();

    void run(Connecting connecting) throws MessagingException {
        try {
            guard.call(() -> {
                connecting.run();
                return true;
            });
        } catch (MessagingException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("connecting throws no other checked exception", e);
        }
    }

    @FunctionalInterface
    interface Connecting {
        void run() throws MessagingException;
    }
}
