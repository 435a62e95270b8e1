package org.tocsin.affected.intake.parts;

import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;

/** Turns away who speaks another version of tus, and names ours in every answer. */
@Tus
@Provider
class TusVersion implements ContainerRequestFilter, ContainerResponseFilter {

    @Override
    public void filter(ContainerRequestContext request) {
        boolean asksForVersions = HttpMethod.OPTIONS.equals(request.getMethod());
        if (!asksForVersions && !Tus.VERSION.equals(request.getHeaderString(Tus.HEADER))) {
            throw HttpProblem.builder()
                    .withStatus(Response.Status.PRECONDITION_FAILED)
                    .withTitle(Response.Status.PRECONDITION_FAILED.getReasonPhrase())
                    .withDetail(Tus.HEADER + " must be " + Tus.VERSION + ".")
                    .withHeader(Tus.VERSIONS_HEADER, Tus.VERSION)
                    .build();
        }
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        response.getHeaders().putSingle(Tus.HEADER, Tus.VERSION);
    }
}
