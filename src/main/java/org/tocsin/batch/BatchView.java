package org.tocsin.batch;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.tocsin.delivery.DeliveryState;
import org.tocsin.delivery.Tally;

/**
 * A batch as callers see it.
 *
 * @param sourceBatchId the batch that a resend or a correction follows, or null
 * @param sourcePeople whom of that batch it is for, or null
 * @param people everyone in it: the sum of the outcomes, at all times
 * @param ratePerSecond messages per second since the start, or null before it
 * @param approvalLapsesAt when an approval that was not used yet lapses, or null
 * @param expectedEndAt when the last message is due to be out at that rate, or null when that cannot be said
 */
public record BatchView(
        UUID id,
        UUID incidentId,
        UUID recordSetId,
        UUID templateId,
        Purpose purpose,
        UUID sourceBatchId,
        SourcePeople sourcePeople,
        BatchStatus status,
        String fingerprint,
        boolean drill,
        boolean simulated,
        long people,
        Outcomes outcomes,
        Deliveries deliveries,
        PlanSummary plan,
        BatchPolicy policy,
        BigDecimal ratePerSecond,
        Instant expectedEndAt,
        String heldReason,
        String failure,
        String createdBy,
        Instant createdAt,
        String submittedBy,
        Instant submittedAt,
        Instant approvedAt,
        Instant approvalLapsesAt,
        Instant startedAt,
        Instant completedAt) {

    /** People by what became of them. */
    public record Outcomes(
            long outstanding,
            long reachedConfirmed,
            long reachedUnconfirmed,
            long unreached,
            long excluded,
            long withdrawn) {}

    /** Deliveries by state. */
    public record Deliveries(
            long planned,
            long due,
            long sending,
            long accepted,
            long delivered,
            long failed,
            long unknown,
            long held,
            long undeliverable,
            long notNeeded,
            long cancelled) {}

    static BatchView of(Batch batch, Tally tally, Instant now) {
        Deliveries deliveries = deliveries(tally);
        BigDecimal rate = rate(batch, deliveries, now);
        return new BatchView(
                batch.id,
                batch.incidentId,
                batch.recordSetId,
                batch.templateId,
                batch.purpose,
                batch.sourceBatchId,
                batch.sourcePeople,
                batch.status,
                batch.fingerprint,
                batch.drill,
                batch.simulated,
                tally.people(),
                new Outcomes(
                        tally.outstanding(),
                        tally.reachedConfirmed(),
                        tally.reachedUnconfirmed(),
                        tally.unreached(),
                        tally.excluded(),
                        tally.withdrawn()),
                deliveries,
                batch.plan,
                batch.policy,
                rate,
                expectedEnd(batch, tally, rate, now),
                batch.heldReason,
                batch.failure,
                batch.createdBy,
                batch.createdAt,
                batch.submittedBy,
                batch.submittedAt,
                batch.approvedAt,
                batch.approvalLapsesAt().orElse(null),
                batch.startedAt,
                batch.completedAt);
    }

    private static Deliveries deliveries(Tally tally) {
        return new Deliveries(
                tally.deliveries(DeliveryState.PLANNED),
                tally.deliveries(DeliveryState.DUE),
                tally.deliveries(DeliveryState.SENDING),
                tally.deliveries(DeliveryState.ACCEPTED),
                tally.deliveries(DeliveryState.DELIVERED),
                tally.deliveries(DeliveryState.FAILED),
                tally.deliveries(DeliveryState.UNKNOWN),
                tally.deliveries(DeliveryState.HELD),
                tally.deliveries(DeliveryState.UNDELIVERABLE),
                tally.deliveries(DeliveryState.NOT_NEEDED),
                tally.deliveries(DeliveryState.CANCELLED));
    }

    private static BigDecimal rate(Batch batch, Deliveries deliveries, Instant now) {
        if (batch.startedAt == null) {
            return null;
        }
        Instant end = batch.completedAt == null ? now : batch.completedAt;
        long millis = Math.max(1, Duration.between(batch.startedAt, end).toMillis());
        long answered = deliveries.accepted() + deliveries.delivered() + deliveries.failed();
        return BigDecimal.valueOf(answered * 1000).divide(BigDecimal.valueOf(millis), 1, RoundingMode.HALF_UP);
    }

    private static Instant expectedEnd(Batch batch, Tally tally, BigDecimal rate, Instant now) {
        if (batch.status != BatchStatus.DISPATCHING || rate.signum() == 0) {
            return null;
        }
        BigDecimal seconds = BigDecimal.valueOf(tally.outstanding()).divide(rate, 0, RoundingMode.UP);
        return now.plusSeconds(seconds.longValue());
    }
}
