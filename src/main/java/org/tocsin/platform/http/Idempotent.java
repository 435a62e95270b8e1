package org.tocsin.platform.http;

import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a {@code @Transactional} POST method take {@code Idempotency-Key} (IETF draft idempotency-key-header): the same key
 * with the same request gets the first answer again, and the act is not done twice.
 *
 * <p>A key belongs to a caller and a path. The answer is stored in the transaction of the act, so that neither is there
 * without the other; an act that failed has no stored answer and is simply tried again. The answer is stored as it stands:
 * not for calls that answer with personal data. The method returns a {@code Response}, a {@code RestResponse}, a value that
 * Jackson can read back, or nothing.
 */
@Documented
@InterceptorBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Idempotent {}
