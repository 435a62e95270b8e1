package org.tocsin.approval;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;

/** A second person's word on a batch. It copies everyone whom the four-eyes rule compares; the database holds the rule. */
@Entity
@Immutable
public class Approval extends PanacheEntityBase {

    @Id
    @Column(name = "batch_id")
    public UUID batchId;

    public String fingerprint;

    @Enumerated(EnumType.STRING)
    public Decision decision;

    public String comment;

    public String approver;

    public String author;

    public String submitter;

    @Column(name = "template_author")
    public String templateAuthor;

    public String uploader;

    @Column(name = "facts_editor")
    public String factsEditor;

    public byte[] mac;

    @Column(name = "decided_at")
    public Instant decidedAt;
}
