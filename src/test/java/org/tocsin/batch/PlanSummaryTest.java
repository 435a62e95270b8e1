package org.tocsin.batch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class PlanSummaryTest {

    /** As the version before wrote it, and as it stands in batches that are half sent. */
    private static final String OF_THE_VERSION_BEFORE =
            """
            {"byChannel": {"EMAIL": 2}, "byLocale": {"en": 2}, "byCountry": {"US": 2}, "unreachedReasons": {"NO_USABLE_CONTACT": 1},
             "rejects": 0, "exclusions": {}, "sender": {"EMAIL": "help@example.org"}}
            """;

    @Test
    void aPlanOfTheVersionBeforeMovesAndHoldsNobody() throws Exception {
        PlanSummary plan = new ObjectMapper().readValue(OF_THE_VERSION_BEFORE, PlanSummary.class);

        assertThat(plan.moved()).isEmpty();
        assertThat(plan.held()).isEmpty();
        assertThat(plan.optOutsOverridden()).isEmpty();
        assertThat(plan.unreached()).isEqualTo(1);
        assertThat(plan.source()).isNull();
    }
}
