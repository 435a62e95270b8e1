package org.tocsin.delivery;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.quarkus.panache.common.Parameters;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.tocsin.channel.ChannelKind;

/** One notice over one channel, for reading; deliveries are moved by the set. */
@Entity
@Immutable
public class Delivery extends PanacheEntityBase {

    @Id
    public UUID id;

    @Column(name = "notice_id")
    public UUID noticeId;

    @Column(name = "batch_id")
    public UUID batchId;

    @Enumerated(EnumType.STRING)
    public ChannelKind channel;

    public short rank;

    @Enumerated(EnumType.STRING)
    public DeliveryState state;

    /** Why it stands as it does, in one word; or null. */
    public String reason;

    /** The rule that took this channel from the person, or null. */
    @Column(name = "moved_by")
    public UUID movedBy;

    @Column(name = "provider_id")
    public String providerId;

    @Column(name = "updated_at")
    public Instant updatedAt;

    public static List<Delivery> ofNotices(Collection<UUID> notices) {
        return list("noticeId in ?1 order by rank, channel", notices);
    }

    /**
     * A batch's deliveries in the order of their ids.
     *
     * @param state null for any
     * @param channel null for any
     * @param movedBy only those that this rule took from their people, or null
     * @param after the id to go on behind, or null
     */
    public static List<Delivery> ofBatch(
            UUID batch, DeliveryState state, ChannelKind channel, UUID movedBy, UUID after, int limit) {
        StringBuilder query = new StringBuilder("batchId = :batch");
        Parameters parameters = Parameters.with("batch", batch);
        if (state != null) {
            query.append(" and state = :state");
            parameters.and("state", state);
        }
        if (channel != null) {
            query.append(" and channel = :channel");
            parameters.and("channel", channel);
        }
        if (movedBy != null) {
            query.append(" and movedBy = :movedBy");
            parameters.and("movedBy", movedBy);
        }
        if (after != null) {
            query.append(" and id > :after");
            parameters.and("after", after);
        }
        return find(query.append(" order by id").toString(), parameters)
                .page(0, limit)
                .list();
    }
}
