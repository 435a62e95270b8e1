package org.tocsin.delivery;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import java.io.Serializable;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.hibernate.annotations.Immutable;

/** One try of a delivery, for reading. */
@Entity
@Immutable
@IdClass(Attempt.Key.class)
public class Attempt extends PanacheEntityBase {

    /** Which try of which delivery. */
    public record Key(UUID deliveryId, int number) implements Serializable {}

    @Id
    @Column(name = "delivery_id")
    public UUID deliveryId;

    @Id
    public int number;

    @Column(name = "started_at")
    public Instant startedAt;

    /** Null while the answer is awaited. */
    @Column(name = "ended_at")
    public Instant endedAt;

    public String stage;

    public String result;

    @Column(name = "class")
    public String failureClass;

    public String code;

    public String words;

    public String provider;

    @Column(name = "provider_id")
    public String providerId;

    @Column(name = "content_hash")
    public String contentHash;

    public static List<Attempt> ofDeliveries(Collection<UUID> deliveries) {
        return list("deliveryId in ?1 order by number", deliveries);
    }
}
