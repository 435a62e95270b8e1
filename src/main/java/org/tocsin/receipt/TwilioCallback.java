package org.tocsin.receipt;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.tocsin.channel.sms.SmsConfig;
import org.tocsin.channel.sms.TwilioSignature;

/** Whether a call comes from Twilio. */
@ApplicationScoped
class TwilioCallback {

    private static final Logger LOG = Logger.getLogger(TwilioCallback.class);

    private final SmsConfig config;
    private final Optional<String> publicUrl;
    private final AtomicBoolean told = new AtomicBoolean();

    TwilioCallback(SmsConfig config, @ConfigProperty(name = "tocsin.public-url") Optional<String> publicUrl) {
        this.config = config;
        this.publicUrl = publicUrl.map(url -> url.replaceAll("/+$", ""));
    }

    /** The service as the outside sees it, without a slash at the end; empty, with a line in the log, when nobody has said. */
    Optional<String> publicUrl() {
        if (publicUrl.isEmpty() && told.compareAndSet(false, true)) {
            LOG.warn(
                    "A status callback was refused: its signature is over the public address, and tocsin.public-url is not set");
        }
        return publicUrl;
    }

    /**
     * The account that signed.
     *
     * @param address what was called, as Twilio was given it
     * @return the account's name; empty for a call that is unsigned, forged, or names a field twice, which Twilio never does
     */
    Optional<String> signer(String address, MultivaluedMap<String, String> form, String signature) {
        Map<String, String> fields = new HashMap<>();
        form.forEach((name, values) -> fields.put(name, values.get(0)));
        boolean once = form.values().stream().allMatch(values -> values.size() == 1);
        return once ? TwilioSignature.signer(config, address, fields, signature) : Optional.empty();
    }
}
