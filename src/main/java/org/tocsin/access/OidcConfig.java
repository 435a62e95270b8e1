package org.tocsin.access;

import io.smallrye.config.ConfigMapping;
import java.util.Map;

/** How the roles of an OIDC server's tokens become ours. */
@ConfigMapping(prefix = "tocsin.oidc")
interface OidcConfig {

    /**
     * Our role to the role or group that stands for it in tokens; a role that is not named here is expected under our own
     * name. Which claim holds them is {@code quarkus.oidc.roles.role-claim-path}.
     */
    Map<String, String> roles();
}
