-- Owner: letter.

-- How the file of an export is written (letter.FileForm): it is made again for each fetch, and must be the same bytes. Exports of
-- before, and of replicas of the version before, have the first form.
ALTER TABLE letter_export ADD COLUMN file_form smallint NOT NULL DEFAULT 1;
