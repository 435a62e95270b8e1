package org.tocsin.receipt.ses;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.net.URI;
import java.security.PublicKey;
import java.time.Clock;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Takes calls of Amazon SNS: checks whose they are, confirms a subscription, hands on what a notification carries. */
@ApplicationScoped
public class SnsFeed {

    private static final Logger LOG = Logger.getLogger(SnsFeed.class);

    /** A call that no configured topic has made; nothing may come of it. */
    public static final class ForgedException extends Exception {

        private static final long serialVersionUID = 1L;

        ForgedException(String message) {
            super(message);
        }
    }

    private final SnsTopics topics;
    private final SnsHttp http = new SnsHttp();
    private final SnsCertificates certificates;

    public SnsFeed(SesConfig config, Clock clock) {
        this.topics = new SnsTopics(config);
        this.certificates = new SnsCertificates(http, clock);
    }

    /** Makes the bean at start, so that a fault in the configuration stops the service. */
    void start(@Observes StartupEvent event) {}

    @PreDestroy
    void stop() {
        http.close();
    }

    /** Whether a topic is configured at all. */
    public boolean open() {
        return !topics.none();
    }

    /**
     * What a call's notification carries; empty for a call about the subscription itself, which is confirmed here.
     *
     * @throws ForgedException for one that is not signed by a configured topic
     * @throws IOException when Amazon SNS, asked for its certificate or told to subscribe, does not answer: have it call again
     */
    public Optional<String> receive(byte[] body) throws ForgedException, IOException {
        SnsCall call = SnsCall.read(body)
                .filter(read -> topics.has(read.topic()))
                .orElseThrow(() -> new ForgedException("not of a configured topic"));
        URI certificate = topics.certificate(call.topic(), call.field("SigningCertURL"))
                .orElseThrow(() -> new ForgedException("its certificate lies elsewhere"));
        PublicKey key = certificates.key(certificate).orElseThrow(() -> new ForgedException("no valid certificate"));
        if (!SnsSignature.isRight(call, key)) {
            throw new ForgedException("its signature is wrong");
        }
        switch (String.valueOf(call.type())) {
            case SnsCall.NOTIFICATION -> {
                return Optional.ofNullable(call.message());
            }
            case SnsCall.CONFIRMATION -> confirm(call);
            case SnsCall.END ->
                LOG.warn("A topic of Amazon SNS has ended its subscription: what SES tells does not come in any more");
            default -> LOG.debug("a call of Amazon SNS of a new type");
        }
        return Optional.empty();
    }

    private void confirm(SnsCall call) throws ForgedException, IOException {
        URI address = topics.confirmation(call.topic(), call.field("SubscribeURL"))
                .orElseThrow(() -> new ForgedException("it asks for a call elsewhere"));
        http.get(address);
        LOG.info("A topic of Amazon SNS is subscribed");
    }
}
