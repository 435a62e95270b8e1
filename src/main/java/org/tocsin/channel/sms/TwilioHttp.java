package org.tocsin.channel.sms;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/** The kept HTTP connections to one provider. Repeats nothing by itself: a repeated POST texts a person twice. */
final class TwilioHttp implements AutoCloseable {

    private static final Duration CHECKED_AFTER = Duration.ofSeconds(1);

    private final URI baseUrl;
    private final Duration answerTimeout;
    private final RequestConfig requestConfig;
    private final CloseableHttpClient client;

    TwilioHttp(SmsConfig.Provider config) {
        baseUrl = URI.create(config.baseUrl());
        answerTimeout = config.answerTimeout();
        Timeout answer = Timeout.of(config.answerTimeout());
        Timeout connect = Timeout.of(config.connectTimeout());
        requestConfig = RequestConfig.custom()
                .setConnectionRequestTimeout(connect)
                .setResponseTimeout(answer)
                .build();
        client = HttpClientBuilder.create()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setMaxConnPerRoute(config.connections())
                        .setMaxConnTotal(config.connections())
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(connect)
                                .setSocketTimeout(answer)
                                .setValidateAfterInactivity(TimeValue.of(CHECKED_AFTER))
                                .build())
                        .setDefaultSocketConfig(SocketConfig.custom()
                                .setSoTimeout(answer)
                                .setTcpNoDelay(true)
                                .build())
                        .build())
                .setDefaultRequestConfig(requestConfig)
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                // Behind the connecting, before the first byte: the last place where a message can be held back.
                .addExecInterceptorBefore(ChainElement.MAIN_TRANSPORT.name(), "permit", (request, scope, chain) -> {
                    TwilioExchange.of(scope.clientContext).aboutToWrite();
                    return chain.proceed(request, scope);
                })
                .build();
    }

    CloseableHttpClient client() {
        return client;
    }

    RequestConfig requestConfig() {
        return requestConfig;
    }

    Duration answerTimeout() {
        return answerTimeout;
    }

    /** The same request to the configured server: the SDK knows only its own. */
    URI rebase(URI uri) {
        String base = baseUrl.toString();
        String path = uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
        return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
