package org.tocsin;

import io.quarkus.runtime.QuarkusBindException;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigValidationException;
import java.io.PrintStream;
import java.sql.SQLException;
import java.util.Optional;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.tocsin.platform.StartRefused;

/** What the operator reads when the service did not start. */
final class StartFailure {

    // SQLSTATE classes "connection exception" and "invalid authorization specification": PostgreSQL manual, appendix A.
    private static final String NO_CONNECTION = "08";
    private static final String NO_ENTRY = "28";

    private StartFailure() {}

    /** Says in a sentence what the operator can mend, and with all that is known what nobody foresaw. */
    static void tell(Throwable failure, PrintStream console) {
        Optional<String> sentence = ExceptionUtils.getThrowableList(failure).stream()
                .flatMap(cause -> sentence(cause).stream())
                .findFirst();
        if (sentence.isPresent()) {
            console.println(sentence.get());
        } else {
            console.println("Tocsin does not start:");
            failure.printStackTrace(console);
        }
    }

    private static Optional<String> sentence(Throwable cause) {
        if (cause instanceof StartRefused
                || cause instanceof ConfigValidationException
                || cause instanceof ConfigurationException) {
            return Optional.of(cause.getMessage());
        }
        if (cause instanceof QuarkusBindException taken) {
            return Optional.of("Port " + taken.getPort() + " on " + taken.getHost() + " cannot be had: "
                    + taken.getMessage() + ". Set quarkus.http.port or quarkus.http.host to another.");
        }
        if (cause instanceof SQLException refusal && isNoWayIn(refusal.getSQLState())) {
            return Optional.of("The database does not let Tocsin in: " + refusal.getMessage());
        }
        return Optional.empty();
    }

    private static boolean isNoWayIn(String sqlState) {
        return sqlState != null && (sqlState.startsWith(NO_CONNECTION) || sqlState.startsWith(NO_ENTRY));
    }
}
