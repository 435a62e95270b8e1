package org.tocsin.platform.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.quarkiverse.resteasy.problem.ExceptionMapperBase;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemContext;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.io.CharConversionException;
import java.io.IOException;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jboss.resteasy.reactive.server.core.multipart.FormData;
import org.jboss.resteasy.reactive.server.vertx.VertxInputStream;

/**
 * Turns what resteasy-problem would tell too much or too little of into problems; they come before its own mappers by their
 * priority.
 */
class ProblemMappers {

    // The extension puts its own at Priorities.AUTHENTICATION - 1; the lower number wins.
    private static final int BEFORE_THE_EXTENSION = Priorities.AUTHENTICATION - 100;
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

    @ServerExceptionMapper(
            value = {WebApplicationException.class, NotFoundException.class, ForbiddenException.class},
            priority = BEFORE_THE_EXTENSION)
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
        if (isFormWithTooManyFields(failure)) {
            return respond(HttpProblem.valueOf(Status.BAD_REQUEST, "The form has too many fields."), failure);
        }
        if (isBodyThatBrokeOff(failure)) {
            return respond(HttpProblem.valueOf(Status.BAD_REQUEST, "The body broke off."), failure);
        }
        return respond(HttpProblem.valueOf(Status.INTERNAL_SERVER_ERROR), failure);
    }

    /** Quarkus throws a bare {@code RuntimeException} for this, so the place is all there is to know it by. */
    private static boolean isFormWithTooManyFields(Throwable failure) {
        return placeOf(failure).equals(FormData.class.getName());
    }

    /** Likewise a bare {@code IOException}: the caller went away, or sent chunks that are none. */
    private static boolean isBodyThatBrokeOff(Throwable failure) {
        return failure instanceof IOException && placeOf(failure).startsWith(VertxInputStream.class.getName());
    }

    private static String placeOf(Throwable failure) {
        StackTraceElement[] trace = failure.getStackTrace();
        return trace.length == 0 ? "" : trace[0].getClassName();
    }

    private static Response respond(HttpProblem problem, Throwable cause) {
        return ExceptionMapperBase.postProcessorsRegistry
                .applyPostProcessing(problem, ProblemContext.of(cause, (String) null))
                .toResponse();
    }
}
