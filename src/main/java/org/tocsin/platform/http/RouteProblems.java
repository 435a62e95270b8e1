package org.tocsin.platform.http;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.core.Response.Status;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.RejectedExecutionException;

/** Problems for requests that never reach JAX-RS: no such address, refused by the HTTP layer, a route that failed. */
@ApplicationScoped
class RouteProblems {

    // Behind every route of Quarkus (the highest is about 20,000), before its error handler, which is the very last.
    private static final int BEHIND_EVERYTHING = 1_000_000;

    void register(@Observes Router router) {
        router.route()
                .order(BEHIND_EVERYTHING)
                .handler(context -> end(context, Status.NOT_FOUND.getStatusCode(), null));
        router.route().order(BEHIND_EVERYTHING).failureHandler(RouteProblems::failed);
    }

    /** Ends the request with a problem of that status. */
    static void end(RoutingContext context, int status, URI instance) {
        Status known = Status.fromStatusCode(status);
        JsonObject problem = new JsonObject()
                .put("type", ProblemForm.NO_TYPE_OF_ITS_OWN.toString())
                .put("status", status)
                .put("title", known == null ? "Error" : known.getReasonPhrase())
                .put("detail", ProblemForm.defaultDetail(status));
        if (instance != null) {
            problem.put("instance", instance.toString());
        }
        context.response()
                .setStatusCode(status)
                .putHeader("Content-Type", HttpProblem.MEDIA_TYPE.toString())
                .end(problem.encode());
    }

    private static void failed(RoutingContext context) {
        Throwable failure = context.failure();
        boolean quarkusKnowsBetter = failure instanceof SecurityException
                || failure instanceof RejectedExecutionException
                || failure instanceof IOException;
        if (context.response().headWritten() || quarkusKnowsBetter) {
            context.next();
        } else if (context.statusCode() >= 400 && context.statusCode() < 500) {
            end(context, context.statusCode(), null);
        } else {
            end(context, Status.INTERNAL_SERVER_ERROR.getStatusCode(), ServerErrorLog.log(failure));
        }
    }
}
