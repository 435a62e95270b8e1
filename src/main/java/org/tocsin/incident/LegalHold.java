package org.tocsin.incident;

import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A word that nothing about an incident may be destroyed.
 *
 * @param reason as it was given when it was set
 */
@Schema(
        example =
                """
                {"id": "0199a1c2-9b10-7a41-8c55-6f0e5d4c3b2a", "incidentId": "0199a1c2-0a4f-7d00-8f7e-4b1d2c3e5f60",
                 "reason": "Order of the court of 3 September, file 12/26.", "setBy": "author", "setAt": "2026-09-03T08:00:00Z"}""")
public record LegalHold(UUID id, UUID incidentId, String reason, String setBy, Instant setAt) {}
