#!/usr/bin/env bash
# Runs once, when the database's volume is empty: the owner of the tables, the role that the service works as, the database.
set -euo pipefail
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
    --set owner_password="$TOCSIN_OWNER_PASSWORD" --set service_password="$TOCSIN_SERVICE_PASSWORD" <<'SQL'
CREATE ROLE tocsin_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE tocsin LOGIN PASSWORD :'service_password';
CREATE DATABASE tocsin OWNER tocsin_owner ENCODING 'UTF8' LOCALE 'C.UTF-8' TEMPLATE template0;
REVOKE CONNECT, TEMPORARY ON DATABASE tocsin FROM PUBLIC;
GRANT CONNECT, TEMPORARY ON DATABASE tocsin TO tocsin;
SQL
