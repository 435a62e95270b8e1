package org.tocsin.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.ObserverMethod;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tocsin.testing.TestDatabase;

/** At the service's stop, what is in hand is sent to its end while the channels are still there. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class ShutdownOrderTest {

    @Inject
    BeanManager beans;

    @Test
    void theDispatcherStopsBeforeEverythingThatItSendsThrough() {
        List<ObserverMethod<? super ShutdownEvent>> ours = beans.resolveObserverMethods(new ShutdownEvent()).stream()
                .filter(observer -> observer.getBeanClass().getPackageName().startsWith("org.tocsin"))
                .toList();
        int dispatcher = ours.stream()
                .filter(observer -> observer.getBeanClass() == Dispatcher.class)
                .findFirst()
                .orElseThrow()
                .getPriority();

        // Observers are told in the order of their priorities, see "Observer ordering" in the specification of CDI.
        assertThat(ours)
                .filteredOn(observer -> observer.getBeanClass() != Dispatcher.class)
                .isNotEmpty()
                .allSatisfy(other -> assertThat(other.getPriority())
                        .as(other.getBeanClass().getName())
                        .isGreaterThan(dispatcher));
    }
}
