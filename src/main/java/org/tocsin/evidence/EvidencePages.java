package org.tocsin.evidence;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.tocsin.platform.http.Page;
import org.tocsin.platform.http.PageQuery;

/** The chain, page by page. */
@ApplicationScoped
class EvidencePages {

    private final AgroalDataSource database;

    EvidencePages(AgroalDataSource database) {
        this.database = database;
    }

    /**
     * A page of the chain.
     *
     * @param incidentId only what belongs to this incident, or null for everything
     */
    Page<EvidenceView> of(UUID incidentId, PageQuery query) throws SQLException {
        long after = query.after(Long::valueOf).orElse(0L);
        try (Connection connection = database.getConnection()) {
            List<EvidenceEntry> rows = EvidenceRows.after(connection, incidentId, after, query.limit() + 1);
            return Page.of(query, rows, EvidenceEntry::seq).map(EvidenceView::of);
        }
    }
}
