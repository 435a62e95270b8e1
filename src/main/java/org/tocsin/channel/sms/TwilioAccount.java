package org.tocsin.channel.sms;

import com.twilio.http.TwilioRestClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.tocsin.channel.SendPermit;
import org.tocsin.channel.Watchdog;

/** One account with its kept connections; hands the SDK a client for a single call. */
final class TwilioAccount implements AutoCloseable {

    private final SmsConfig.Provider config;
    private final TwilioHttp http;
    private final Watchdog watchdog;

    TwilioAccount(SmsConfig.Provider config, Watchdog watchdog) {
        this.config = config;
        this.http = new TwilioHttp(config);
        this.watchdog = watchdog;
    }

    SmsConfig.Provider config() {
        return config;
    }

    TwilioExchange exchange(SendPermit permit) {
        return new TwilioExchange(http, watchdog, permit);
    }

    TwilioRestClient client(TwilioExchange exchange) {
        return new TwilioRestClient.Builder(config.accountSid(), config.authToken())
                .httpClient(exchange)
                .build();
    }

    @Override
    public void close() {
        try {
            http.close();
        } catch (IOException e) {
            throw new UncheckedIOException("connections did not close", e);
        }
    }
}
