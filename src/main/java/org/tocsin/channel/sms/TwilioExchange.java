package org.tocsin.channel.sms;

import com.twilio.exception.ApiConnectionException;
import com.twilio.http.HttpClient;
import com.twilio.http.HttpMethod;
import com.twilio.http.Request;
import com.twilio.http.Response;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.entity.UrlEncodedFormEntity;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.NameValuePair;
import org.apache.hc.core5.http.ParseException;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.message.BasicNameValuePair;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.tocsin.channel.SendPermit;
import org.tocsin.channel.SendStage;
import org.tocsin.channel.Watchdog;
import org.tocsin.channel.Watchdog.Watch;

/**
 * One call of the SDK: at most one request for each that it asks for, and a record of how far it got. Left to itself the SDK
 * sends a POST up to six times.
 */
final class TwilioExchange extends HttpClient {

    private static final String ATTRIBUTE = "tocsin.exchange";
    private static final int MAX_ANSWER_CHARS = 4_000_000;

    private final TwilioHttp http;
    private final Watchdog watchdog;
    private final SendPermit permit;
    private SendStage stage = SendStage.CONNECT;
    private int status;
    private String retryAfter;

    TwilioExchange(TwilioHttp http, Watchdog watchdog, SendPermit permit) {
        this.http = http;
        this.watchdog = watchdog;
        this.permit = permit;
    }

    static TwilioExchange of(HttpContext context) {
        return (TwilioExchange) context.getAttribute(ATTRIBUTE);
    }

    /** {@code NOT_STARTED} when the permit had lapsed. */
    SendStage stage() {
        return stage;
    }

    /** The HTTP status, or 0 when none came. */
    int status() {
        return status;
    }

    /** The header as it came, or null. */
    String retryAfter() {
        return retryAfter;
    }

    /** Called when the connection stands and nothing has been written yet. */
    void aboutToWrite() throws IOException {
        if (!permit.stillValid()) {
            stage = SendStage.NOT_STARTED;
            throw new IOException("the permit to send has lapsed");
        }
        stage = SendStage.HTTP_POST;
    }

    @Override
    public Response reliableRequest(Request request) {
        return makeRequest(request);
    }

    @Override
    public Response reliableRequest(Request request, int[] retryCodes, int retries, long delayMillis) {
        return makeRequest(request);
    }

    @Override
    public Response makeRequest(Request request) {
        HttpUriRequestBase httpRequest = httpRequest(request);
        HttpClientContext context = HttpClientContext.create();
        context.setAttribute(ATTRIBUTE, this);
        Duration limit = http.answerTimeout().multipliedBy(2); // an answer that trickles in keeps every read short
        Watch watch = watchdog.after(limit, httpRequest::cancel);
        try {
            return http.client().execute(httpRequest, context, this::read);
        } catch (IOException e) {
            throw new ApiConnectionException(e.toString(), e);
        } finally {
            watch.close();
        }
    }

    private Response read(ClassicHttpResponse response) throws IOException {
        status = response.getCode();
        Header wait = response.getFirstHeader(HttpHeaders.RETRY_AFTER);
        retryAfter = wait == null ? null : wait.getValue();
        String body = body(response.getEntity());
        stage = SendStage.ANSWERED;
        return new Response(body, status, response.getHeaders());
    }

    private static String body(HttpEntity entity) throws IOException {
        try {
            return entity == null ? "" : EntityUtils.toString(entity, StandardCharsets.UTF_8, MAX_ANSWER_CHARS);
        } catch (ParseException e) {
            throw new IOException("the answer cannot be read", e);
        }
    }

    private HttpUriRequestBase httpRequest(Request request) {
        HttpUriRequestBase httpRequest =
                new HttpUriRequestBase(request.getMethod().toString(), http.rebase(target(request)));
        httpRequest.setConfig(http.requestConfig());
        httpRequest.addHeader(HttpHeaders.AUTHORIZATION, request.getAuthString());
        httpRequest.addHeader(HttpHeaders.ACCEPT, "application/json");
        if (request.getMethod() != HttpMethod.GET) {
            List<NameValuePair> form = new ArrayList<>();
            for (Map.Entry<String, List<String>> entry : request.getPostParams().entrySet()) {
                entry.getValue().forEach(value -> form.add(new BasicNameValuePair(entry.getKey(), value)));
            }
            httpRequest.setEntity(new UrlEncodedFormEntity(form, StandardCharsets.UTF_8));
        }
        return httpRequest;
    }

    private static URI target(Request request) {
        try {
            return request.constructURL().toURI();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the SDK made an address that is none", e);
        }
    }
}
