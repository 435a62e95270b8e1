package org.tocsin.receipt;

import io.agroal.api.AgroalDataSource;
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

/** Where Twilio reports what became of a text. Its signature stands in for a login. */
@Path(StatusCallback.PATH)
@Tag(name = "Receipts")
class TwilioStatusResource {

    private static final Pattern STATUS = Pattern.compile("[a-z_-]{1,40}");
    private static final Pattern CODE = Pattern.compile("[0-9]{1,9}");

    private final AgroalDataSource database;
    private final TwilioCallback callback;
    private final ReceiptLoop loop;
    private final Clock clock;

    TwilioStatusResource(AgroalDataSource database, TwilioCallback callback, ReceiptLoop loop, Clock clock) {
        this.database = database;
        this.callback = callback;
        this.loop = loop;
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
        String provider = callback.signer(url -> StatusCallback.address(url, deliveryId, attempt), form, signature);
        Receipt receipt = new Receipt(
                Ids.next(),
                deliveryId,
                attempt,
                provider,
                TwilioCallback.field(form, "MessageSid", TwilioCallback.ID),
                TwilioCallback.field(form, "MessageStatus", STATUS),
                errorCode(form));
        if (Transactions.run(database, connection -> Receipts.store(connection, receipt, clock.instant()))) {
            loop.soon();
        }
    }

    private static Integer errorCode(MultivaluedMap<String, String> form) {
        String code = form.getFirst("ErrorCode");
        return code != null && CODE.matcher(code).matches() ? Integer.valueOf(code) : null;
    }
}
