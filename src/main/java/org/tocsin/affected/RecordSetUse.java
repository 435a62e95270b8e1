package org.tocsin.affected;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Says whether the people of a record set are still needed. Every bean of this type is asked before a set is purged, in the
 * purge's own transaction, in which nothing can begin to use the set.
 */
public interface RecordSetUse {

    /** Why the set may not be purged now, in a sentence for people; empty when nothing stands in the way. */
    Optional<String> hindrance(Connection connection, UUID recordSetId) throws SQLException;

    /** When it was last of use, for the retention; empty when it never was. */
    Optional<Instant> lastUsed(Connection connection, UUID recordSetId) throws SQLException;
}
