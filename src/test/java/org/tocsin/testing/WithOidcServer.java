package org.tocsin.testing;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;

/** The one other configuration in which tests start the service: people come from an OIDC server. */
public final class WithOidcServer implements QuarkusTestProfile {

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(TestDatabase.class), new TestResourceEntry(OidcStub.class));
    }

    @Override
    public boolean disableGlobalTestResources() {
        return true;
    }
}
