package org.tocsin.platform.http;

import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Keeps request bodies short, except on {@link UnlimitedBody} methods. The HTTP layer's own limit cannot: it is one number for
 * every route.
 */
class BodyLimit {

    private static final Set<String> WITHOUT_BODY = Set.of("GET", "HEAD", "OPTIONS");

    private final long maxBytes;

    BodyLimit(HttpConfig config) {
        this.maxBytes = config.maxBodySize().asLongValue();
    }

    @ServerRequestFilter
    void limit(ContainerRequestContext request, ResourceInfo resource) {
        if (WITHOUT_BODY.contains(request.getMethod())
                || resource.getResourceMethod().isAnnotationPresent(UnlimitedBody.class)) {
            return;
        }
        if (declaredBytes(request) > maxBytes) {
            throw tooLong(maxBytes);
        }
        // A chunked body declares no length: it is cut where it passes the limit.
        request.setEntityStream(new LimitedStream(request.getEntityStream(), maxBytes));
    }

    static HttpProblem tooLong(long maxBytes) {
        return HttpProblem.valueOf(
                Response.Status.REQUEST_ENTITY_TOO_LARGE, "The body is longer than " + maxBytes + " bytes.");
    }

    private static long declaredBytes(ContainerRequestContext request) {
        String header = request.getHeaderString(HttpHeaders.CONTENT_LENGTH);
        return header == null ? -1 : Long.parseLong(header);
    }
}
