package org.tocsin.platform.http;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemContext;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemPostProcessor;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response.Status;
import java.net.URI;
import java.util.Comparator;
import java.util.List;

/** Gives every problem its type, title and detail, and takes away what tells more than it should. */
@ApplicationScoped
class ProblemForm implements ProblemPostProcessor {

    static final URI NO_TYPE_OF_ITS_OWN = URI.create("about:blank");

    /** Last: after resteasy-problem has put the request's path into {@code instance}. */
    @Override
    public int priority() {
        return 0;
    }

    @Override
    public HttpProblem apply(HttpProblem told, ProblemContext context) {
        HttpProblem problem = withOurViolations(told);
        HttpProblem.Builder form = HttpProblem.builder(problem)
                .withType(problem.getType() == null ? NO_TYPE_OF_ITS_OWN : problem.getType())
                .withDetail(detailOf(problem));
        if (problem.getTitle() == null) {
            Status status = Status.fromStatusCode(problem.getStatusCode());
            form.withTitle(status == null ? "Error" : status.getReasonPhrase());
        }
        if (!ServerErrorLog.isOccurrence(problem.getInstance())) {
            // A path can hold what somebody should never have put into a URL.
            form.withInstance(null);
        }
        return form.build();
    }

    /** Tells Bean Validation's findings as our own are told: the same detail, a field that is never empty, an order that stays. */
    private static HttpProblem withOurViolations(HttpProblem told) {
        if (!(told.getParameters().get("violations") instanceof List<?> found)
                || !found.stream().allMatch(io.quarkiverse.resteasy.problem.validation.Violation.class::isInstance)) {
            return told;
        }
        return Problems.invalid(found.stream()
                .map(io.quarkiverse.resteasy.problem.validation.Violation.class::cast)
                .map(violation -> new Violation(fieldOf(violation), violation.message))
                .sorted(Comparator.comparing(Violation::field).thenComparing(Violation::message))
                .toList());
    }

    /** Without the names that Bean Validation gives to the elements of a list, such as {@code <list element>}. */
    private static String fieldOf(io.quarkiverse.resteasy.problem.validation.Violation violation) {
        String field = violation.field.replaceAll("\\.<[a-z ]+>", "");
        return field.isEmpty() ? "body" : field;
    }

    private static String detailOf(HttpProblem problem) {
        String detail = problem.getDetail();
        if (problem.getStatusCode() == Status.INTERNAL_SERVER_ERROR.getStatusCode()) {
            return defaultDetail(problem.getStatusCode());
        }
        // Security's and JAX-RS's own exceptions carry no words, or only "HTTP 405 Method Not Allowed".
        boolean says = detail != null && !detail.isBlank() && !detail.startsWith("HTTP ");
        return says ? detail : defaultDetail(problem.getStatusCode());
    }

    static String defaultDetail(int status) {
        return switch (status) {
            case 401 -> "This call needs valid credentials: HTTP Basic or a bearer token.";
            case 403 -> "The caller's roles do not allow this call.";
            case 404 -> "There is nothing at this address.";
            case 405 -> "This address does not take this method.";
            case 406 -> "This address has no answer in the media types that Accept names.";
            case 413 -> "The body is too long.";
            case 415 -> "This address does not take a body of this media type.";
            case 500 -> "Something went wrong here. The log has it under the id in `instance`.";
            case 503 -> "The service cannot answer at the moment; try again.";
            default -> "The request cannot be answered as it stands.";
        };
    }
}
