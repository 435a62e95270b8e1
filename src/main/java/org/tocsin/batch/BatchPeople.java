package org.tocsin.batch;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.tocsin.affected.People;
import org.tocsin.affected.Person;
import org.tocsin.affected.RecordSetStatus;
import org.tocsin.affected.RecordSets;
import org.tocsin.delivery.Notice;

/** Opens the people of notices, for showing masked addresses. */
@ApplicationScoped
public class BatchPeople {

    private final AgroalDataSource database;
    private final People people;
    private final RecordSets recordSets;

    BatchPeople(AgroalDataSource database, People people, RecordSets recordSets) {
        this.database = database;
        this.people = people;
        this.recordSets = recordSets;
    }

    /** Opens the notices' people. Whoever shows them puts that into the evidence. */
    public OpenedPeople of(Collection<Notice> notices) {
        Map<UUID, Person> found = new HashMap<>();
        Set<UUID> purged = new HashSet<>();
        Map<UUID, List<Notice>> bySet = notices.stream().collect(Collectors.groupingBy(notice -> notice.recordSetId));
        try (Connection connection = database.getConnection()) {
            for (Map.Entry<UUID, List<Notice>> set : bySet.entrySet()) {
                List<Long> positions =
                        set.getValue().stream().map(notice -> notice.position).toList();
                Map<Long, Person> opened = people.open(connection, set.getKey(), positions);
                if (opened.isEmpty() && isPurged(connection, set.getKey())) {
                    purged.add(set.getKey());
                }
                set.getValue().forEach(notice -> {
                    Person person = opened.get(notice.position);
                    if (person != null) {
                        found.put(notice.id, person);
                    }
                });
            }
        } catch (SQLException e) {
            throw new IllegalStateException("people could not be read", e);
        }
        return new OpenedPeople(found, purged);
    }

    private boolean isPurged(Connection connection, UUID recordSet) throws SQLException {
        return recordSets
                .find(connection, recordSet)
                .filter(set -> set.status() == RecordSetStatus.PURGED)
                .isPresent();
    }
}
