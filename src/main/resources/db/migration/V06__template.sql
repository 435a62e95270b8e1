-- Owner: template.

CREATE TABLE template (
    id             uuid PRIMARY KEY,
    name           text        NOT NULL,
    version        int         NOT NULL,
    default_locale text        NOT NULL,
    digest         text        NOT NULL,
    findings       jsonb       NOT NULL,
    created_by     text        NOT NULL,
    created_at     timestamptz NOT NULL,
    UNIQUE (name, version)
);

CREATE TABLE template_variant (
    id          uuid PRIMARY KEY,
    template_id uuid NOT NULL REFERENCES template,
    channel     text NOT NULL,
    locale      text NOT NULL,
    subject     text,
    text        text NOT NULL,
    html        text,
    UNIQUE (template_id, channel, locale)
);
