-- Owner: incident.

CREATE TABLE incident (
    id              uuid PRIMARY KEY,
    reference       text        NOT NULL UNIQUE,
    title           text        NOT NULL,
    organisation    text        NOT NULL,
    occurred_from   date,
    occurred_to     date,
    data_involved   text[]      NOT NULL,
    not_involved    text[]      NOT NULL,
    facts           jsonb       NOT NULL, -- locale -> what happened, what is being done, what people can do
    contacts        jsonb       NOT NULL,
    status          text        NOT NULL,
    facts_version   bigint      NOT NULL, -- counts changes to anything that a notice may say
    facts_editor    text        NOT NULL, -- who made the latest of them
    created_by      text        NOT NULL,
    created_at      timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL
);

CREATE TABLE incident_milestone (
    incident_id uuid        NOT NULL REFERENCES incident,
    name        text        NOT NULL,
    at          timestamptz NOT NULL,
    recorded_by text        NOT NULL,
    recorded_at timestamptz NOT NULL,
    PRIMARY KEY (incident_id, name)
);
