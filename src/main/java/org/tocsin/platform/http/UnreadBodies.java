package org.tocsin.platform.http;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;

/**
 * Reads on for a moment after an answer that came before the request's end, such as a refusal of a long upload. Most clients
 * write their whole body before they read: without this they would hang, with a plain close they would never see the answer.
 */
@ApplicationScoped
class UnreadBodies {

    private static final int BEFORE_EVERY_ROUTE = 1_100;
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    void register(@Observes Filters filters) {
        filters.register(
                context -> {
                    context.addEndHandler(answered -> {
                        // A caller who hung up has no answer to wait for, and whoever reads the body must hear of it.
                        if (answered.succeeded()) {
                            discard(context);
                        }
                    });
                    context.next();
                },
                BEFORE_EVERY_ROUTE);
    }

    private static void discard(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (request.isEnded()) {
            return;
        }
        long giveUp = context.vertx().setTimer(PATIENCE.toMillis(), timer -> cut(request));
        request.exceptionHandler(gone -> context.vertx().cancelTimer(giveUp));
        request.endHandler(read -> context.vertx().cancelTimer(giveUp));
        request.handler(ignored -> {});
        request.resume();
    }

    private static void cut(HttpServerRequest request) {
        if (request.isEnded()) {
            // Its end may have come before the handler that was to tell of it; by now the connection serves the next
            // request.
            return;
        }
        if (request.version() == HttpVersion.HTTP_2) {
            request.response().reset();
        } else {
            request.connection().close();
        }
    }
}
