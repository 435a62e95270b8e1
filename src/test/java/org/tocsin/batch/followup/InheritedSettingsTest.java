package org.tocsin.batch.followup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.tocsin.batch.Batch;
import org.tocsin.batch.BatchPolicy;
import org.tocsin.batch.BatchRequest;
import org.tocsin.batch.Purpose;

/** What a resend or a correction takes from the batch that it follows. */
class InheritedSettingsTest {

    private static final String POLICY =
            """
            {"channels": {"mode": "FALLBACK", "order": ["EMAIL", "SMS"]}, "onUnknown": {"EMAIL": "HOLD", "SMS": "HOLD"},
             "maxPerSecond": 200, "startAt": "2026-08-24T09:00:00Z", "window": {"SMS": {"from": "08:00", "to": "20:00"}},
             "horizon": "PT5H", "priority": "URGENT", "canary": {"people": 100}, "holdThresholds": {"failedPercent": 12.5},
             "sharedContact": "HOLD", "approvalValidFor": "PT7H", "supplement": true}
            """;

    private final ObjectMapper json = new ObjectMapper()
            .registerModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS);

    private final InheritedSettings settings = new InheritedSettings(json);

    @Test
    void allIsTakenButTheStartThatIsOverAndWhatTheSourceHasDoneAlready() throws Exception {
        Batch source = source();

        BatchRequest request = settings.request(source, Purpose.RESEND, FollowUpRequest.NOTHING_ELSE);

        assertThat(request.incidentId()).isEqualTo(source.incidentId);
        assertThat(request.recordSetId()).isEqualTo(source.recordSetId);
        assertThat(request.templateId()).isEqualTo(source.templateId);
        assertThat(request.purpose()).isEqualTo(Purpose.RESEND);
        assertThat(request.drill()).isTrue();
        assertThat(request.channels().mode()).isEqualTo(source.policy.channels().mode());
        assertThat(request.channels().order())
                .isEqualTo(source.policy.channels().order());
        assertThat(request.onUnknown()).isEqualTo(source.policy.onUnknown());
        assertThat(request.maxPerSecond()).isEqualTo(200);
        assertThat(request.window().sms().from()).hasToString("08:00");
        assertThat(request.window().email()).isNull();
        assertThat(request.horizon()).isEqualTo(Duration.ofHours(5));
        assertThat(request.priority()).isEqualTo(BatchPolicy.Priority.URGENT);
        assertThat(request.canary().people()).isEqualTo(100);
        assertThat(request.holdThresholds().failedPercent()).isEqualByComparingTo("12.5");
        assertThat(request.sharedContact()).isEqualTo(BatchPolicy.SharedContact.HOLD);
        assertThat(request.approvalValidFor()).isEqualTo(Duration.ofHours(7));
        assertThat(request.startAt()).isNull();
        assertThat(request.supplement()).isNull();
    }

    @Test
    void whatIsAskedForStandsInItsPlace() throws Exception {
        UUID template = UUID.randomUUID();
        FollowUpRequest asked = json.readValue(
                """
                {"templateId": "%s", "channels": {"order": ["SMS"]}, "window": {"email": {"from": "09:00", "to": "10:00"}},
                 "startAt": "2099-01-01T00:00:00Z", "includeUncertain": true}
                """
                        .formatted(template),
                FollowUpRequest.class);

        BatchRequest request = settings.request(source(), Purpose.CORRECTION, asked);

        assertThat(request.templateId()).isEqualTo(template);
        assertThat(request.purpose()).isEqualTo(Purpose.CORRECTION);
        assertThat(request.channels().mode()).isNull();
        assertThat(request.window().sms()).isNull();
        assertThat(request.window().email().to()).hasToString("10:00");
        assertThat(request.startAt()).hasToString("2099-01-01T00:00:00Z");
        assertThat(request.maxPerSecond()).isEqualTo(200);
    }

    @Test
    void aPolicyAndARequestNameEverySettingAlike() {
        assertThat(names(BatchRequest.class))
                .containsAll(names(BatchPolicy.class).toList());
    }

    private Batch source() throws Exception {
        Batch source = new Batch();
        source.incidentId = UUID.randomUUID();
        source.recordSetId = UUID.randomUUID();
        source.templateId = UUID.randomUUID();
        source.drill = true;
        source.policy = json.readValue(POLICY, BatchPolicy.class);
        return source;
    }

    private static Stream<String> names(Class<?> record) {
        return Stream.of(record.getRecordComponents()).map(RecordComponent::getName);
    }
}
