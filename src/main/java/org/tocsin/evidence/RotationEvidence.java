package org.tocsin.evidence;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.tocsin.platform.keys.RotationLog;

/** Puts into the evidence that data keys were wrapped anew. */
@ApplicationScoped
class RotationEvidence implements RotationLog {

    private final EvidenceLog evidence;

    RotationEvidence(EvidenceLog evidence) {
        this.evidence = evidence;
    }

    @Override
    public void wrappedAnew(Connection connection, String table, int keys) throws SQLException {
        evidence.append(
                connection, new Act(null, Act.SYSTEM, Action.DATA_KEYS_REWRAPPED, "data-keys", Map.of(table, keys)));
    }
}
