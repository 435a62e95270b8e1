package org.tocsin.template;

import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.tocsin.access.Caller;
import org.tocsin.access.Role;
import org.tocsin.platform.http.Idempotent;
import org.tocsin.platform.http.Page;
import org.tocsin.platform.http.PageQuery;
import org.tocsin.platform.http.Problems;

/** Templates over HTTP. */
@Path("/api/v1/templates")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Templates")
class TemplateResource {

    private final Templates templates;
    private final Caller caller;

    TemplateResource(Templates templates, Caller caller) {
        this.templates = templates;
        this.caller = caller;
    }

    @POST
    @Transactional
    @Idempotent
    @RolesAllowed({Role.INCIDENT_SYSTEM, Role.AUTHOR})
    @Operation(
            summary = "Saves a template",
            description =
                    "The next version under its name; a version never changes. Errors refuse it: 422, with line and"
                            + " column. Warnings stay with it for author and approver.")
    public RestResponse<SavedTemplate> save(@NotNull @Valid NewTemplate template) {
        SaveResult result = templates.save(template, caller.subject());
        if (result instanceof SaveResult.Saved saved) {
            return RestResponse.ResponseBuilder.<SavedTemplate>created(
                            URI.create("/api/v1/templates/" + saved.template().id()))
                    .entity(SavedTemplate.of(saved))
                    .build();
        }
        throw TemplateRefusal.of(result.findings());
    }

    @GET
    @Transactional
    @RolesAllowed({Role.INCIDENT_SYSTEM, Role.AUTHOR, Role.APPROVER, Role.AUDITOR})
    @Operation(summary = "Lists template versions, oldest first")
    public Page<TemplateSummary> list(@BeanParam PageQuery query) {
        List<TemplateRow> rows = templates.rows(query.after(UUID::fromString), query.limit() + 1);
        return Page.of(query, rows, row -> row.id).map(TemplateSummary::of);
    }

    @GET
    @Path("/{id}")
    @Transactional
    @RolesAllowed({Role.INCIDENT_SYSTEM, Role.AUTHOR, Role.APPROVER, Role.AUDITOR})
    @Operation(summary = "Reads a template version")
    public TemplateView read(@PathParam("id") UUID id) {
        return templates.row(id).map(TemplateView::of).orElseThrow(() -> Problems.notFound("template"));
    }

    @GET
    @Path("/ready")
    @RolesAllowed({Role.INCIDENT_SYSTEM, Role.AUTHOR, Role.APPROVER, Role.AUDITOR})
    @Operation(summary = "Names the templates that come with Tocsin")
    public Page<String> ready() {
        return new Page<>(ReadyTemplates.NAMES, null);
    }

    @GET
    @Path("/ready/{name}")
    @RolesAllowed({Role.INCIDENT_SYSTEM, Role.AUTHOR, Role.APPROVER, Role.AUDITOR})
    @Operation(
            summary = "Reads a template that comes with Tocsin",
            description = "In the form in which it can be posted, as it stands or changed.")
    public NewTemplate ready(@PathParam("name") String name) {
        return ReadyTemplates.find(name).orElseThrow(() -> Problems.notFound("ready template"));
    }
}
