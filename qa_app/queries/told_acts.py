"""What rows of the journal tell of acts of weight."""

import json
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Integer, case, cast, exists, func, select
from sqlalchemy.orm import Session

from qa_app.domain.access_events import RolesAnswered
from qa_app.domain.act_seals import Since, Told
from qa_app.domain.certificate_events import PaperIssued, PaperRevoked
from qa_app.domain.events import (
    AccountAdded,
    AccountChanged,
    AuditsFinalised,
    AuditSigned,
    AuditVoided,
    HistoryImported,
    SessionSettled,
)
from qa_app.domain.moderation_events import PairMoved
from qa_app.domain.record_events import RecordSigned
from qa_app.domain.standing_events import DecisionMoved, DecisionObjected
from qa_app.models.act_seals import SEAL, SEALED
from qa_app.models.journal import JournalRow
from qa_app.queries.journal_checkpoints import rows_gone_until

_OUTCOME = {
    AuditVoided.action: "reason",
    DecisionMoved.action: "standing",
    DecisionObjected.action: "outcome",
    PaperRevoked.action: "why",
    RecordSigned.action: "state",
    SessionSettled.action: "state",
    HistoryImported.action: "source",
    AccountAdded.action: "roles",
    AccountChanged.action: "roles",
    RolesAnswered.action: "roles",
}
_DIGEST = {
    AuditSigned.action: "score_digest",
    AuditsFinalised.action: "digest",
    PairMoved.action: "score_digest",
    DecisionMoved.action: "digest",
    PaperIssued.action: "digest",
    RecordSigned.action: "digest",
}
NO_NUMBER = -1
"""Of a row that names no record by number."""
_NUMBER: ColumnElement[int] = cast(
    JournalRow.object_id, BigInteger().with_variant(Integer, "sqlite")
)


def since(session: Session) -> Since:
    """Tell from where on the journal says what.

    Args:
        session: A database session, with a sealer.

    Returns:
        The first row with a seal, and the last act whose row a signed checkpoint stands for.
    """
    row = JournalRow
    bears = row.detail.contains(f'"{SEAL}":"', autoescape=True)
    first = select(func.min(row.seq)).where(row.action.in_(SEALED), bears)
    return Since(session.scalar(first), rows_gone_until(session))


def told_of(
    session: Session, object_type: str, actions: Collection[str], ids: Collection[int] | None = None
) -> dict[int, list[Told]]:
    """Read the rows about some records.

    Args:
        session: A database session.
        object_type: As the journal names what was acted on.
        actions: Which acts.
        ids: Of which records; None for all.

    Returns:
        Record to its rows in their order; acts about no single record under 0.
    """
    row = JournalRow
    query = select(row.object_id, row.seq, row.action, row.actor_id, row.at, row.detail).where(
        row.object_type == object_type, row.action.in_(actions), row.outcome == "done"
    )
    if ids is not None:
        query = query.where(row.object_id.in_([str(one) for one in ids]))
    found: dict[int, list[Told]] = {}
    for object_id, seq, action, by, at, detail in session.execute(query.order_by(row.seq)):
        said = _said(detail)
        told = Told(
            seq,
            action,
            by,
            at,
            str(said.get("step", said.get("change", ""))),
            _listed(said.get(_OUTCOME.get(action, ""), "")),
            said.get(_DIGEST.get(action, ""), ""),
            said.get("count", said.get("added", 0)),
            said.get(SEAL, ""),
        )
        found.setdefault(_number(object_id), []).append(told)
    return found


def parted(ids: Sequence[int], told: Sequence[Told]) -> list[list[int]]:
    """Part what one instant made among the rows of that instant, each of which counts its own.

    Args:
        ids: What was made, in the order in which it was.
        told: The rows, in theirs.

    Returns:
        What each row tells of; all of it as one where the rows count less or more.
    """
    if sum(one.count for one in told) != len(ids):
        return [list(ids)]
    parts, start = [], 0
    for one in told:
        parts.append(list(ids[start : start + one.count]))
        start += one.count
    return parts


def _said(detail: str) -> dict[str, Any]:
    # what is no row of ours says nothing, and is a fault wherever a row is wanted
    try:
        said = json.loads(detail)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _listed(said: object) -> str:
    return ",".join(sorted({str(one) for one in said})) if isinstance(said, list) else str(said)


def _number(object_id: str | None) -> int:
    if object_id is None:
        return 0
    return int(object_id) if object_id.isascii() and object_id.isdecimal() else NO_NUMBER


def overtaken_by(session: Session, actions: Collection[str]) -> dict[int, datetime]:
    """Find the decisions that acts about others closed.

    Args:
        session: A database session.
        actions: Which acts.

    Returns:
        Decision to when.
    """
    row = JournalRow
    closing = row.detail.contains('"overtaken":[') & ~row.detail.contains('"overtaken":[]')
    query = select(row.at, row.detail).where(row.action.in_(actions), closing)
    return {
        number: at
        for at, detail in session.execute(query)
        for number in _said(detail).get("overtaken", ())
        if isinstance(number, int)
    }


def told_of_nothing(
    session: Session, object_type: str, actions: Collection[str], key: object
) -> list[tuple[int, int]]:
    """Find the rows about records that are not there.

    Args:
        session: A database session.
        object_type: As the journal names what was acted on.
        actions: Which acts.
        key: The column with the numbers of the records.

    Returns:
        Number of the record, and the row.
    """
    row, number = JournalRow, _NUMBER
    if session.get_bind().dialect.name != "sqlite":
        # what is no number is an error there, and 0 on SQLite
        is_number = row.object_id.regexp_match("^[0-9]{1,18}$")
        number = case((is_number, _NUMBER), else_=NO_NUMBER)
    query = (
        select(number, row.seq)
        .where(
            row.object_type == object_type,
            row.action.in_(actions),
            row.outcome == "done",
            row.object_id.is_not(None),
            ~exists().where(key == number),
        )
        .order_by(row.seq)
    )
    return [(about, seq) for about, seq in session.execute(query)]
