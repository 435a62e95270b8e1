package org.tocsin.channel.email;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Who email comes from and the relays that take it. */
@ConfigMapping(prefix = "tocsin.email")
public interface EmailConfig {

    /** The address in From; required as soon as there is a provider. */
    Optional<String> from();

    /** The name beside it, in any script. */
    Optional<String> fromName();

    /**
     * The domain that bounces come back to, each to an address of its own delivery. Without it they come back to
     * {@link #from()}, and only their text says whose they are.
     */
    Optional<String> returnPathDomain();

    /** The relays by name. */
    Map<String, Provider> providers();

    /** One mail relay. */
    interface Provider {

        String host();

        /** 587 for STARTTLS, 465 for IMPLICIT and 25 for NONE when absent. */
        OptionalInt port();

        Optional<String> username();

        Optional<String> password();

        @WithDefault("STARTTLS")
        TlsPolicy tls();

        /** A PEM file with the only certificates to trust, for a relay with a private authority; else the platform's. */
        Optional<String> trustCertificate();

        /** Connections kept open by this replica; so many messages are under way at once. */
        @WithDefault("10")
        int connections();

        /** After so many messages a connection is closed: many servers break off at about a hundred. */
        @WithDefault("100")
        int messagesPerConnection();

        /** After so long a connection is closed, however busy: a relay behind a name that moves is followed. */
        @WithDefault("PT5M")
        Duration maxConnectionAge();

        /** A connection unused for so long is closed; servers give up after a few minutes (RFC 5321, 4.5.3.2.7: five). */
        @WithDefault("PT30S")
        Duration idleTimeout();

        /** The pace over all replicas, kept by dispatch; unlimited when absent. */
        OptionalDouble messagesPerSecond();

        /** The provider with the lowest number is used first. */
        @WithDefault("100")
        int priority();

        @WithDefault("PT10S")
        Duration connectTimeout();

        /** The longest wait for one answer before the final dot. */
        @WithDefault("PT30S")
        Duration commandTimeout();

        /** The longest time from connecting to the final dot, however busy the server looks. */
        @WithDefault("PT90S")
        Duration deadline();

        /** The longest wait for the answer to the final dot (RFC 5321, 4.5.3.2.6): shorter waits make doubles. */
        @WithDefault("PT10M")
        Duration dotTimeout();
    }

    /** How a connection is protected. There is no way from one to another: a message never leaves in plain text. */
    enum TlsPolicy {
        /** The server must offer STARTTLS and prove its name, or nothing is sent. */
        STARTTLS,
        /** TLS from the first byte, with the same proof. */
        IMPLICIT,
        /** No protection: for a server on this machine only. */
        NONE;

        /** Whether a server may be spoken to so; by the spelling of its name, for a name in DNS can point elsewhere tomorrow. */
        public boolean fits(String host) {
            return this != NONE
                    || host.equalsIgnoreCase("localhost")
                    || host.equals("::1")
                    || host.matches("127(\\.\\d{1,3}){3}");
        }
    }
}
