package org.tocsin.batch.followup;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.tocsin.batch.BatchPolicy;
import org.tocsin.batch.BatchRequest;
import org.tocsin.channel.ChannelKind;

/**
 * How the new batch differs from the one that it follows; what is not said is taken from there, but for {@code startAt}, which is
 * over.
 */
@Schema(
        example =
                """
                {
                  "templateId": "0190f5e5-3333-7c3a-9a52-1f2b3c4d5e6f",
                  "channels": {"mode": "FALLBACK", "order": ["SMS", "EMAIL"]}
                }""")
record FollowUpRequest(
        @Schema(description = "Required for a correction, and another template than the one to be corrected")
                UUID templateId,
        @Valid BatchRequest.ChannelsRequest channels,
        Map<ChannelKind, BatchPolicy.UnknownPolicy> onUnknown,
        @Min(1) @Max(100_000) Integer maxPerSecond,
        Instant startAt,
        @Valid BatchRequest.WindowsRequest window,
        @Schema(implementation = String.class, example = "PT72H") Duration horizon,
        BatchPolicy.Priority priority,
        @Valid BatchRequest.CanaryRequest canary,
        @Valid BatchRequest.ThresholdsRequest holdThresholds,
        BatchPolicy.SharedContact sharedContact,
        @Schema(implementation = String.class, example = "PT72H") Duration approvalValidFor,
        @Schema(
                        description =
                                "Resend only: also to whoever a cancelled batch left without an outcome, and to whom a message"
                                        + " may have gone. They may be told twice; without it they may not be told at all.")
                Boolean includeUncertain) {

    /** A call without a body. */
    static final FollowUpRequest NOTHING_ELSE =
            new FollowUpRequest(null, null, null, null, null, null, null, null, null, null, null, null, null);
}
