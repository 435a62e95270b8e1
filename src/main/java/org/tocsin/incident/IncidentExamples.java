package org.tocsin.incident;

/** What the API description shows. */
final class IncidentExamples {

    static final String NEW =
            """
            {"reference": "INC-2026-0815", "title": "Copied customer list", "organisation": "Example Telecom",
             "occurredFrom": "2026-08-19", "occurredTo": "2026-08-20",
             "dataInvolved": ["NAME", "PHONE"], "notInvolved": ["SSN", "PAYMENT_CARD", "CREDENTIALS"],
             "facts": {
               "en": {"whatHappened": "On 19 August somebody copied a list of customers.",
                      "whatWeAreDoing": "We closed the gap and told the police.",
                      "whatYouCanDo": "Be careful with calls that ask for more data."},
               "es": {"whatHappened": "El 19 de agosto alguien copió una lista de clientes.",
                      "whatWeAreDoing": "Cerramos la brecha y avisamos a la policía.",
                      "whatYouCanDo": "Desconfíe de llamadas que pidan más datos."}},
             "milestones": {"discovered": "2026-08-20T09:00:00Z", "contained": "2026-08-20T11:30:00Z"},
             "contacts": {"phone": "+12025550100", "email": "help@example.org",
                          "url": "https://example.org/incident", "hours": "08:00-20:00"}}""";

    static final String READ =
            """
            {"id": "0199a1c2-0a4f-7d00-8f7e-4b1d2c3e5f60", "reference": "INC-2026-0815", "status": "OPEN",
             "title": "Copied customer list", "organisation": "Example Telecom",
             "occurredFrom": "2026-08-19", "occurredTo": "2026-08-20",
             "dataInvolved": ["NAME", "PHONE"], "notInvolved": ["SSN", "PAYMENT_CARD", "CREDENTIALS"],
             "facts": {
               "en": {"whatHappened": "On 19 August somebody copied a list of customers.",
                      "whatWeAreDoing": "We closed the gap and told the police.",
                      "whatYouCanDo": "Be careful with calls that ask for more data."}},
             "milestones": {"discovered": "2026-08-20T09:00:00Z"},
             "contacts": {"phone": "+12025550100", "email": "help@example.org",
                          "url": "https://example.org/incident", "hours": "08:00-20:00"},
             "milestoneLog": [{"name": "discovered", "at": "2026-08-20T09:00:00Z",
                               "recordedBy": "author", "recordedAt": "2026-08-20T09:40:00Z"}],
             "factsVersion": 1, "factsEditor": "author", "createdBy": "author",
             "createdAt": "2026-08-20T09:40:00Z", "updatedAt": "2026-08-20T09:40:00Z"}""";

    static final String PATCH =
            """
            {"facts": {"en": {"whatWeAreDoing": "We closed the gap, told the police and changed every key."}},
             "milestones": {"determined": "2026-08-21T08:00:00Z"}, "contacts": {"hours": null}}""";

    private IncidentExamples() {}
}
