"""Which columns are sealed, and how sealed columns of frozen rows are sealed anew or reduced."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, TypeVar

from sqlalchemy import (
    JSON,
    ColumnElement,
    Table,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.orm import Session

from qa_app.models.base import Base
from qa_app.models.privacy_rows import SealedPassRow
from qa_app.models.trigger_kinds import Trigger, changed, changed_json

SEALED: Mapping[str, tuple[str, ...]] = {
    "access_request": ("words",),
    "action_step": ("body",),
    "amendment": ("body", "changes", "refusal"),
    "audit_entry": ("note",),
    "audit_operation": ("note",),
    "code_seed": ("seed",),
    "competency_assessment": ("note",),
    "complaint": ("sealed_text", "sealed_answer"),
    "consultation": ("question", "answer"),
    "corrective_action": ("what", "evidence"),
    "decision_condition": ("body",),
    "decision_objection": ("body",),
    "digest_key": ("sealed",),
    "export_request": ("project",),
    "factor_reset": ("reason",),
    "feedback_reply": ("sealed_words",),
    "finding": ("body",),
    "finding_answer": ("body",),
    "group_robot": ("address", "secret"),
    "guard_reason": ("reason",),
    "incident": ("sealed_text",),
    "learning_goal": ("body",),
    "mail_address": ("address",),
    "name_reason": ("reason",),
    "objection": ("body", "decision"),
    "objection_panel": ("reasons",),
    "pair_decision": ("reason",),
    "record_answer": ("body",),
    "record_block": ("body",),
    "record_case": ("body",),
    "register_application": ("statement",),
    "register_decision": ("reasons",),
    "register_paper": ("token",),
    "released_item": ("reason",),
    "sheet_scan": ("image",),
    "signing_key": ("private_key",),
    "single_moderation": ("reason",),
    "well_being_note": ("body",),
}
"""Table to its columns that hold what `models.sealing` gave."""

OPEN_BYTES: frozenset[tuple[str, str]] = frozenset(
    {
        ("criteria_sandbox", "content"),
        ("evidence_snapshot", "content"),
        ("passkey", "credential_id"),
        ("passkey", "public_key"),
        ("period_report", "content"),
        ("register_paper", "payload"),
    }
)
"""Columns of bytes that hold nothing secret: packed results, what is printed, public keys."""

KEY_AT, KEY_BYTES = 2, 4
"""Where the short name of the key stands in a sealed value, counted from 1, and its length."""
_OPEN = "EXISTS (SELECT 1 FROM sealed_pass)"
_Kind = TypeVar("_Kind")


@contextmanager
def sealed_pass(session: Session) -> Iterator[None]:
    """Let sealed columns of frozen rows change, and nothing else of these rows.

    Args:
        session: A session inside `transaction`.

    Yields:
        Nothing; the pass is over when the block is.
    """
    session.execute(insert(SealedPassRow).values(id=1))
    yield
    session.execute(delete(SealedPassRow))


def with_pass(trigger: _Kind, tables: Collection[str]) -> _Kind:
    """Make a refusal of changes let sealed columns pass while a pass is open.

    Args:
        trigger: A trigger as it is declared.
        tables: The tables of the database; one of an earlier version knows no pass.

    Returns:
        It, as the databases get it; unchanged for what refuses no change of a sealed column.
    """
    is_known = "sealed_pass" in tables
    if not is_known or not isinstance(trigger, Trigger) or trigger.action != "UPDATE":
        return trigger
    sealed = SEALED.get(trigger.table)
    if sealed is None:
        return trigger
    columns = [one for one in Base.metadata.tables[trigger.table].columns if one.name not in sealed]
    plain = tuple(one.name for one in columns if not isinstance(one.type, JSON))
    told = tuple(one.name for one in columns if isinstance(one.type, JSON))
    others = " OR ".join(filter(None, (changed(plain), changed_json(told))))
    when = f"({trigger.when}) AND " if trigger.when else ""
    return replace(trigger, when=f"{when}(NOT {_OPEN} OR {others})")


def change_sealed(
    session: Session,
    table: Table,
    which: ColumnElement[bool],
    after: Sequence[Any],
    most: int,
    change: Callable[[bytes], bytes],
) -> tuple[int, tuple[Any, ...]]:
    """Change the sealed columns of some rows of one table, in order of its key.

    Args:
        session: A session inside `transaction`.
        table: One of `SEALED`.
        which: Which rows.
        after: Key of the last row that was changed before; empty begins at the first.
        most: How many rows at once.
        change: What becomes of a sealed value.

    Returns:
        How many rows were changed, and the key of the last of them; `after` when there was none.
    """
    key, names = tuple(table.primary_key.columns), SEALED[table.name]
    columns = tuple(table.c[name] for name in names)
    query = select(*key, *columns).where(which).order_by(*key).limit(most)
    if after:
        query = query.where(tuple_(*key) > tuple(after))
    rows = session.execute(query).all()
    if not rows:
        return 0, tuple(after)
    with sealed_pass(session):
        for row in rows:
            ids, held = row[: len(key)], row[len(key) :]
            values = {
                name: change(bytes(value))
                for name, value in zip(names, held, strict=True)
                if value is not None
            }
            where = (column == one for column, one in zip(key, ids, strict=True))
            session.execute(update(table).where(*where).values(values))
    return len(rows), tuple(rows[-1][: len(key)])


def table_named(name: str) -> Table:
    """Give a table.

    Args:
        name: One of `SEALED`.

    Returns:
        It.
    """
    return Base.metadata.tables[name]


def is_under_other_key(table: Table, key: str) -> ColumnElement[bool]:
    """Say in SQL that something of a row was sealed with another key.

    Args:
        table: One of `SEALED`.
        key: Short name of the key that seals now.

    Returns:
        A condition.
    """
    wanted = literal(bytes.fromhex(key))
    return or_(
        *(func.substr(table.c[name], KEY_AT, KEY_BYTES) != wanted for name in SEALED[table.name])
    )
