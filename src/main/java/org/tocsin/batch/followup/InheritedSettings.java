package org.tocsin.batch.followup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.tocsin.batch.Batch;
import org.tocsin.batch.BatchRequest;
import org.tocsin.batch.Purpose;

/**
 * Asks for a batch with another one's settings. They are carried over as JSON, in which a policy and a request name every setting
 * alike: so none is forgotten when there are more.
 */
@ApplicationScoped
class InheritedSettings {

    /** In a request the windows are by channel in lower case. */
    private static final String WINDOW = "window";

    // A start that is over; and who is in an earlier set is not in the source either.
    private static final List<String> NOT_INHERITED = List.of("startAt", "supplement");

    private static final List<String> KNOWN = Stream.of(BatchRequest.class.getRecordComponents())
            .map(RecordComponent::getName)
            .toList();

    private final ObjectMapper json;

    InheritedSettings(ObjectMapper json) {
        this.json = json;
    }

    /** The source's settings with what was asked for in their place. */
    BatchRequest request(Batch source, Purpose purpose, FollowUpRequest asked) {
        ObjectNode settings = json.valueToTree(source.policy);
        settings.remove(NOT_INHERITED);
        if (settings.has(WINDOW)) {
            settings.set(WINDOW, lowerCaseNames(settings.get(WINDOW)));
        }
        settings.put("templateId", source.templateId.toString());
        ObjectNode changes = json.valueToTree(asked);
        changes.properties().forEach(change -> {
            if (!change.getValue().isNull()) {
                settings.set(change.getKey(), change.getValue());
            }
        });
        settings.put("incidentId", source.incidentId.toString());
        settings.put("recordSetId", source.recordSetId.toString());
        settings.put("purpose", purpose.name());
        settings.put("drill", source.drill);
        settings.retain(KNOWN);
        try {
            return json.treeToValue(settings, BatchRequest.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a batch's policy is no request", e);
        }
    }

    private ObjectNode lowerCaseNames(JsonNode windows) {
        ObjectNode lower = json.createObjectNode();
        windows.properties().forEach(window -> lower.set(window.getKey().toLowerCase(Locale.ROOT), window.getValue()));
        return lower;
    }
}
