package org.tocsin.platform.http;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemContext;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemPostProcessor;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response.Status;
import java.net.URI;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.tocsin.platform.Scrubbed;

/** Logs what nobody expected, once, under an id that the answer names; resteasy-problem's own log quotes messages. */
@ApplicationScoped
class ServerErrorLog implements ProblemPostProcessor {

    private static final Logger LOG = Logger.getLogger(ServerErrorLog.class);
    private static final String OCCURRENCE = "urn:uuid:";

    /** Before {@code instance} is filled by anyone else. */
    @Override
    public int priority() {
        return 200;
    }

    @Override
    public HttpProblem apply(HttpProblem problem, ProblemContext context) {
        if (problem.getStatusCode() != Status.INTERNAL_SERVER_ERROR.getStatusCode()) {
            return problem;
        }
        return HttpProblem.builder(problem).withInstance(log(context.cause)).build();
    }

    /** Logs the failure and returns the id of this occurrence. */
    static URI log(Throwable failure) {
        UUID id = UUID.randomUUID();
        LOG.errorf(Scrubbed.of(failure), "Request failed, id %s", id);
        LOG.debugf(failure, "The whole failure, which may quote the request, id %s", id);
        return URI.create(OCCURRENCE + id);
    }

    static boolean isOccurrence(URI instance) {
        return instance != null && instance.toString().startsWith(OCCURRENCE);
    }
}
