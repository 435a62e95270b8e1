package org.tocsin.delivery;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.hibernate.annotations.Immutable;

/** One person in one batch, for reading; notices are written by the set. */
@Entity
@Immutable
public class Notice extends PanacheEntityBase {

    @Id
    public UUID id;

    @Column(name = "batch_id")
    public UUID batchId;

    @Column(name = "incident_id")
    public UUID incidentId;

    @Column(name = "record_set_id")
    public UUID recordSetId;

    public long position;

    @Column(name = "customer_ref")
    public String customerRef;

    public String locale;

    public String country;

    @Enumerated(EnumType.STRING)
    public NoticeOutcome outcome;

    public boolean confirmed;

    /** Why somebody is left out or not reached, in one word; or null. */
    public String reason;

    @Column(name = "updated_at")
    public Instant updatedAt;

    /** A customer's notices over all batches, latest first. */
    public static List<Notice> ofCustomer(String customerRef, UUID before, int limit) {
        return before == null
                ? find("customerRef = ?1 order by id desc", customerRef)
                        .page(0, limit)
                        .list()
                : find("customerRef = ?1 and id < ?2 order by id desc", customerRef, before)
                        .page(0, limit)
                        .list();
    }

    /** Some people of a batch who are to be sent something, one per language first. */
    public static List<Notice> samples(UUID batch, int limit) {
        return find(
                        "batchId = ?1 and outcome not in ('UNREACHED', 'EXCLUDED') and position in ("
                                + "select min(n.position) from Notice n where n.batchId = ?1 and n.outcome not in"
                                + " ('UNREACHED', 'EXCLUDED') group by n.locale) order by locale",
                        batch)
                .page(0, limit)
                .list();
    }
}
