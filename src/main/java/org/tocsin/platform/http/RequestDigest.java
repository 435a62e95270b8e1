package org.tocsin.platform.http;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.interceptor.InvocationContext;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tocsin.platform.CanonicalJson;
import org.tocsin.platform.keys.KeyPurpose;
import org.tocsin.platform.keys.KeyRing;

/**
 * What a request asks, as a digest: its body and its query. The digest is keyed, because a body can be so short that a plain
 * one would tell it.
 */
@ApplicationScoped
class RequestDigest {

    private final KeyRing keys;

    RequestDigest(KeyRing keys) {
        this.keys = keys;
    }

    byte[] of(InvocationContext invocation, String query) {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("query", query);
        request.put("body", bodyOf(invocation.getMethod(), invocation.getParameters()));
        byte[] canonical = CanonicalJson.of(request).getBytes(StandardCharsets.UTF_8);
        return keys.mac(KeyPurpose.SEAL, "idempotent-request", canonical);
    }

    /** The one parameter that JAX-RS does not fill from path, query, headers or context. */
    private static List<Object> bodyOf(Method method, Object[] arguments) {
        List<Object> body = new ArrayList<>();
        Annotation[][] annotations = method.getParameterAnnotations();
        for (int i = 0; i < arguments.length; i++) {
            if (List.of(annotations[i]).stream().noneMatch(RequestDigest::isFromElsewhere)) {
                body.add(arguments[i]);
            }
        }
        return body;
    }

    private static boolean isFromElsewhere(Annotation annotation) {
        String name = annotation.annotationType().getName();
        return name.startsWith("jakarta.ws.rs.") || name.startsWith("org.jboss.resteasy.reactive.");
    }
}
