package org.tocsin.platform.http;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.core.Response.Status;
import java.util.List;

/** Says what is wrong with a JSON body without repeating any of it: Jackson's own messages quote what they read. */
final class JsonProblems {

    private JsonProblems() {}

    /** A 400 problem for what Jackson could not read, or the problem that stopped it while reading. */
    static HttpProblem of(JsonProcessingException failure) {
        // Jackson wraps whatever happens inside an object, so the reason is the innermost that is known.
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof HttpProblem problem) {
                return problem;
            }
            if (cause instanceof StreamConstraintsException) {
                return HttpProblem.valueOf(
                        Status.BAD_REQUEST,
                        "The JSON is nested too deeply, or a text, name or number in it is too long.");
            }
            if (cause instanceof JsonParseException twice
                    && originalMessage(twice).startsWith("Duplicate field")) {
                return HttpProblem.valueOf(
                        Status.BAD_REQUEST, "The body has a name twice in one object" + place(twice.getLocation()));
            }
            if (cause instanceof JsonParseException malformed) {
                return HttpProblem.valueOf(
                        Status.BAD_REQUEST, "The body is not valid JSON" + place(malformed.getLocation()));
            }
        }
        if (originalMessage(failure).startsWith("Trailing token")) {
            return HttpProblem.valueOf(
                    Status.BAD_REQUEST, "The body goes on behind the end of its JSON" + place(failure.getLocation()));
        }
        List<Reference> path = failure instanceof JsonMappingException mapping ? mapping.getPath() : List.of();
        return Problems.invalid(JsonPath.of(path), messageFor(failure));
    }

    private static String messageFor(JsonProcessingException failure) {
        if (failure instanceof UnrecognizedPropertyException) {
            return "is not known here";
        }
        if (failure instanceof UnreadableText) {
            return "must not contain NUL or half a surrogate pair";
        }
        if (failure instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null) {
            return ExpectedForm.of(mismatch.getTargetType());
        }
        if (failure.getCause() instanceof InputCoercionException outOfRange) {
            return ExpectedForm.of(outOfRange.getTargetType());
        }
        return "is not valid";
    }

    /** Jackson has no types of their own for these two; its words are looked at, and never told. */
    private static String originalMessage(JsonProcessingException failure) {
        return failure.getOriginalMessage() == null ? "" : failure.getOriginalMessage();
    }

    private static String place(JsonLocation location) {
        if (location == null) {
            return ".";
        }
        return ": line " + location.getLineNr() + ", column " + location.getColumnNr() + ".";
    }
}
