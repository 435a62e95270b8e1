package org.tocsin.receipt;

import io.agroal.api.AgroalDataSource;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import java.sql.SQLException;
import java.time.Clock;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirements;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.tocsin.channel.ChannelKind;
import org.tocsin.channel.sms.TwilioSignature;
import org.tocsin.contact.PhoneNumber;
import org.tocsin.delivery.suppression.SuppressedAddress;
import org.tocsin.platform.Ids;
import org.tocsin.platform.database.Transactions;
import org.tocsin.platform.keys.KeyRing;

/**
 * Where Twilio hands over the texts that people send to our numbers. Its signature stands in for a login.
 *
 * <p>Source of the fields: https://www.twilio.com/docs/messaging/guides/webhook-request.
 */
@Path(TwilioInboundResource.PATH)
@Tag(name = "Receipts")
class TwilioInboundResource {

    static final String PATH = "/hooks/twilio/inbound";

    /** TwiML that says nothing: Twilio answers STOP and START itself. */
    private static final String NO_REPLY = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response/>";

    private final AgroalDataSource database;
    private final KeyRing keys;
    private final TwilioCallback callback;
    private final ReceiptLoop loop;
    private final Clock clock;

    TwilioInboundResource(
            AgroalDataSource database, KeyRing keys, TwilioCallback callback, ReceiptLoop loop, Clock clock) {
        this.database = database;
        this.keys = keys;
        this.callback = callback;
        this.loop = loop;
        this.clock = clock;
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Produces(MediaType.TEXT_XML)
    @PermitAll
    @SecurityRequirements
    @Operation(
            summary = "Take a text that somebody has sent to one of our numbers",
            description =
                    "Signed with the account's auth token (X-Twilio-Signature) over tocsin.public-url and this path. Stored and answered"
                            + " at once, applied right after: STOP and its kin suppress the sender's number, end what waits to be sent to"
                            + " it and open the person's next channel; START, YES and UNSTOP lift what STOP has done. Every other text is"
                            + " ignored. Repeated calls change nothing.")
    @APIResponse(responseCode = "200", description = "Stored, or known already: TwiML without a reply")
    @APIResponse(responseCode = "403", description = "Not signed by a configured account; nothing is stored")
    public String take(@HeaderParam(TwilioSignature.HEADER) String signature, MultivaluedMap<String, String> form)
            throws SQLException {
        String provider = callback.signer(url -> url + PATH, form, signature);
        InboundText text = text(provider, form);
        if (Transactions.run(database, connection -> InboundTexts.store(connection, text, clock.instant()))) {
            loop.soon();
        }
        return NO_REPLY;
    }

    private InboundText text(String provider, MultivaluedMap<String, String> form) {
        UUID id = Ids.next();
        TextContent content =
                new TextContent(form.getFirst("From"), form.getFirst("Body"), form.getFirst("OptOutType"));
        // A sender that is no telephone number (a short code, a name, another app's address) is on nobody's list.
        PhoneNumber sender = content.from() == null
                ? null
                : PhoneNumber.parse(content.from(), null).value();
        return new InboundText(
                id,
                provider,
                TwilioCallback.field(form, "MessageSid", TwilioCallback.ID),
                TextMeaning.of(content.body(), content.optOutType()),
                sender == null
                        ? null
                        : SuppressedAddress.of(keys, ChannelKind.SMS, sender.value())
                                .digest(),
                SealedMail.seal(keys, id, content.bytes()));
    }
}
