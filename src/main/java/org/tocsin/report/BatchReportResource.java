package org.tocsin.report;

import static org.tocsin.access.Role.APPROVER;
import static org.tocsin.access.Role.AUDITOR;
import static org.tocsin.access.Role.AUTHOR;
import static org.tocsin.access.Role.INCIDENT_SYSTEM;
import static org.tocsin.access.Role.OPERATOR;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.tocsin.platform.http.Problems;

/** The report of a batch over HTTP. */
@Path("/api/v1/batches/{id}")
@Tag(name = "Reports")
class BatchReportResource {

    private final Reports reports;

    BatchReportResource(Reports reports) {
        this.reports = reports;
    }

    @GET
    @Path("/report")
    @Produces({MediaType.APPLICATION_JSON, ReportCsv.MEDIA_TYPE})
    @RolesAllowed({INCIDENT_SYSTEM, AUTHOR, APPROVER, OPERATOR, AUDITOR})
    @Operation(
            summary = "Report what became of a batch, counted from its rows at one moment",
            description = "As JSON, or as CSV for whoever accepts `text/csv`: one number per row, safe to open in a"
                    + " spreadsheet. There are no names or addresses in it; but where a country or a region has few people, a"
                    + " count may be about somebody who can be guessed.")
    @APIResponse(
            responseCode = "200",
            description = "Counted",
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = BatchReport.class)),
                @Content(mediaType = "text/csv")
            })
    @APIResponse(responseCode = "404", description = "There is no such batch.")
    @APIResponse(
            responseCode = "503",
            description = "Too many reports are being counted, or this one takes longer than it may; try again later.")
    public BatchReport report(@PathParam("id") UUID id) {
        return reports.ofBatch(id).orElseThrow(() -> Problems.notFound("batch"));
    }

    @GET
    @Path("/report.csv")
    @Produces(ReportCsv.MEDIA_TYPE)
    @RolesAllowed({INCIDENT_SYSTEM, AUTHOR, APPROVER, OPERATOR, AUDITOR})
    @Operation(summary = "The same as a file, safe to open in a spreadsheet")
    @APIResponse(responseCode = "200", description = "Counted", content = @Content(mediaType = "text/csv"))
    public BatchReport file(@PathParam("id") UUID id) {
        return report(id);
    }
}
