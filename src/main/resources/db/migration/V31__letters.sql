-- Owner: letter.

-- A list of people who are owed a letter, as it was handed to a print house. Written in one transaction, and never changed.
CREATE TABLE letter_export (
    id              uuid PRIMARY KEY,
    batch_id        uuid        NOT NULL REFERENCES batch,
    only_new        boolean     NOT NULL, -- whether it leaves out who is in an earlier one
    letters         bigint      NOT NULL, -- people in the file
    without_address bigint      NOT NULL, -- people to whom no letter can be sent
    bytes           bigint      NOT NULL, -- of the file
    sha256          bytea       NOT NULL, -- of the file
    exported_by     text        NOT NULL,
    exported_at     timestamptz NOT NULL
);
CREATE INDEX letter_export_batch ON letter_export (batch_id, id);

-- Who is in it. Names and addresses are not here: they are read from the sealed records each time the file is.
CREATE TABLE letter (
    export_id   uuid    NOT NULL REFERENCES letter_export,
    position    bigint  NOT NULL, -- in the record set: the sequence number
    batch_id    uuid    NOT NULL,
    notice_id   uuid    NOT NULL,
    notice_code text    NOT NULL,
    reason      text,             -- why no channel reached the person
    mailable    boolean NOT NULL, -- whether there is a usable postal address
    PRIMARY KEY (export_id, position)
);
CREATE INDEX letter_notice ON letter (notice_id);
CREATE INDEX letter_code ON letter (batch_id, notice_code);

-- What the print house says became of a person's letter. The latest says how it stands.
CREATE TABLE letter_result (
    notice_id   uuid        NOT NULL,
    on_date     date        NOT NULL,
    result      text        NOT NULL CHECK (result IN ('MAILED', 'RETURNED')),
    batch_id    uuid        NOT NULL,
    reason      text, -- of a return: one of a few words, for free text could name an address
    reported_by text        NOT NULL,
    reported_at timestamptz NOT NULL,
    PRIMARY KEY (notice_id, on_date, result)
);
CREATE INDEX letter_result_batch ON letter_result (batch_id);
