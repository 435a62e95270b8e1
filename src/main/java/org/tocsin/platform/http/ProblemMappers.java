package org.tocsin.platform.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.quarkiverse.resteasy.problem.ExceptionMapperBase;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemContext;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.io.CharConversionException;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/**
 * Turns what resteasy-problem would tell too much or too little of into problems; they come before its own mappers by their
 * priority.
 */
class ProblemMappers {

    private static final int BEFORE_THE_EXTENSION = Priorities.USER - 100;
    private static final int RETRY_AFTER_SECONDS = 5;

    @ServerExceptionMapper(
            value = {
                JsonProcessingException.class,
                MismatchedInputException.class,
                InvalidFormatException.class,
                UnrecognizedPropertyException.class
            },
            priority = BEFORE_THE_EXTENSION)
    Response unreadableJson(JsonProcessingException failure) {
        return respond(JsonProblems.of(failure), failure);
    }

    @ServerExceptionMapper(priority = BEFORE_THE_EXTENSION)
    Response unreadableCharacters(CharConversionException failure) {
        return respond(HttpProblem.valueOf(Status.BAD_REQUEST, "The body is not valid UTF-8."), failure);
    }

    @ServerExceptionMapper(priority = BEFORE_THE_EXTENSION)
    Response refusedByJaxRs(WebApplicationException failure) {
        if (failure.getCause() instanceof JsonProcessingException unreadable) {
            return unreadableJson(unreadable);
        }
        Response refusal = failure.getResponse();
        HttpProblem.Builder problem = HttpProblem.builder()
                .withStatus(refusal.getStatus())
                .withTitle(refusal.getStatusInfo().getReasonPhrase());
        refusal.getStringHeaders().forEach((name, values) -> {
            if (!name.equalsIgnoreCase("Content-Length") && !name.equalsIgnoreCase("Content-Type")) {
                problem.withHeader(name, String.join(", ", values));
            }
        });
        return respond(problem.build(), failure);
    }

    @ServerExceptionMapper(
            value = {Exception.class, Error.class},
            priority = BEFORE_THE_EXTENSION)
    Response unexpected(Throwable failure) {
        if (Outage.isBehind(failure)) {
            HttpProblem problem = HttpProblem.builder()
                    .withStatus(Status.SERVICE_UNAVAILABLE)
                    .withTitle(Status.SERVICE_UNAVAILABLE.getReasonPhrase())
                    .withDetail("The database cannot be reached at the moment. Nothing was done; try again.")
                    .withHeader("Retry-After", RETRY_AFTER_SECONDS)
                    .build();
            return respond(problem, failure);
        }
        return respond(HttpProblem.valueOf(Status.INTERNAL_SERVER_ERROR), failure);
    }

    private static Response respond(HttpProblem problem, Throwable cause) {
        return ExceptionMapperBase.postProcessorsRegistry
                .applyPostProcessing(problem, ProblemContext.of(cause, (String) null))
                .toResponse();
    }
}
