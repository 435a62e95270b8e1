package org.tocsin;

import io.quarkus.runtime.QuarkusBindException;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigValidationException;
import java.sql.SQLException;
import java.util.Optional;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.tocsin.platform.StartRefused;

/** What the operator reads when the service did not start. */
final class StartFailure {

    // SQLSTATE classes "connection exception" and "invalid authorization specification" (SQL:2016, part 2, table 38).
    private static final String NO_CONNECTION = "08";
    private static final String NO_ENTRY = "28";

    private StartFailure() {}

    /** Says it on the console: in a sentence what the operator can mend, with all that is known what nobody foresaw. */
    static void tell(Throwable failure) {
        Optional<String> sentence = ExceptionUtils.getThrowableList(failure).stream()
                .flatMap(cause -> sentence(cause).stream())
                .findFirst();
        if (sentence.isPresent()) {
            System.err.println(sentence.get());
        } else {
            System.err.println("Tocsin does not start:");
            failure.printStackTrace();
        }
    }

    private static Optional<String> sentence(Throwable cause) {
        if (cause instanceof StartRefused refused) {
            return Optional.of(refused.getMessage());
        }
        if (cause instanceof QuarkusBindException taken) {
            return Optional.of("Port " + taken.getPort() + " on " + taken.getHost() + " cannot be had: "
                    + taken.getMessage() + ". Set quarkus.http.port or quarkus.http.host to another.");
        }
        if (cause instanceof ConfigValidationException || cause instanceof ConfigurationException) {
            return Optional.of(cause.getMessage());
        }
        if (cause instanceof SQLException sql && sql.getSQLState() != null) {
            if (sql.getSQLState().startsWith(NO_CONNECTION) || sql.getSQLState().startsWith(NO_ENTRY)) {
                return Optional.of("The database does not let Tocsin in: " + sql.getMessage());
            }
        }
        return Optional.empty();
    }
}
