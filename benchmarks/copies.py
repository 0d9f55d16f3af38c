"""Many times the signed audits of a database, copied by the database itself.

The product makes the first ones; copies differ in their keys only, so that lists, workspaces
and frozen scores of a million audits are those of real ones. Free text is left out: it is
encrypted for its own place.
"""

from sqlalchemy import Connection, Table, create_engine, text

from qa_app.models.audits import AuditEntryRow, AuditRow
from qa_app.models.base import table_of
from qa_app.models.cases import CaseFileRow
from qa_app.models.findings import CorrectiveActionRow, FindingRow, FindingSheetRow
from qa_app.models.triggers import create_triggers, drop_triggers

_CHANGED = {
    "case_file": {
        "id": "id + k.n * {step}",
        "reference": "'B-' || (id + k.n * {step})",
        "practitioner_id": "NULL",  # a network grows, what one person works on does not
    },
    "audit": {
        "id": "id + k.n * {step}",
        "case_file_id": "case_file_id + k.n * {step}",
        "source_key": "source_key || '-' || k.n",
    },
    "finding_sheet": {"audit_id": "audit_id + k.n * {step}"},
    "finding": {"id": "id + k.n * {step}", "audit_id": "audit_id + k.n * {step}"},
    "corrective_action": {
        "id": "id + k.n * {step}",
        "finding_id": "finding_id + k.n * {step}",
        "audit_id": "audit_id + k.n * {step}",
    },
    "audit_entry": {"audit_id": "audit_id + k.n * {step}", "note": "NULL"},
}
_WHICH = {
    "finding_sheet": "audit_id <= {step}",
    "finding": "audit_id <= {step}",
    "corrective_action": "audit_id <= {step}",
    "case_file": "id <= {step}",
    "audit": "id <= {step} AND state = 'signed' AND source IS NOT NULL",
    "audit_entry": "audit_id IN (SELECT id FROM audit WHERE id <= {step} AND state = 'signed'"
    " AND source IS NOT NULL)",
}


_COPIED = (
    CaseFileRow,
    AuditRow,
    AuditEntryRow,
    FindingSheetRow,
    FindingRow,
    CorrectiveActionRow,
)


def multiply(url: str, times: int) -> None:
    """Make `times` as many signed audits of those that are there; nothing for 1."""
    engine = create_engine(url)
    with engine.begin() as connection:
        step = 10 * connection.execute(text("SELECT max(id) FROM audit")).scalar_one()
        # what is frozen takes no new entries
        drop_triggers(connection)
        for row in _COPIED:
            connection.execute(text(_copy(connection, table_of(row), times, step)))
        create_triggers(connection)
        if connection.dialect.name == "postgresql":
            for name in ("case_file", "audit", "finding", "corrective_action"):
                connection.execute(
                    text(f"SELECT setval('{name}_id_seq', (SELECT max(id) FROM {name}))")
                )
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))
    engine.dispose()


def _copy(connection: Connection, table: Table, times: int, step: int) -> str:
    changed = {name: what.format(step=step) for name, what in _CHANGED[table.name].items()}
    columns = [column.name for column in table.columns]
    values = ", ".join(changed.get(name, name) for name in columns)
    if connection.dialect.name == "postgresql":
        numbers = f"generate_series(1, {times - 1}) AS k(n)"
    else:
        numbers = (
            f"(WITH RECURSIVE counted(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted"
            f" WHERE n < {times - 1}) SELECT n FROM counted) AS k"
        )
    which = _WHICH[table.name].format(step=step)
    return (
        f"INSERT INTO {table.name} ({', '.join(columns)})"
        f" SELECT {values} FROM {numbers} CROSS JOIN {table.name} WHERE {which}"
    )
