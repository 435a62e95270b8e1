package org.tocsin.demo;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Ends the service with the process that started it, where that is asked for: Maven, which does not stop what it has started
 * when it is itself told to end.
 */
@ApplicationScoped
class ParentWatch {

    private final DemoConfig demo;

    ParentWatch(DemoConfig demo) {
        this.demo = demo;
    }

    void onStart(@Observes StartupEvent start) {
        if (demo.endsWithParent()) {
            ProcessHandle.current().parent().ifPresent(parent -> parent.onExit().thenRun(Quarkus::asyncExit));
        }
    }
}
