package org.tocsin.platform.http;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Response headers against what browsers do by themselves (OWASP ASVS 5.0, chapter 3.4). A route that needs another value
 * sets its own.
 */
@ApplicationScoped
class SecurityHeaders {

    private static final int BEFORE_EVERY_ROUTE = 1_000;
    private static final String NOTHING = "default-src 'none'; frame-ancestors 'none'";
    // Swagger UI's page starts itself with an inline script and styles.
    private static final String SWAGGER_UI = "default-src 'self'; script-src 'self' 'unsafe-inline';"
            + " style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'";
    private static final String TWO_YEARS = "max-age=63072000; includeSubDomains";

    void register(@Observes Filters filters) {
        filters.register(
                context -> {
                    context.addHeadersEndHandler(done -> addTo(context));
                    context.next();
                },
                BEFORE_EVERY_ROUTE);
    }

    private static void addTo(RoutingContext context) {
        boolean swaggerUi = context.normalizedPath().startsWith("/q/swagger-ui");
        MultiMap headers = context.response().headers();
        setIfAbsent(headers, "X-Content-Type-Options", "nosniff");
        setIfAbsent(headers, "Referrer-Policy", "no-referrer");
        setIfAbsent(headers, "Content-Security-Policy", swaggerUi ? SWAGGER_UI : NOTHING);
        if (!swaggerUi) {
            setIfAbsent(headers, "Cache-Control", "no-store");
        }
        if (isHttps(context.request())) {
            setIfAbsent(headers, "Strict-Transport-Security", TWO_YEARS);
        }
    }

    /** Over TLS here or, as the proxy in front says, there; a browser ignores the header on plain HTTP anyway. */
    private static boolean isHttps(HttpServerRequest request) {
        return request.isSSL() || "https".equalsIgnoreCase(request.getHeader("X-Forwarded-Proto"));
    }

    private static void setIfAbsent(MultiMap headers, String name, String value) {
        if (!headers.contains(name)) {
            headers.set(name, value);
        }
    }
}
