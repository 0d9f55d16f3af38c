"""Keeps what readers save, inside the transaction that carries it."""

import hashlib
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.orm import Session

from qa_app.domain.audit_entries import Entry, EntryChange, EntryKind, kept_value, note_place
from qa_app.domain.defaults import ENTRY_SECONDS_MOST
from qa_app.models.audits import AuditEntryRow, AuditOperationRow, AuditRow
from qa_app.models.prepared import Prepared, sent_together
from qa_app.models.sealing import sealer_of

EntryKey = tuple[str, str]
"""Kind and key of an entry."""

# built once: every save of every reader passes here
_EARLIER = select(
    AuditOperationRow.operation_id,
    AuditOperationRow.body_digest,
    AuditOperationRow.revision,
    AuditOperationRow.saved_at,
).where(
    AuditOperationRow.audit_id == bindparam("audit"),
    AuditOperationRow.operation_id.in_(bindparam("operations", expanding=True)),
)
_REVISIONS = select(AuditEntryRow.kind, AuditEntryRow.key, AuditEntryRow.revision).where(
    AuditEntryRow.audit_id == bindparam("audit")
)
_REPLACED = ("value", "note", "extra", "saved_at", "saved_by", "revision")
_COLUMNS = ("audit_id", "kind", "key", *_REPLACED)
_KEEP_OPERATION = Prepared(
    insert(AuditOperationRow), *_COLUMNS, "operation_id", "base_revision", "body_digest"
)
_KEEP_ENTRY = Prepared(insert(AuditEntryRow), *_COLUMNS)
_REPLACE_ENTRY = Prepared(
    update(AuditEntryRow)
    .where(
        AuditEntryRow.audit_id == bindparam("of_audit"),
        AuditEntryRow.kind == bindparam("of_kind"),
        AuditEntryRow.key == bindparam("of_key"),
    )
    .values({name: bindparam(name) for name in _REPLACED})
)
_COUNT = Prepared(
    update(AuditRow)
    .where(AuditRow.id == bindparam("audit"))
    .values(
        answered_count=select(func.count())
        .select_from(AuditEntryRow)
        .where(
            AuditEntryRow.audit_id == bindparam("audit"),
            AuditEntryRow.kind == EntryKind.ANSWER.value,
            AuditEntryRow.value.is_not(None),
        )
        .scalar_subquery(),
        started_at=func.coalesce(
            AuditRow.started_at, bindparam("now", type_=AuditRow.started_at.type)
        ),
        seconds_spent=AuditRow.seconds_spent + bindparam("seconds"),
    )
)


@dataclass(frozen=True, slots=True)
class EarlierSave:
    """A save that was sent before under the same id.

    Attributes:
        body_digest: What it saved.
        revision: The revision it gave; None when it lost.
        saved_at: When.
    """

    body_digest: str
    revision: int | None
    saved_at: datetime


def body_digest(change: EntryChange) -> str:
    """Tell two saves with one id apart.

    Args:
        change: A save.

    Returns:
        SHA-256 (hex) of what it saves.
    """
    return hashlib.sha256(change.body().encode()).hexdigest()


def earlier_saves(
    session: Session, audit_id: int, operation_ids: Collection[str]
) -> dict[str, EarlierSave]:
    """Find saves that were sent before.

    Args:
        session: A session.
        audit_id: The audit.
        operation_ids: Their ids.

    Returns:
        Id to what became of it; new ids left out.
    """
    asked = {"audit": audit_id, "operations": list(operation_ids)}
    rows = session.connection().execute(_EARLIER, asked)
    return {
        row.operation_id: EarlierSave(row.body_digest, row.revision, row.saved_at) for row in rows
    }


def standing_revisions(session: Session, audit_id: int) -> dict[EntryKey, int]:
    """Read the revisions of an audit's entries.

    Args:
        session: A session inside `transaction`.
        audit_id: The audit.

    Returns:
        Entry to revision; entries never saved left out.
    """
    rows = session.connection().execute(_REVISIONS, {"audit": audit_id})
    return {(row.kind, row.key): row.revision for row in rows}


def keep_saves(
    session: Session,
    account_id: int | None,
    audit_id: int,
    changes: Sequence[EntryChange],
    at: datetime,
    *,
    are_lost: bool = False,
) -> None:
    """Write down saves as they were sent, and make them the entries that stand.

    Unless they are lost, the audit's own counts follow.

    Args:
        session: A session inside `transaction`.
        account_id: Who saves.
        audit_id: The audit.
        changes: The saves; the base revision of each is the one that stands, or they lose.
        at: The present.
        are_lost: True keeps them in the history only.
    """
    values = [entry_columns(session, audit_id, one, account_id, at) for one in changes]
    kept = list(zip(changes, values, strict=True))
    operations = [
        {
            **columns,
            "operation_id": change.operation_id,
            "base_revision": change.base_revision,
            "revision": None if are_lost else change.base_revision + 1,
            "body_digest": body_digest(change),
        }
        for change, columns in kept
    ]
    connection = session.connection()
    if are_lost:
        _KEEP_OPERATION.run_each(connection, operations)
        return
    new = [{**columns, "revision": 1} for change, columns in kept if not change.base_revision]
    replaced = [_replacement(change, columns) for change, columns in kept if change.base_revision]
    seconds = sum(min(max(change.seconds_spent, 0), ENTRY_SECONDS_MOST) for change in changes)
    with sent_together(connection):
        _KEEP_OPERATION.run_each(connection, operations)
        _KEEP_ENTRY.run_each(connection, new)
        _REPLACE_ENTRY.run_each(connection, replaced)
        _COUNT.run(connection, {"audit": audit_id, "now": at, "seconds": seconds})


def _replacement(change: EntryChange, columns: dict[str, object]) -> dict[str, object]:
    named = {"audit_id": "of_audit", "kind": "of_kind", "key": "of_key"}
    values = {named.get(name, name): value for name, value in columns.items()}
    return values | {"revision": change.base_revision + 1}


def entry_columns(
    session: Session,
    audit_id: int,
    entry: Entry | EntryChange,
    by: int | None,
    at: datetime,
) -> dict[str, object]:
    """Spread an entry over the columns that keep it.

    Args:
        session: A session that carries the installation's key.
        audit_id: The audit, to which the note is sealed.
        entry: What is kept.
        by: The account that saves; None for the system.
        at: The present.

    Returns:
        Columns of `AuditEntryRow`; the revision stands apart.
    """
    place = note_place(audit_id, entry.key)
    return {
        "audit_id": audit_id,
        "kind": entry.kind.value,
        "key": entry.key,
        "value": None if entry.value is None else kept_value(entry.value),
        "note": sealer_of(session).seal(entry.note, place) if entry.note else None,
        "extra": json.dumps(list(entry.read)) if entry.read else None,
        "saved_at": at,
        "saved_by": by,
    }
