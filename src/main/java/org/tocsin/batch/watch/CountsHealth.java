package org.tocsin.batch.watch;

import io.agroal.api.AgroalDataSource;
import io.smallrye.health.api.Wellness;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/**
 * Whether all batches added up when they were last recounted, at {@code /q/health/well}: something for people to look into, and
 * no reason to take a replica out of service.
 */
@Wellness
@ApplicationScoped
class CountsHealth implements HealthCheck {

    private final AgroalDataSource database;

    CountsHealth(AgroalDataSource database) {
        this.database = database;
    }

    @Override
    public HealthCheckResponse call() {
        try (Connection connection = database.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("SELECT count(*) FROM batch WHERE counts_differ");
                ResultSet row = statement.executeQuery()) {
            row.next();
            long differing = row.getLong(1);
            return HealthCheckResponse.named("batches add up")
                    .status(differing == 0)
                    .withData("differing", differing)
                    .build();
        } catch (SQLException e) {
            return HealthCheckResponse.named("batches add up")
                    .down()
                    .withData("sqlState", String.valueOf(e.getSQLState()))
                    .build();
        }
    }
}
