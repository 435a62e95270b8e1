package org.tocsin.affected;

/** What the API description shows. */
public final class RecordSetExamples {

    public static final String SEALED =
            """
            {"id": "0199a1c2-7c1e-7b52-9d1c-3f0e5a8b9c10", "incidentId": "0199a1c2-0a4f-7d00-8f7e-4b1d2c3e5f60",
             "name": "customers", "status": "SEALED", "failure": null, "uploader": "incident-system",
             "accepted": 1998, "rejected": 1, "warnings": 14, "duplicates": 1, "sharedContacts": 2, "attributes": ["tariff"],
             "digest": "9f2b...", "sealDigest": "41c7...",
             "createdAt": "2026-08-20T10:00:00Z", "sealedAt": "2026-08-20T10:00:01Z", "purgedAt": null}""";

    public static final String FINDINGS =
            """
            {"items": [
              {"position": 7, "line": 8, "kind": "WARNING", "field": "email", "reason": "has no @"},
              {"position": 12, "line": 13, "kind": "REJECT", "field": "customerRef", "reason": "is missing"},
              {"position": 20, "line": 21, "kind": "DUPLICATE", "field": "customerRef",
               "reason": "is that of an earlier record; the first one stays"}],
             "next": null}""";

    public static final String SHARED =
            """
            {"items": [
              {"position": 3, "customerRef": "C-1003", "kind": "EMAIL", "firstPosition": 3, "people": 2},
              {"position": 9, "customerRef": "C-1009", "kind": "EMAIL", "firstPosition": 3, "people": 2}],
             "next": null}""";

    public static final String CSV =
            """
            customerRef,name,email,phone,locale,country,dataTypes
            C-1001,Ana Example,ana@example.org,(202) 555-0142,en-US,US,NAME;EMAIL;PHONE
            C-1002,Bo Example,bo@example.net,,sv,SE,NAME
            """;

    public static final String NDJSON =
            """
            {"customerRef": "C-1001", "name": "Ana Example", "email": "ana@example.org", "dataTypes": ["NAME", "EMAIL"]}
            {"customerRef": "C-1002", "name": "Bo Example", "phone": "+12025550142", "tariff": "gold"}
            """;

    public static final String JSON =
            """
            [{"customerRef": "C-1001", "name": "Ana Example", "email": "ana@example.org", "dataTypes": ["NAME", "EMAIL"]}]""";

    private RecordSetExamples() {}
}
