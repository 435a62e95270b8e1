package org.tocsin.template;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.tocsin.channel.ChannelKind;
import org.tocsin.platform.Ids;

/** A variant, as it is stored. */
@Entity
@Immutable
@Table(name = "template_variant")
class VariantRow extends PanacheEntityBase {

    @Id
    UUID id;

    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "template_id")
    TemplateRow template;

    @Enumerated(EnumType.STRING)
    ChannelKind channel;

    String locale;
    String subject;
    String text;
    String html;

    static VariantRow of(TemplateRow template, NewVariant variant) {
        VariantRow row = new VariantRow();
        row.id = Ids.next();
        row.template = template;
        row.channel = variant.channel();
        row.locale = variant.locale();
        row.subject = variant.subject();
        row.text = variant.text();
        row.html = variant.html();
        return row;
    }

    Variant toVariant() {
        return new Variant(id, channel, locale, subject, text, html);
    }
}
