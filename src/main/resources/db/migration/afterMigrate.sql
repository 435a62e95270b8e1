-- The service's own role, where it is not the owner of the tables: it works on every row but cannot change or delete
-- evidence, nor any table's shape.
DO $$
BEGIN
    IF '${serviceRole}' <> current_user THEN
        -- Replicas that start together take turns: PostgreSQL refuses two GRANTs on one object at a time.
        PERFORM pg_advisory_xact_lock(hashtextextended('tocsin.rights', 0));
        GRANT USAGE ON SCHEMA public TO "${serviceRole}";
        GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO "${serviceRole}";
        REVOKE UPDATE, DELETE, TRUNCATE ON evidence_entry FROM "${serviceRole}";
        REVOKE INSERT, DELETE, TRUNCATE ON evidence_head FROM "${serviceRole}";
        REVOKE ALL ON flyway_schema_history FROM "${serviceRole}";
    END IF;
END
$$;
