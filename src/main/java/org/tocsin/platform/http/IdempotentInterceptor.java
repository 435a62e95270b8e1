package org.tocsin.platform.http;

import io.agroal.api.AgroalDataSource;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** Carries out {@link Idempotent}; inside the transaction, because {@code @Transactional} begins at priority 200. */
@Idempotent
@Interceptor
@Priority(Interceptor.Priority.LIBRARY_BEFORE)
class IdempotentInterceptor {

    private final AgroalDataSource database;
    private final IdempotentAnswers answers;
    private final RequestDigest requestDigest;
    private final AnswerForm answerForm;
    private final SecurityIdentity caller;
    private final CurrentVertxRequest current;

    IdempotentInterceptor(
            AgroalDataSource database,
            IdempotentAnswers answers,
            RequestDigest requestDigest,
            AnswerForm answerForm,
            SecurityIdentity caller,
            CurrentVertxRequest current) {
        this.database = database;
        this.answers = answers;
        this.requestDigest = requestDigest;
        this.answerForm = answerForm;
        this.caller = caller;
        this.current = current;
    }

    @AroundInvoke
    Object answerOnce(InvocationContext invocation) throws Exception {
        Optional<IdempotencyKey> sent = keyOfRequest();
        if (sent.isEmpty()) {
            return invocation.proceed();
        }
        IdempotencyKey key = sent.get();
        byte[] digest =
                requestDigest.of(invocation, current.getCurrent().request().query());
        Optional<StoredAnswer> earlier = lockAndFind(key);
        if (earlier.isPresent()) {
            StoredAnswer answer = earlier.get().requireSameRequest(digest);
            current.getCurrent().response().putHeader(IdempotencyKey.REPLAYED_HEADER, "true");
            return answerForm.restore(answer, invocation.getMethod());
        }
        Object result = invocation.proceed();
        store(key, answerForm.store(result, digest));
        return result;
    }

    private Optional<IdempotencyKey> keyOfRequest() {
        String header = current.getCurrent().request().getHeader(IdempotencyKey.HEADER);
        return IdempotencyKey.of(
                caller.getPrincipal().getName(), current.getCurrent().normalizedPath(), header);
    }

    private Optional<StoredAnswer> lockAndFind(IdempotencyKey key) throws SQLException {
        try (Connection connection = database.getConnection()) {
            answers.lock(connection, key);
            return answers.find(connection, key);
        }
    }

    private void store(IdempotencyKey key, StoredAnswer answer) throws SQLException {
        try (Connection connection = database.getConnection()) {
            answers.add(connection, key, answer);
        }
    }
}
