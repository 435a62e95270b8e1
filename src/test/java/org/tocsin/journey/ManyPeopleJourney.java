package org.tocsin.journey;

import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Batches of many people that people have in hand while they are sent at full speed. */
abstract class ManyPeopleJourney extends OneIncidentJourney {

    static final Map<String, Object> MAIL_ONLY = Map.of("channels", Map.of("mode", "ALL", "order", List.of("EMAIL")));

    private static final Map<String, String> BECAUSE = Map.of("reason", "a question came up");

    /** What to ask for to write to this many people of a new incident. */
    Map<String, Object> batch(int people, Map<String, Object> more) {
        incident = API.openIncident();
        String csv = IntStream.rangeClosed(1, people)
                .mapToObj(i -> "%s-%d,Person %d,p%d.%s@example.org,+1202555%04d,en,US"
                        .formatted(tag, i, i, i, tag, 100 + i % 100))
                .collect(Collectors.joining("\n", HEADER, "\n"));
        return batch(API.upload(incident, csv), more);
    }

    static Response act(String role, UUID batch, String what) {
        return API.as(role).body(BECAUSE).post("/api/v1/admin/batches/{id}/" + what, batch);
    }
}
