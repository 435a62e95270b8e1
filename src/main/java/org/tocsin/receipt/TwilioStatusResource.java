package org.tocsin.receipt;

import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import java.sql.SQLException;
import java.time.Clock;
import java.util.UUID;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirements;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.tocsin.channel.sms.StatusCallback;
import org.tocsin.channel.sms.TwilioSignature;
import org.tocsin.platform.Ids;
import org.tocsin.platform.database.Transactions;
import org.tocsin.platform.http.Problems;

/** Where Twilio reports what became of a text. Its signature stands in for a login. */
@Path(StatusCallback.PATH)
@Tag(name = "Receipts")
class TwilioStatusResource {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9]{1,64}");
    private static final Pattern STATUS = Pattern.compile("[a-z_-]{1,40}");
    private static final Pattern CODE = Pattern.compile("[0-9]{1,9}");

    private final AgroalDataSource database;
    private final TwilioCallback callback;
    private final ReceiptLoop loop;
    private final MeterRegistry meters;
    private final Clock clock;

    TwilioStatusResource(
            AgroalDataSource database, TwilioCallback callback, ReceiptLoop loop, MeterRegistry meters, Clock clock) {
        this.database = database;
        this.callback = callback;
        this.loop = loop;
        this.meters = meters;
        this.clock = clock;
    }

    @POST
    @Path("/{deliveryId}")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @PermitAll
    @SecurityRequirements
    @Operation(
            summary = "Take a status callback of Twilio's",
            description =
                    "Signed with the account's auth token (X-Twilio-Signature) over the address that the message was sent"
                            + " with. Stored and answered at once, applied right after; repeated and reordered calls change nothing.")
    @APIResponse(responseCode = "204", description = "Stored, or known already")
    @APIResponse(responseCode = "403", description = "Not signed by a configured account; nothing is stored")
    public void report(
            UUID deliveryId,
            @QueryParam(StatusCallback.ATTEMPT) Integer attempt,
            @HeaderParam(TwilioSignature.HEADER) String signature,
            MultivaluedMap<String, String> form)
            throws SQLException {
        String provider = callback.publicUrl()
                .map(url -> StatusCallback.address(url, deliveryId, attempt))
                .flatMap(address -> callback.signer(address, form, signature))
                .orElseThrow(this::forged);
        Receipt receipt = new Receipt(
                Ids.next(),
                deliveryId,
                attempt,
                provider,
                field(form, "MessageSid", ID),
                field(form, "MessageStatus", STATUS),
                errorCode(form));
        if (Transactions.run(database, connection -> Receipts.store(connection, receipt, clock.instant()))) {
            loop.soon();
        }
    }

    private RuntimeException forged() {
        meters.counter("tocsin.receipt.forged").increment();
        return Problems.forbidden("The call is not signed by an account that this service sends with.");
    }

    private static String field(MultivaluedMap<String, String> form, String name, Pattern pattern) {
        String value = form.getFirst(name);
        if (value == null || !pattern.matcher(value).matches()) {
            throw Problems.invalid(name, "must be there, and as Twilio writes it");
        }
        return value;
    }

    private static Integer errorCode(MultivaluedMap<String, String> form) {
        String code = form.getFirst("ErrorCode");
        return code != null && CODE.matcher(code).matches() ? Integer.valueOf(code) : null;
    }
}
