"""The role of PostgreSQL that serves the product: it owns nothing and reads within the lock."""

from enum import StrEnum

from sqlalchemy import Connection, text

from qa_app.models.row_policies import POLICY
from qa_app.models.row_scopes import ROW_SCOPES

_NO_CHANGE = "INSERT, UPDATE, DELETE"
_KEPT_FROM = {
    "alembic_version": _NO_CHANGE,
    "journal": "UPDATE, DELETE",  # rows are only added
    "journal_head": "INSERT, DELETE",  # its one row moves with the journal
    "journal_checkpoint": _NO_CHANGE,  # put down by the owner, when rows are over
    "signing_key": _NO_CHANGE,  # made, retired, revoked and sealed anew by the owner
}
"""Privileges that the role has on every other table, and not on these."""

_LOCKS = {"signing_key": "code"}
"""Tables whose rows the role may hold, though not change: locking asks for leave to change some
column, and a trigger refuses every change of this one."""


class LockState(StrEnum):
    """How far the database itself keeps rows from those out of reach."""

    NOT_OFFERED = "not_offered"  # SQLite has no policies: the lock of the ORM stands alone
    IN_FORCE = "in_force"
    OWNER = "owner"  # the policies hold, and the role could take them away
    OFF = "off"  # the role passes them by, or they are missing


def grant_to(connection: Connection, role: str) -> None:
    """Give a role what serving needs, and nothing more; harmless when repeated.

    Args:
        connection: An open connection of the owner; nothing is committed here.
        role: The role, which exists.
    """
    name = connection.dialect.identifier_preparer.quote(role)
    for statement in (
        f"GRANT USAGE ON SCHEMA public TO {name}",
        f"GRANT SELECT, {_NO_CHANGE} ON ALL TABLES IN SCHEMA public TO {name}",
        f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {name}",
        *(f"REVOKE {what} ON {table} FROM {name}" for table, what in _KEPT_FROM.items()),
        *(f"GRANT UPDATE ({column}) ON {table} TO {name}" for table, column in _LOCKS.items()),
    ):
        connection.execute(text(statement))


_OWNS_KEYS = text(
    "SELECT pg_has_role(current_user, relowner, 'MEMBER') FROM pg_class"
    " WHERE oid = 'signing_key'::regclass"
)


def owns_keys(connection: Connection) -> bool:
    """Tell whether a role may change the keys that sign.

    Args:
        connection: A connection of the role.

    Returns:
        True for who owns their table, and on SQLite, which has no roles.
    """
    is_asked = connection.dialect.name == "postgresql"
    return not is_asked or bool(connection.execute(_OWNS_KEYS).scalar())


_ROLE = text(
    "SELECT rolsuper OR rolbypassrls AS passes_by,"
    " (SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace"
    "  AND relkind = 'r' AND pg_has_role(current_user, relowner, 'MEMBER')) AS owned,"
    " (SELECT count(*) FROM pg_policies JOIN pg_class ON oid = tablename::regclass"
    "  WHERE policyname = :policy AND relrowsecurity AND relforcerowsecurity) AS policies"
    " FROM pg_roles WHERE rolname = current_user"
)


def lock_state(connection: Connection) -> LockState:
    """Tell how far the database itself holds the lock for the role that asks.

    Args:
        connection: A connection of the role that serves.

    Returns:
        What stands in its way, if anything does.
    """
    if connection.dialect.name != "postgresql":
        return LockState.NOT_OFFERED
    found = connection.execute(_ROLE, {"policy": POLICY}).one()
    if found.passes_by or found.policies != len(ROW_SCOPES):
        return LockState.OFF
    return LockState.OWNER if found.owned else LockState.IN_FORCE
