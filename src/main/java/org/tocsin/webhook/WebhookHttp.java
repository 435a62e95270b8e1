package org.tocsin.webhook;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jboss.logging.Logger;
import org.tocsin.channel.Watchdog;
import org.tocsin.webhook.CallableAddresses.RefusedAddressException;

/**
 * Posts events. It follows no redirect, repeats nothing by itself, keeps no cookie, connects only to {@link CallableAddresses}, and
 * what the receiver says besides its status is thrown away.
 */
@ApplicationScoped
class WebhookHttp {

    private static final Logger LOG = Logger.getLogger(WebhookHttp.class);

    /** Standard Webhooks recommends 15 to 30 seconds. */
    private static final Timeout ANSWER = Timeout.ofSeconds(15);

    private static final Timeout CONNECT = Timeout.ofSeconds(5);
    /** From the call to its end, but for the look-up of the host's name. */
    static final Duration DEADLINE = Duration.ofSeconds(20);

    private static final int MOST_READ = 16 * 1024;

    /** The client takes headers of any length and number by itself, and keeps them all in memory. */
    private static final Http1Config HEADERS = Http1Config.custom()
            .setMaxLineLength(MOST_READ)
            .setMaxHeaderCount(200)
            .build();

    private final Watchdog watchdog = new Watchdog();
    private final CloseableHttpClient client;
    private final Duration deadline;

    @Inject
    WebhookHttp(CallableAddresses callable) {
        this(callable, ANSWER, DEADLINE);
    }

    WebhookHttp(CallableAddresses callable, Timeout answer, Duration deadline) {
        this.deadline = deadline;
        this.client = HttpClientBuilder.create()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(callable)
                        .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                                .http1Config(HEADERS)
                                .build())
                        .setMaxConnTotal(Lanes.PER_ENDPOINT * EndpointDesk.MOST)
                        .setMaxConnPerRoute(Lanes.PER_ENDPOINT * EndpointDesk.MOST)
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(CONNECT)
                                .setSocketTimeout(answer)
                                .setTimeToLive(TimeValue.ofMinutes(5))
                                .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                                .build())
                        .setDefaultSocketConfig(SocketConfig.custom()
                                .setSoTimeout(answer)
                                .setTcpNoDelay(true)
                                .build())
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(CONNECT)
                        .setResponseTimeout(answer)
                        .build())
                .setUserAgent("Tocsin-Webhooks/1")
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .build();
    }

    /** Posts an event, signed; ends within the deadline, whatever the receiver does. */
    Answer post(Receiver receiver, Event event, Instant now) {
        String id = event.id().toString();
        String body = event.body();
        HttpPost post = new HttpPost(receiver.url());
        post.setHeader("webhook-id", id);
        post.setHeader("webhook-timestamp", Long.toString(now.getEpochSecond()));
        post.setHeader("webhook-signature", Signature.of(receiver.secrets(), id, now, body));
        post.setEntity(new StringEntity(body, ContentType.APPLICATION_JSON));
        try (Watchdog.Watch watch = watchdog.after(deadline, post::cancel)) {
            return exchange(post);
        } catch (RefusedAddressException e) {
            return Answer.none("ADDRESS_REFUSED");
        } catch (UnknownHostException e) {
            return Answer.none("HOST_UNKNOWN");
        } catch (SSLException e) {
            return Answer.none("TLS");
        } catch (InterruptedIOException e) {
            return Answer.none("TIMEOUT");
        } catch (IOException e) {
            return Answer.none(post.isCancelled() ? "TIMEOUT" : "CONNECTION");
        }
    }

    @PreDestroy
    void close() {
        client.close(CloseMode.IMMEDIATE);
        watchdog.close();
    }

    private Answer exchange(HttpPost post) throws IOException {
        ClassicHttpResponse response = client.executeOpen(null, post, null);
        Answer answer = Answer.ofStatus(response.getCode(), retryAfter(response.getFirstHeader("Retry-After")));
        dismiss(response, post);
        return answer;
    }

    /** Reads a short answer to its end, so that the connection can be kept; the status counts, whatever becomes of the rest. */
    private static void dismiss(ClassicHttpResponse response, HttpPost post) {
        try (response) {
            HttpEntity rest = response.getEntity();
            if (rest != null && rest.getContent().readNBytes(MOST_READ).length == MOST_READ) {
                post.cancel(); // closing alone would read to an end that may never come
            }
        } catch (IOException e) {
            LOG.debug("A receiver's answer broke off behind its status", e);
        }
    }

    /** In whole seconds; the other form, a date, is taken for none: few send it, and our schedule is patient enough. */
    private static Duration retryAfter(Header header) {
        boolean seconds = header != null && header.getValue().strip().matches("[0-9]{1,9}");
        return seconds ? Duration.ofSeconds(Long.parseLong(header.getValue().strip())) : Duration.ZERO;
    }
}
