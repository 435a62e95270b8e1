package org.tocsin.platform.http;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.core.Response.Status;

/** Says what is wrong with a JSON body without repeating any of it: Jackson's own messages quote what they read. */
final class JsonProblems {

    private JsonProblems() {}

    /** A 400 problem for what Jackson could not read, or the problem that stopped it while reading. */
    static HttpProblem of(JsonProcessingException failure) {
        HttpProblem inside = problemInside(failure);
        if (inside != null) {
            return inside;
        }
        if (failure instanceof StreamConstraintsException) {
            return HttpProblem.valueOf(
                    Status.BAD_REQUEST, "The JSON is nested too deeply, or a text, name or number in it is too long.");
        }
        if (failure instanceof JsonMappingException mapping) {
            return Problems.invalid(JsonPath.of(mapping.getPath()), messageFor(mapping));
        }
        return HttpProblem.valueOf(Status.BAD_REQUEST, "The body is not valid JSON" + place(failure.getLocation()));
    }

    private static String messageFor(JsonMappingException failure) {
        if (failure instanceof UnrecognizedPropertyException) {
            return "is not known here";
        }
        if (failure instanceof UnreadableText) {
            return "must not contain NUL or half a surrogate pair";
        }
        if (failure instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null) {
            return ExpectedForm.of(mismatch.getTargetType());
        }
        return "is not valid";
    }

    private static String place(JsonLocation location) {
        if (location == null) {
            return ".";
        }
        return ": line " + location.getLineNr() + ", column " + location.getColumnNr() + ".";
    }

    private static HttpProblem problemInside(Throwable failure) {
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof HttpProblem problem) {
                return problem;
            }
        }
        return null;
    }
}
