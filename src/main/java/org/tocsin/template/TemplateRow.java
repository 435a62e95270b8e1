package org.tocsin.template;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.CascadeType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.OneToMany;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.tocsin.template.check.Finding;

/** A version of a template, as it is stored. */
@Entity
@Immutable
@Table(name = "template")
class TemplateRow extends PanacheEntityBase {

    @Id
    UUID id;

    String name;
    int version;

    @Column(name = "default_locale")
    String defaultLocale;

    String digest;

    @JdbcTypeCode(SqlTypes.JSON)
    List<Finding> findings;

    @Column(name = "created_by")
    String createdBy;

    @Column(name = "created_at")
    Instant createdAt;

    @OneToMany(mappedBy = "template", cascade = CascadeType.PERSIST)
    List<VariantRow> variants = new ArrayList<>();

    TemplateVersion toVersion() {
        return new TemplateVersion(
                id,
                name,
                version,
                defaultLocale,
                createdBy,
                variants.stream()
                        .map(VariantRow::toVariant)
                        .sorted(VariantDigest.ORDER)
                        .toList());
    }
}
