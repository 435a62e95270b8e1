package org.tocsin.platform.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.lang.reflect.Method;
import java.net.URI;
import org.jboss.resteasy.reactive.RestResponse;

/** Turns what a resource method returns into a {@link StoredAnswer} and back. */
@ApplicationScoped
class AnswerForm {

    private final ObjectMapper json;

    AnswerForm(ObjectMapper json) {
        this.json = json;
    }

    StoredAnswer store(Object result, byte[] requestDigest) throws JsonProcessingException {
        if (result instanceof RestResponse<?> response) {
            return store(response.toResponse(), requestDigest);
        }
        if (result instanceof Response response) {
            URI location = response.getLocation();
            return new StoredAnswer(
                    requestDigest,
                    response.getStatus(),
                    location == null ? null : location.toString(),
                    write(response.getEntity()));
        }
        Response.Status status = result == null ? Response.Status.NO_CONTENT : Response.Status.OK;
        return new StoredAnswer(requestDigest, status.getStatusCode(), null, write(result));
    }

    Object restore(StoredAnswer answer, Method method) throws JsonProcessingException {
        Class<?> form = method.getReturnType();
        if (form == Response.class) {
            Response.ResponseBuilder response = Response.status(answer.status());
            if (answer.body() != null) {
                response.entity(answer.body()).type(MediaType.APPLICATION_JSON_TYPE);
            }
            return response.header("Location", answer.location()).build();
        }
        if (form == RestResponse.class) {
            RestResponse.ResponseBuilder<Object> response = RestResponse.ResponseBuilder.create(answer.status());
            if (answer.body() != null) {
                response.entity(answer.body()).type(MediaType.APPLICATION_JSON_TYPE);
            }
            return response.header("Location", answer.location()).build();
        }
        if (answer.body() == null) {
            return null;
        }
        JavaType type = json.constructType(method.getGenericReturnType());
        return json.readValue(answer.body(), type);
    }

    private String write(Object entity) throws JsonProcessingException {
        return entity == null ? null : json.writeValueAsString(entity);
    }
}
