package org.tocsin.dispatch;

import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import java.time.Clock;
import org.jboss.logging.Logger;
import org.tocsin.channel.FailureClass;
import org.tocsin.channel.SendResult;
import org.tocsin.channel.SendStage;
import org.tocsin.contact.ContactDigests;
import org.tocsin.dispatch.pace.DomainPace;
import org.tocsin.platform.database.Transactions;

/** Tells {@link DomainPace} which recipient domains want to be written to more slowly: by their own answers, or the operator's. */
@ApplicationScoped
class SlowDomains {

    private static final Logger LOG = Logger.getLogger(SlowDomains.class);

    private final DispatchConfig config;
    private final AgroalDataSource database;
    private final ContactDigests digests;
    private final Clock clock;

    SlowDomains(
            DispatchConfig config,
            @DataSource("dispatch") AgroalDataSource database,
            ContactDigests digests,
            Clock clock) {
        this.config = config;
        this.database = database;
        this.digests = digests;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event) throws SQLException {
        Transactions.execute(database, connection -> {
            DomainPace.forgetConfigured(connection);
            for (var domain : config.domains().entrySet()) {
                DomainPace.configure(
                        connection,
                        digests.ofDomain(domain.getKey()),
                        domain.getValue().gap(),
                        clock.instant());
            }
        });
    }

    /** Looks at an answer: one that asks for patience once the recipient has been named is the recipient's domain's. */
    void note(Long domain, SendResult result) {
        if (domain == null || result.failureClass() != FailureClass.TOO_FAST || !namesRecipient(result.stage())) {
            return;
        }
        try {
            Transactions.execute(database, connection -> DomainPace.slowDown(connection, domain, clock.instant()));
        } catch (SQLException e) {
            LOG.debugf("A domain's complaint was not noted (SQL state %s); it will complain again", e.getSQLState());
        }
    }

    private static boolean namesRecipient(SendStage stage) {
        return stage.compareTo(SendStage.RCPT_TO) >= 0;
    }
}
