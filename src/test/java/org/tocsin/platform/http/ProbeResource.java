package org.tocsin.platform.http;

import io.agroal.api.AgroalDataSource;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.resteasy.reactive.RestResponse;

/** Calls that do nothing but show how HTTP is handled around them. */
@Path("/probe")
@ApplicationScoped
public class ProbeResource {

    enum Colour {
        RED,
        GREEN
    }

    record Body(@NotBlank String text, Colour colour, Map<String, @Valid Inner> map) {}

    record Inner(@NotNull String text) {}

    record Done(int number, String text) {}

    static final AtomicInteger ACTS = new AtomicInteger();
    static volatile Runnable duringAct = () -> {};

    private final AgroalDataSource database;

    ProbeResource(AgroalDataSource database) {
        this.database = database;
    }

    @POST
    @PermitAll
    public Done post(@NotNull @Valid Body body) {
        return new Done(0, body.text());
    }

    @GET
    @PermitAll
    public Page<Integer> list(@BeanParam PageQuery query) {
        int first = query.after(Integer::valueOf).orElse(0);
        return Page.of(query, List.of(first + 1, first + 2, first + 3), number -> number);
    }

    @GET
    @Path("/{id}")
    @PermitAll
    public String one(@PathParam("id") UUID id, @QueryParam("number") Integer number) {
        return id + " " + number;
    }

    @GET
    @Path("/auditors")
    @RolesAllowed("auditor")
    public String auditorsOnly() {
        return "audited";
    }

    @GET
    @Path("/nobody")
    public String withoutRule() {
        return "nobody sees this";
    }

    @DELETE
    @PermitAll
    public void fail(@QueryParam("with") String with) throws Exception {
        switch (with) {
            case "bug" -> throw new IllegalStateException("jane.doe@example.org is not a number");
            case "error" -> throw new StackOverflowError("jane.doe@example.org");
            case "outage" -> throw new SQLException("jane.doe@example.org", "08006");
            case "unavailable" ->
                throw new jakarta.ws.rs.ServiceUnavailableException(
                        Duration.ofSeconds(7).toSeconds());
            default -> throw new jakarta.ws.rs.BadRequestException();
        }
    }

    @POST
    @Path("/form")
    @Consumes("application/x-www-form-urlencoded")
    @PermitAll
    public String form(@FormParam("text") String text) {
        return "" + text.length();
    }

    @POST
    @Path("/stream")
    @Consumes("text/plain")
    @Produces("text/plain")
    @UnlimitedBody
    @PermitAll
    public String stream(InputStream body) throws IOException {
        return "" + body.transferTo(java.io.OutputStream.nullOutputStream());
    }

    @POST
    @Path("/response")
    @RolesAllowed("author")
    @Transactional
    @Idempotent
    public Response actWithResponse(Body body) throws SQLException {
        int number = act();
        return Response.created(URI.create("/probe/" + number))
                .entity(new Done(number, body.text()))
                .build();
    }

    @POST
    @Path("/rest-response")
    @RolesAllowed("author")
    @Transactional
    @Idempotent
    public RestResponse<Done> actWithRestResponse(Body body, @QueryParam("name") String name) throws SQLException {
        int number = act();
        return RestResponse.ResponseBuilder.<Done>created(URI.create("/probe/" + number))
                .entity(new Done(number, body.text()))
                .build();
    }

    @POST
    @Path("/value")
    @RolesAllowed("author")
    @Transactional
    @Idempotent
    public Done actWithValue() throws SQLException {
        return new Done(act(), "value");
    }

    @POST
    @Path("/void")
    @RolesAllowed("author")
    @Transactional
    @Idempotent
    public void actWithoutAnswer() throws SQLException {
        act();
    }

    private int act() throws SQLException {
        try (Connection connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("SELECT 1");
        }
        int number = ACTS.incrementAndGet();
        duringAct.run();
        return number;
    }
}
