package org.tocsin.incident;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tocsin.platform.http.MergePatch;

class IncidentFormTest {

    private static final ObjectMapper JSON = new ObjectMapper().registerModule(new JavaTimeModule());
    private static final Validator VALIDATOR =
            Validation.buildDefaultValidatorFactory().getValidator();

    @Test
    void takesTheExample() throws Exception {
        assertThat(VALIDATOR.validate(with("{}"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {"title": null, "dataInvolved": null, "milestones": null, "occurredFrom": null} | title
                    {"reference": null}                                               | reference
                    {"reference": "two words"}                                        | reference
                    {"title": "two\\nlines"}                                          | title
                    {"organisation": " "}                                             | organisation
                    {"occurredFrom": "2026-08-21"}                                    | occurredTo
                    {"occurredFrom": "+99999-01-01", "occurredTo": null}              | occurredFrom
                    {"notInvolved": ["PHONE"]}                                        | notInvolved
                    {"facts": null}                                                   | facts
                    {"facts": {"en": null}}                                           | facts
                    {"facts": {"en": {"whatYouCanDo": ""}}}                           | facts[en].whatYouCanDo
                    {"facts": {"en": {"whatHappened": "a\\u0007b"}}}                  | facts[en].whatHappened
                    {"facts": {"en-us": {"whatHappened": "a", "whatWeAreDoing": "b", "whatYouCanDo": "c"}}} | facts
                    {"facts": {"english!": {"whatHappened": "a", "whatWeAreDoing": "b", "whatYouCanDo": "c"}}} | facts
                    {"milestones": {"Discovered": "2026-08-20T09:00:00Z"}}            | milestones
                    {"milestones": {"a b": "2026-08-20T09:00:00Z"}}                   | milestones
                    {"milestones": {"discovered": "+292000-01-01T00:00:00Z"}}         | milestones
                    {"contacts": null}                                                | contacts
                    {"contacts": {"phone": null, "email": null, "url": null}}         | contacts
                    {"contacts": {"phone": "call us"}}                                | contacts.phone
                    {"contacts": {"phone": "5550100"}}                                | contacts.phone
                    {"contacts": {"email": "nobody"}}                                 | contacts.email
                    {"contacts": {"url": "http://example.org/"}}                      | contacts.url
                    {"contacts": {"url": "https://"}}                                 | contacts.url
                    {"contacts": {"url": "javascript:alert(1)"}}                      | contacts.url
                    {"contacts": {"hours": "a\\r\\nb"}}                               | contacts.hours
                    """)
    void namesTheFieldThatIsWrong(String patch, String field) throws Exception {
        assertThat(VALIDATOR.validate(with(patch)))
                .extracting(violation -> violation.getPropertyPath().toString().replace(".<map value>", ""))
                .extracting(path -> path.startsWith("facts[en]") && field.equals("facts") ? "facts" : path)
                .containsOnly(field);
    }

    @Test
    void keepsLineFeedsInFacts() throws Exception {
        assertThat(VALIDATOR.validate(with("{\"facts\": {\"en\": {\"whatHappened\": \"One.\\n\\nTwo.\"}}}")))
                .isEmpty();
    }

    @Test
    void saysWhichFieldsAreUnlike() throws Exception {
        IncidentForm old = with("{}");

        assertThat(with("{}").fieldsUnlike(old)).isEmpty();
        assertThat(with("{\"title\": \"Another\", \"milestones\": {\"contained\": null}}")
                        .fieldsUnlike(old))
                .containsExactly("milestones", "title");
    }

    private static IncidentForm with(String patch) throws Exception {
        JsonNode form = MergePatch.apply(JSON.readTree(IncidentExamples.FORM), JSON.readTree(patch));
        return JSON.treeToValue(form, IncidentForm.class);
    }
}
