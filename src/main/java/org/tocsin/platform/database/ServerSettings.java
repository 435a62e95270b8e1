package org.tocsin.platform.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * What a server promises when it says that a transaction is committed, as one session sees it.
 *
 * @param versionNumber such as 180006 for 18.6
 * @param synchronousStandbys empty when a commit waits for no other server
 */
record ServerSettings(
        int versionNumber,
        boolean fsync,
        boolean fullPageWrites,
        String synchronousCommit,
        String synchronousStandbys) {

    private static final int OLDEST_VERSION_NUMBER = 140_000;

    static ServerSettings of(Connection connection) throws SQLException {
        String sql =
                """
                SELECT current_setting('server_version_num')::int,
                       current_setting('fsync')::boolean,
                       current_setting('full_page_writes')::boolean,
                       current_setting('synchronous_commit'),
                       current_setting('synchronous_standby_names')
                """;
        try (Statement select = connection.createStatement();
                ResultSet row = select.executeQuery(sql)) {
            row.next();
            return new ServerSettings(
                    row.getInt(1), row.getBoolean(2), row.getBoolean(3), row.getString(4), row.getString(5));
        }
    }

    /**
     * Why the service's guarantee cannot hold on such a server: an intent to send must be there after any crash, or
     * somebody is told twice or never.
     */
    List<String> faults() {
        List<String> faults = new ArrayList<>();
        if (versionNumber < OLDEST_VERSION_NUMBER) {
            faults.add("it is older than PostgreSQL 14");
        }
        if (!fsync) {
            faults.add("fsync is off");
        }
        if (!fullPageWrites) {
            faults.add("full_page_writes is off");
        }
        if (synchronousCommit.equals("off")) {
            faults.add("synchronous_commit is off for the service's role");
        }
        if (synchronousCommit.equals("local") && !synchronousStandbys.isEmpty()) {
            faults.add("synchronous_commit is local for the service's role, so that a failover loses commits");
        }
        return faults;
    }

    /** What weakens the guarantee only when two things fail at once, or only once standbys are named. */
    List<String> doubts() {
        if (synchronousCommit.equals("remote_write")) {
            return List.of(
                    "synchronous_commit is remote_write: a failover to a standby that crashed too loses commits");
        }
        if (synchronousCommit.equals("local") && synchronousStandbys.isEmpty()) {
            return List.of("synchronous_commit is local: commits will not wait for a synchronous standby");
        }
        return List.of();
    }
}
