package org.tocsin.demo;

/** The sample cannot go on; the message is the one line that says why. The service is not concerned. */
final class DemoStopped extends Exception {

    DemoStopped(String message) {
        super(message);
    }

    DemoStopped(String message, Throwable cause) {
        super(message, cause);
    }
}
