package org.tocsin.incident;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Validator;
import java.util.List;
import java.util.Set;
import org.tocsin.platform.http.MergePatch;
import org.tocsin.platform.http.Problems;
import org.tocsin.platform.http.Violation;

/** Applies a merge patch to what is stated about an incident; the result must be as valid as one that is posted. */
@ApplicationScoped
class IncidentPatch {

    private final ObjectMapper json;
    private final Validator validator;

    IncidentPatch(ObjectMapper json, Validator validator) {
        this.json = json;
        this.validator = validator;
    }

    /**
     * The changed form.
     *
     * @throws ConstraintViolationException when it is not a valid one
     */
    IncidentForm apply(IncidentForm old, JsonNode patch) {
        JsonNode target = json.valueToTree(old);
        // Removing what does not exist would go unnoticed.
        if (!patch.isObject() || patch.properties().stream().anyMatch(change -> !target.has(change.getKey()))) {
            throw Problems.invalid("body", "must be an object that names only fields of an incident");
        }
        IncidentForm changed = read(MergePatch.apply(target, patch));
        Set<ConstraintViolation<IncidentForm>> violations = validator.validate(changed);
        if (!violations.isEmpty()) {
            throw new ConstraintViolationException(violations);
        }
        if (!changed.reference().equals(old.reference())) {
            throw Problems.unprocessable(
                    "An incident keeps its reference.", List.of(new Violation("reference", "cannot change")));
        }
        return changed;
    }

    private IncidentForm read(JsonNode changed) {
        try {
            return json.treeToValue(changed, IncidentForm.class);
        } catch (JsonProcessingException e) {
            throw Problems.unreadable(e);
        }
    }
}
