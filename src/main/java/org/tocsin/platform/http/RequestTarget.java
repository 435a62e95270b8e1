package org.tocsin.platform.http;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.core.Response.Status;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Refuses a path or query that does not decode to well-formed text before anything else reads it. */
@ApplicationScoped
class RequestTarget {

    private static final int AFTER_THE_HEADERS = 900;

    void register(@Observes Filters filters) {
        filters.register(RequestTarget::check, AFTER_THE_HEADERS);
    }

    private static void check(RoutingContext context) {
        if (isWellFormed(context.request().uri())) {
            context.next();
        } else {
            RouteProblems.end(context, Status.BAD_REQUEST.getStatusCode(), null);
        }
    }

    static boolean isWellFormed(String target) {
        try {
            byte[] bytes =
                    URLDecoder.decode(target, StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.ISO_8859_1);
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return Text.isWellFormed(text);
        } catch (IllegalArgumentException | CharacterCodingException e) {
            return false;
        }
    }
}
