package org.tocsin.template;

import io.quarkus.panache.common.Parameters;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.tocsin.evidence.Act;
import org.tocsin.evidence.Action;
import org.tocsin.evidence.EvidenceLog;
import org.tocsin.platform.Ids;
import org.tocsin.template.check.Finding;

/** Every version of every template. A version never changes once it is there. */
@ApplicationScoped
public class Templates {

    private final EntityManager entities;
    private final EvidenceLog evidence;
    private final Clock clock;

    Templates(EntityManager entities, EvidenceLog evidence, Clock clock) {
        this.entities = entities;
        this.evidence = evidence;
        this.clock = clock;
    }

    /**
     * Checks a template and stores it as the next version under its name.
     *
     * @param author who posted it: may not approve a batch that uses it
     */
    @Transactional
    public SaveResult save(NewTemplate posted, String author) {
        TemplateCheck.Result check = TemplateCheck.of(posted);
        if (check.refused()) {
            return new SaveResult.Refused(check.findings());
        }
        NewTemplate template = check.template();
        TemplateRow row = new TemplateRow();
        row.id = Ids.next();
        row.name = template.name();
        row.version = nextVersion(template.name());
        row.defaultLocale = template.defaultLocale();
        row.findings = check.findings();
        row.createdBy = author;
        row.createdAt = clock.instant();
        template.variants().forEach(variant -> row.variants.add(VariantRow.of(row, variant)));
        TemplateVersion version = row.toVersion();
        row.digest = VariantDigest.of(version.defaultLocale(), version.variants());
        row.persistAndFlush();
        evidence.append(created(version, row.digest, check.findings()));
        return new SaveResult.Saved(version, row.digest, check.findings());
    }

    // Whoever saves under the same name waits here until the transaction ends: two saves at once make two versions.
    private int nextVersion(String name) {
        entities.createNativeQuery("SELECT 1 FROM pg_advisory_xact_lock(hashtextextended('template:' || :name, 0))")
                .setParameter("name", name)
                .getSingleResult();
        return 1
                + entities.createQuery(
                                "SELECT coalesce(max(version), 0) FROM TemplateRow WHERE name = :name", Integer.class)
                        .setParameter("name", name)
                        .getSingleResult();
    }

    private static Act created(TemplateVersion version, String digest, List<Finding> findings) {
        Map<String, ?> detail = Map.of(
                "name", version.name(),
                "version", version.version(),
                "digest", digest,
                "warnings", findings.size());
        return new Act(null, version.author(), Action.TEMPLATE_CREATED, "template:" + version.id(), detail);
    }

    /** One version with its variants. */
    @Transactional
    public Optional<TemplateVersion> find(UUID id) {
        return row(id).map(TemplateRow::toVersion);
    }

    Optional<TemplateRow> row(UUID id) {
        return TemplateRow.findByIdOptional(id);
    }

    /** Up to so many versions in the order in which they were saved, without their variants. */
    List<TemplateRow> rows(Optional<UUID> after, int atMost) {
        String query = after.isPresent() ? "id > :after ORDER BY id" : "ORDER BY id";
        Parameters parameters = new Parameters();
        after.ifPresent(id -> parameters.and("after", id));
        return TemplateRow.<TemplateRow>find(query, parameters).page(0, atMost).list();
    }
}
