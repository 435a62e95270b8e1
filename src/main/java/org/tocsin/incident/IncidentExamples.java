package org.tocsin.incident;

/** Examples for the API's description. */
final class IncidentExamples {

    static final String FORM =
            """
            {"reference": "INC-2026-0815", "title": "Customer records copied from a test system",
             "organisation": "Example Telecom", "occurredFrom": "2026-08-19", "occurredTo": "2026-08-20",
             "dataInvolved": ["NAME", "PHONE"], "notInvolved": ["SSN", "PAYMENT_CARD", "CREDENTIALS"],
             "facts": {"en": {"whatHappened": "Somebody copied customer records from one of our systems.",
                              "whatWeAreDoing": "We closed the system and told the authorities.",
                              "whatYouCanDo": "Be wary of calls that claim to come from us."}},
             "milestones": {"discovered": "2026-08-20T09:00:00Z", "contained": "2026-08-20T11:30:00Z"},
             "contacts": {"phone": "+12025550100", "email": "help@example.org", "url": "https://example.org/incident",
                          "hours": "08:00-20:00"}}""";

    static final String PATCH =
            """
            {"occurredTo": "2026-08-21", "milestones": {"determined": "2026-08-22T15:00:00Z", "contained": null}}""";

    private IncidentExamples() {}
}
