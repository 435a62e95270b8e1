-- Owner: affected.

-- Who shares an address, and who has it, is part of a sealed set as its people are: written while the set is received, then never
-- changed, and gone only with a set that has failed or is purged. A page taken out would hide people from a lookup, a row of
-- shared_contact from a batch that holds them. Per statement, as for affected_person: pages come a thousand at a time.
CREATE FUNCTION contact_index_is_received() RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    IF EXISTS (SELECT FROM (SELECT DISTINCT record_set_id FROM new_rows) touched
               LEFT JOIN record_set s ON s.id = touched.record_set_id
               WHERE s.status IS DISTINCT FROM 'RECEIVING') THEN
        RAISE EXCEPTION '% is written only while its record set is being received', TG_TABLE_NAME;
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER contact_page_insert AFTER INSERT ON contact_page
    REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION contact_index_is_received();
CREATE TRIGGER shared_contact_insert AFTER INSERT ON shared_contact
    REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION contact_index_is_received();

CREATE FUNCTION contact_index_never_changes() RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    RAISE EXCEPTION '% never changes', TG_TABLE_NAME;
END
$$;
CREATE TRIGGER contact_page_update BEFORE UPDATE ON contact_page
    FOR EACH STATEMENT EXECUTE FUNCTION contact_index_never_changes();
CREATE TRIGGER shared_contact_update BEFORE UPDATE ON shared_contact
    FOR EACH STATEMENT EXECUTE FUNCTION contact_index_never_changes();

CREATE FUNCTION contact_index_goes_with_its_set() RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    IF EXISTS (SELECT FROM (SELECT DISTINCT record_set_id FROM old_rows) touched
               JOIN record_set s ON s.id = touched.record_set_id
               WHERE s.status NOT IN ('FAILED', 'PURGED')) THEN
        RAISE EXCEPTION '% goes only when its record set has failed or is purged', TG_TABLE_NAME;
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER contact_page_delete AFTER DELETE ON contact_page
    REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION contact_index_goes_with_its_set();
CREATE TRIGGER shared_contact_delete AFTER DELETE ON shared_contact
    REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION contact_index_goes_with_its_set();
