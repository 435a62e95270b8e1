package org.tocsin.batch;

import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.tocsin.channel.ChannelKind;

/** What an author asks for; only the three ids are required. */
@Schema(
        example =
                """
                {
                  "incidentId": "0190f5e4-7d6b-7c3a-9a52-1f2b3c4d5e6f",
                  "recordSetId": "0190f5e5-1111-7c3a-9a52-1f2b3c4d5e6f",
                  "templateId": "0190f5e5-2222-7c3a-9a52-1f2b3c4d5e6f",
                  "purpose": "FIRST",
                  "channels": {"mode": "FALLBACK", "order": ["EMAIL", "SMS"]},
                  "maxPerSecond": 200
                }""")
public record BatchRequest(
        @NotNull UUID incidentId,
        @NotNull UUID recordSetId,
        @NotNull UUID templateId,
        Purpose purpose,
        @Valid ChannelsRequest channels,
        Map<ChannelKind, BatchPolicy.UnknownPolicy> onUnknown,
        @Min(1) @Max(100_000) Integer maxPerSecond,
        Instant startAt,
        @Valid WindowsRequest window,
        @Schema(
                        implementation = String.class,
                        example = "PT72H",
                        description =
                                "From the release to the last try; at most P30D, PT72H when absent. Stands still while the batch is"
                                        + " paused or held, or all sending is stopped")
                Duration horizon,
        BatchPolicy.Priority priority,
        @Valid CanaryRequest canary,
        @Valid ThresholdsRequest holdThresholds,
        BatchPolicy.SharedContact sharedContact,
        @Schema(
                        implementation = String.class,
                        example = "PT72H",
                        description = "After the approval, or startAt when later; at most P30D, PT72H when absent")
                Duration approvalValidFor,
        @Schema(description = "Leave out whoever is in a set of the incident that was sealed before this one")
                Boolean supplement,
        @Valid @Schema(
                        description =
                                "Reach people who have opted out or complained as well, for a reason that is approved and stands in the"
                                        + " evidence; never a dead address. Twilio still refuses whoever has replied STOP (21610)")
                OverrideOptOutRequest overrideOptOut,
        Boolean drill) {

    /** See {@link BatchPolicy.ChannelPolicy}. */
    public record ChannelsRequest(
            BatchPolicy.Mode mode,
            @NotEmpty List<@NotNull ChannelKind> order,
            @Schema(
                            implementation = String.class,
                            example = "PT24H",
                            description =
                                    "Only in FALLBACK: after how long without a receipt of its arrival an accepted message"
                                            + " opens the next channel too; at most P30D, never when absent")
                    Duration confirmWithin) {}

    /** Windows by channel, in lower case as the contract spells them. */
    public record WindowsRequest(@Valid WindowRequest sms, @Valid WindowRequest email) {}

    /** See {@link BatchPolicy.Window}. */
    public record WindowRequest(
            @NotNull @Schema(implementation = String.class, example = "08:00") LocalTime from,
            @NotNull @Schema(implementation = String.class, example = "20:00") LocalTime to) {}

    /** See {@link BatchPolicy.Canary}. */
    public record CanaryRequest(@Min(1) Integer people, @DecimalMin("0.001") @DecimalMax("100") BigDecimal percent) {}

    /** See {@link BatchPolicy.OverrideOptOut}. */
    public record OverrideOptOutRequest(@NotBlank @Size(max = 500) String reason) {}

    /** See {@link BatchPolicy.HoldThresholds}. */
    public record ThresholdsRequest(@NotNull @DecimalMin("0.1") @DecimalMax("100") BigDecimal failedPercent) {}
}
