package org.tocsin.webhook;

import static org.awaitility.Awaitility.await;

import io.agroal.api.AgroalDataSource;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What stops one turn does not stop those after it: nobody would notice that no webhooks are looked for any more. */
class WebhookLoopTest {

    @Test
    void itGoesOnAfterAnError() {
        AtomicInteger turns = new AtomicInteger();
        AgroalDataSource database = (AgroalDataSource) Proxy.newProxyInstance(
                AgroalDataSource.class.getClassLoader(),
                new Class<?>[] {AgroalDataSource.class},
                (proxy, method, args) -> {
                    turns.incrementAndGet();
                    throw new OutOfMemoryError("for this test");
                });
        WebhookLoop loop =
                new WebhookLoop(database, new Lanes(database, null, null, Clock.systemUTC()), Clock.systemUTC());

        loop.start(null);
        await().until(() -> turns.get() >= 2);

        loop.stop(null);
    }
}
