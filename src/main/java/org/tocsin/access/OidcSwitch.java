package org.tocsin.access;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;

/**
 * Switches {@code quarkus-oidc} on when, and only when, an OIDC server is configured: whether the extension is built in is
 * fixed at build time, whether its tenant is enabled is not.
 */
public class OidcSwitch implements ConfigSourceInterceptor {

    /** Where the OIDC server is; without it there is none. */
    public static final String SERVER_URL = "quarkus.oidc.auth-server-url";

    private static final String ENABLED = "quarkus.oidc.tenant-enabled";
    private static final long serialVersionUID = 1L;

    @Override
    public ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        ConfigValue value = context.proceed(name);
        if (!ENABLED.equals(name) || value == null) {
            return value;
        }
        ConfigValue server = context.proceed(SERVER_URL);
        boolean configured = server != null
                && server.getValue() != null
                && !server.getValue().isBlank();
        return value.withValue(Boolean.toString(configured));
    }
}
