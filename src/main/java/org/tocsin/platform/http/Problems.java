package org.tocsin.platform.http;

import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.core.Response.Status;
import java.time.Duration;
import java.util.List;

/**
 * The problems (RFC 9457) that many calls answer with.
 *
 * <p>A detail says what is wrong and what to do about it; it never repeats what the caller sent.
 */
public final class Problems {

    private static final int UNPROCESSABLE_CONTENT = 422;
    private static final int TOO_MANY_REQUESTS = 429;

    private Problems() {}

    /** 400: one field, parameter or header is not what it must be. */
    public static HttpProblem invalid(String field, String message) {
        return invalid(List.of(new Violation(field, message)));
    }

    /** 400: the request is not what it must be. */
    public static HttpProblem invalid(List<Violation> violations) {
        return HttpProblem.builder()
                .withStatus(Status.BAD_REQUEST)
                .withTitle(Status.BAD_REQUEST.getReasonPhrase())
                .withDetail("The request is not valid; see violations.")
                .with("violations", violations)
                .build();
    }

    /** 403: the caller's role would allow it, but a rule about this very thing does not. */
    public static HttpProblem forbidden(String detail) {
        return HttpProblem.valueOf(Status.FORBIDDEN, detail);
    }

    /**
     * 404.
     *
     * @param kind what was looked for, such as {@code "incident"}
     */
    public static HttpProblem notFound(String kind) {
        return HttpProblem.valueOf(Status.NOT_FOUND, "There is no such " + kind + ".");
    }

    /** 409: what is there stands in the way. */
    public static HttpProblem conflict(String detail) {
        return HttpProblem.valueOf(Status.CONFLICT, detail);
    }

    /** 422: understood, well formed, and refused for what it says. */
    public static HttpProblem unprocessable(String detail, List<Violation> violations) {
        return HttpProblem.builder()
                .withStatus(UNPROCESSABLE_CONTENT)
                .withTitle("Unprocessable Content")
                .withDetail(detail)
                .with("violations", violations)
                .build();
    }

    /** 422 without a field to blame. */
    public static HttpProblem unprocessable(String detail) {
        return HttpProblem.builder()
                .withStatus(UNPROCESSABLE_CONTENT)
                .withTitle("Unprocessable Content")
                .withDetail(detail)
                .build();
    }

    /** 429, with how long to wait in full seconds. */
    public static HttpProblem tooManyRequests(String detail, Duration wait) {
        return HttpProblem.builder()
                .withStatus(TOO_MANY_REQUESTS)
                .withTitle("Too Many Requests")
                .withDetail(detail)
                .withHeader("Retry-After", Math.max(1, wait.plusMillis(999).toSeconds()))
                .build();
    }
}
