#!/bin/sh
# Runs once, when the database is made: the role of the product owns nothing, so that the policies
# of its rows hold for it; `qa init` grants it what it needs (docs/adr/0046).
set -eu
psql -v ON_ERROR_STOP=1 -v password="$(cat /run/secrets/database_password)" \
  -U "$POSTGRES_USER" -d "$POSTGRES_DB" <<'SQL'
CREATE ROLE plumbline LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE PASSWORD :'password';
SQL
