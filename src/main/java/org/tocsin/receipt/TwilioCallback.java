package org.tocsin.receipt;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.tocsin.channel.sms.SmsConfig;
import org.tocsin.channel.sms.TwilioSignature;
import org.tocsin.platform.http.Problems;

/** Whether a call comes from Twilio. */
@ApplicationScoped
class TwilioCallback {

    private static final Logger LOG = Logger.getLogger(TwilioCallback.class);

    /** Ids of Twilio's. */
    static final Pattern ID = Pattern.compile("[A-Za-z0-9]{1,64}");

    private final SmsConfig config;
    private final Optional<String> publicUrl;
    private final MeterRegistry meters;
    private final AtomicBoolean told = new AtomicBoolean();

    TwilioCallback(
            SmsConfig config,
            @ConfigProperty(name = "tocsin.public-url") Optional<String> publicUrl,
            MeterRegistry meters) {
        this.config = config;
        this.meters = meters;
        this.publicUrl = publicUrl.map(url -> url.replaceAll("/+$", ""));
    }

    /** The service as the outside sees it, without a slash at the end; empty, with a line in the log, when nobody has said. */
    Optional<String> publicUrl() {
        if (publicUrl.isEmpty() && told.compareAndSet(false, true)) {
            LOG.warn(
                    "A call of Twilio's was refused: its signature is over the public address, and tocsin.public-url is not set");
        }
        return publicUrl;
    }

    /**
     * The account that signed.
     *
     * @param address what was called, as Twilio was given it, of the service's public address
     * @return the account's name
     * @throws io.quarkiverse.resteasy.problem.HttpProblem 403, counted, for a call that is unsigned, forged, or names a field twice,
     *     which Twilio never does
     */
    String signer(UnaryOperator<String> address, MultivaluedMap<String, String> form, String signature) {
        return publicUrl()
                .map(address)
                .flatMap(called -> signer(called, form, signature))
                .orElseThrow(this::forged);
    }

    private RuntimeException forged() {
        meters.counter("tocsin.receipt.forged").increment();
        return Problems.forbidden("The call is not signed by an account that this service sends with.");
    }

    /** A field that Twilio always sends; refuses the call when it is missing or misshapen. */
    static String field(MultivaluedMap<String, String> form, String name, Pattern pattern) {
        String value = form.getFirst(name);
        if (value == null || !pattern.matcher(value).matches()) {
            throw Problems.invalid(name, "must be there, and as Twilio writes it");
        }
        return value;
    }

    private Optional<String> signer(String address, MultivaluedMap<String, String> form, String signature) {
        Map<String, String> fields = new HashMap<>();
        form.forEach((name, values) -> fields.put(name, values.get(0)));
        boolean once = form.values().stream().allMatch(values -> values.size() == 1);
        return once ? TwilioSignature.signer(config, address, fields, signature) : Optional.empty();
    }
}
