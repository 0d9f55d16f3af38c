"""Row-level security of PostgreSQL: the second lock where the database itself holds it.

Like triggers, policies are written down here and made anew around every migration: a migration
that moves rows runs as the owner, and `FORCE ROW LEVEL SECURITY` would show it none.
"""

from collections.abc import Iterator

from sqlalchemy import Connection, inspect

from qa_app.models.row_scopes import ROW_SCOPES, RowScope

POLICY = "within_reach"
WHOLE, CENTRES, ACCOUNT, PERSON = (
    "plumbline.whole",
    "plumbline.centres",
    "plumbline.account",
    "plumbline.person",
)
"""Settings of one transaction that the policies read; without them no row is shown."""

# each in a query of its own: asked once in a statement and not for every row
_IS_WHOLE = f"(SELECT current_setting('{WHOLE}', true)) = 'on'"
_LIST = (
    "ANY ((SELECT CAST(string_to_array("
    f"current_setting('{CENTRES}', true), ',') AS bigint[]))::bigint[])"
)


def policy_of(table: str) -> str:
    """Give the condition on which a row may be seen and written.

    Args:
        table: A scoped table.

    Returns:
        SQL over the table's columns; the policy of the row that it belongs to decides for it.
    """
    return " OR ".join([_IS_WHOLE, *_parts(table, ROW_SCOPES[table])])


def _parts(table: str, scope: RowScope) -> Iterator[str]:
    if scope.centre:
        yield f"{table}.{scope.centre} = {_LIST}"
    if scope.is_free_without_centre:
        yield f"{table}.{scope.centre} IS NULL"
    for column in scope.accounts:
        yield f"{table}.{column} = {_number(ACCOUNT)}"
    for column in scope.persons:
        yield f"{table}.{column} = {_number(PERSON)}"
    for members, key, member, is_account in scope.members:
        own = _number(ACCOUNT if is_account else PERSON)
        yield (
            f"EXISTS (SELECT 1 FROM {members} AS taking"  # noqa: S608 - own names
            f" WHERE taking.{key} = {table}.id AND taking.{member} = {own})"
        )
    for hosts, key, centre in scope.hosts:
        yield (
            f"EXISTS (SELECT 1 FROM {hosts} AS hosting"  # noqa: S608 - own names
            f" WHERE hosting.{key} = {table}.id AND hosting.{centre} = {_LIST})"
        )
    for column, parent in scope.parents:
        yield (
            f"EXISTS (SELECT 1 FROM {parent} AS up WHERE up.id = {table}.{column})"  # noqa: S608 - own names
        )


def _number(setting: str) -> str:
    return f"(SELECT CAST(nullif(current_setting('{setting}', true), '') AS bigint))"


def create_policies(connection: Connection) -> None:
    """Lock every scoped table that exists; other databases than PostgreSQL are left alone.

    Args:
        connection: An open connection of the owner; nothing is committed here.
    """
    _run(connection, _LOCKING)


def drop_policies(connection: Connection) -> None:
    """Unlock every scoped table for the length of a migration.

    Args:
        connection: An open connection of the owner; nothing is committed here.
    """
    _run(connection, _UNLOCKING)


_LOCKING = (
    "ALTER TABLE {table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;"
    " CREATE POLICY {policy} ON {table} USING ({condition}) WITH CHECK ({condition})"
)
_UNLOCKING = (
    "DROP POLICY IF EXISTS {policy} ON {table};"
    " ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY"
)


def _run(connection: Connection, pattern: str) -> None:
    if connection.dialect.name != "postgresql":
        return
    there = set(inspect(connection).get_table_names())
    statements = [
        pattern.format(table=table, policy=POLICY, condition=policy_of(table))
        for table in ROW_SCOPES
        if table in there
    ]
    if statements:
        connection.exec_driver_sql("; ".join(statements))
