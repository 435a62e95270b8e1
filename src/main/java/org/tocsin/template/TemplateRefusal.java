package org.tocsin.template;

import io.quarkiverse.resteasy.problem.HttpProblem;
import java.util.List;
import org.tocsin.template.check.Finding;

/** The problem (RFC 9457) that answers a template with errors: 422, every finding a violation with its place. */
final class TemplateRefusal {

    private static final int UNPROCESSABLE_CONTENT = 422;

    /** A finding; {@code field} is the variant's part, as {@code variant} is, where other problems name a field. */
    record Violation(String field, String message, Finding.Severity severity, String variant, int line, int column) {

        static Violation of(Finding finding) {
            return new Violation(
                    finding.variant(),
                    finding.message(),
                    finding.severity(),
                    finding.variant(),
                    finding.line(),
                    finding.column());
        }
    }

    private TemplateRefusal() {}

    static HttpProblem of(List<Finding> findings) {
        return HttpProblem.builder()
                .withStatus(UNPROCESSABLE_CONTENT)
                .withTitle("Unprocessable Content")
                .withDetail("The template has errors and was not saved; see violations.")
                .with("violations", findings.stream().map(Violation::of).toList())
                .build();
    }
}
