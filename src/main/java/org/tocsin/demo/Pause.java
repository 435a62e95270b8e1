package org.tocsin.demo;

import java.time.Duration;

/** How the demo waits before it looks again. */
@FunctionalInterface
interface Pause {

    Pause SLEEP = length -> Thread.sleep(length.toMillis());

    void of(Duration length) throws InterruptedException;
}
