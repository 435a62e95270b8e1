package org.tocsin.platform.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Path;
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

    @ConfigProperty(name = "tocsin.keys.file")
    Path file;

    @Test
    void theServiceStartedWithTheNamedKeysAndLeftItsChecks() {
        byte[] part = {1};

        assertThat(ring.mac(KeyPurpose.SEAL, "test", part))
                .isEqualTo(KeyFile.read(file).mac(KeyPurpose.SEAL, "test", part));
        assertThat(checks.anyRow()).isTrue();
    }
}
