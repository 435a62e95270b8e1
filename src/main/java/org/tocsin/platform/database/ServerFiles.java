package org.tocsin.platform.database;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.tocsin.platform.OwnerOnly;

/**
 * The configuration files of the embedded server, written anew at each start.
 *
 * <p>Whoever wants to tune the server uses ALTER SYSTEM, which PostgreSQL keeps in a file of its own and which wins.
 */
final class ServerFiles {

    private static final String SETTINGS =
            """
            # Written by Tocsin at each start. To tune the server use ALTER SYSTEM.

            # Reachable from this machine only.
            listen_addresses = '127.0.0.1'
            port = %d
            unix_socket_directories = ''
            password_encryption = 'scram-sha-256'

            # An answer "committed" is true after a power cut.
            fsync = on
            full_page_writes = on
            synchronous_commit = on

            # The service's three pools, migrations, and some to spare for the operator.
            max_connections = 100
            shared_buffers = '512MB'
            max_wal_size = '2GB'

            # The log tells what the server does, never what is in its tables: errors and their details quote values.
            logging_collector = on
            log_directory = '../postgres-log'
            log_filename = 'postgresql-%%a.log'
            log_file_mode = 0600
            log_rotation_age = '1d'
            log_rotation_size = 0
            log_truncate_on_rotation = on
            log_line_prefix = '%%m [%%p] '
            log_min_messages = log
            log_error_verbosity = terse
            log_min_error_statement = panic
            log_parameter_max_length = 0
            log_parameter_max_length_on_error = 0
            log_statement = none
            log_min_duration_statement = -1

            # The same on every machine.
            timezone = 'UTC'
            log_timezone = 'UTC'
            lc_messages = 'C'
            lc_monetary = 'C'
            lc_numeric = 'C'
            lc_time = 'C'
            """;

    // The second line lets the superuser take backups with pg_basebackup.
    private static final String ACCESS =
            """
            # Written by Tocsin at each start.
            host all         all      127.0.0.1/32 scram-sha-256
            host replication postgres 127.0.0.1/32 scram-sha-256
            """;

    private ServerFiles() {}

    static void write(Path cluster, int port) throws IOException {
        OwnerOnly.write(
                cluster.resolve("postgresql.conf"), SETTINGS.formatted(port).getBytes(StandardCharsets.UTF_8));
        OwnerOnly.write(cluster.resolve("pg_hba.conf"), ACCESS.getBytes(StandardCharsets.UTF_8));
    }
}
