package org.tocsin.platform.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.arc.All;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.tocsin.testing.TestDatabase;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class KeysInServiceTest {

    @Inject
    KeyRing ring;

    @Inject
    KeyCheckRows checks;

    @All
    @Inject
    List<DataKeyTable> tables;

    @ConfigProperty(name = "tocsin.keys.file")
    Path file;

    @Test
    void theServiceStartedWithTheNamedKeysAndLeftItsChecks() {
        byte[] part = {1};

        assertThat(ring.mac(KeyPurpose.SEAL, "test", part))
                .isEqualTo(KeyFile.read(file).mac(KeyPurpose.SEAL, "test", part));
        assertThat(checks.anyRow()).isTrue();
    }

    /** A wrapped key in a column that no table declares would be lost when the older wrapping key is dropped. */
    @Test
    void everyColumnOfWrappedKeysTakesPartInARotation() throws SQLException {
        String sql =
                """
                SELECT table_name || '.' || column_name FROM information_schema.columns
                WHERE table_schema = 'public' AND column_name LIKE 'wrapped%key'
                """;
        List<String> columns = new ArrayList<>();
        try (Connection owner = TestDatabase.asOwner();
                Statement statement = owner.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                columns.add(row.getString(1));
            }
        }

        assertThat(tables)
                .extracting(DataKeyTable::place)
                .contains("record_set.wrapped_data_key")
                .containsExactlyInAnyOrderElementsOf(columns);
    }
}
