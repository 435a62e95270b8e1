package org.tocsin.batch;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.tocsin.affected.People;
import org.tocsin.affected.Person;
import org.tocsin.delivery.Notice;

/** Opens the people of notices, for showing masked addresses. */
@ApplicationScoped
public class BatchPeople {

    private final AgroalDataSource database;
    private final People people;

    BatchPeople(AgroalDataSource database, People people) {
        this.database = database;
        this.people = people;
    }

    /** The people by notice; those whose record cannot be opened are missing. */
    public Map<UUID, Person> of(Collection<Notice> notices) {
        Map<UUID, Person> found = new HashMap<>();
        Map<UUID, List<Notice>> bySet = notices.stream().collect(Collectors.groupingBy(notice -> notice.recordSetId));
        try (Connection connection = database.getConnection()) {
            for (Map.Entry<UUID, List<Notice>> set : bySet.entrySet()) {
                List<Long> positions =
                        set.getValue().stream().map(notice -> notice.position).toList();
                Map<Long, Person> opened = people.open(connection, set.getKey(), positions);
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
        return found;
    }
}
