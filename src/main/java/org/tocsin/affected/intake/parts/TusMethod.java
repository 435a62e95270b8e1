package org.tocsin.affected.intake.parts;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Lets a client behind something that knows only GET and POST send a part (tus 1.0, X-HTTP-Method-Override). For that one method of
 * that one path: elsewhere the header says nothing.
 */
class TusMethod {

    private static final String HEADER = "X-HTTP-Method-Override";

    @ServerRequestFilter(preMatching = true)
    void override(ContainerRequestContext request) {
        if (HttpMethod.POST.equals(request.getMethod())
                && HttpMethod.PATCH.equals(request.getHeaderString(HEADER))
                && request.getUriInfo().getPath().startsWith(TusResource.PATH + "/")) {
            request.setMethod(HttpMethod.PATCH);
        }
    }
}
