"""What rows of the journal tell of acts of weight."""

import json
from collections.abc import Collection

from sqlalchemy import BigInteger, Integer, cast, exists, func, select
from sqlalchemy.orm import Session

from qa_app.domain.act_seals import Since, Told
from qa_app.domain.certificate_events import PaperIssued, PaperRevoked
from qa_app.domain.events import AuditSigned, AuditVoided, HistoryImported
from qa_app.domain.moderation_events import PairMoved
from qa_app.domain.record_events import RecordSigned
from qa_app.domain.standing_events import DecisionMoved, DecisionObjected
from qa_app.models.act_seals import SEAL, SEALED
from qa_app.models.journal import JournalCheckpointRow, JournalRow

_OUTCOME = {
    AuditVoided.action: "reason",
    DecisionMoved.action: "standing",
    DecisionObjected.action: "outcome",
    PaperRevoked.action: "why",
    RecordSigned.action: "state",
    HistoryImported.action: "source",
}
_DIGEST = {
    AuditSigned.action: "score_digest",
    PairMoved.action: "score_digest",
    DecisionMoved.action: "digest",
    PaperIssued.action: "digest",
    RecordSigned.action: "digest",
}
_NUMBER = cast(JournalRow.object_id, BigInteger().with_variant(Integer, "sqlite"))


def since(session: Session) -> Since:
    """Tell from where on the journal says what.

    Args:
        session: A database session.

    Returns:
        The first row with a seal, and the last act whose row a checkpoint stands for.
    """
    row = JournalRow
    bears = row.detail.contains(f'"{SEAL}":"', autoescape=True)
    first = select(func.min(row.seq)).where(row.action.in_(SEALED), bears)
    kept = select(func.max(JournalCheckpointRow.last_at))
    return Since(session.scalar(first), session.scalar(kept))


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
        said = json.loads(detail)
        told = Told(
            seq,
            action,
            by,
            at,
            said.get("step", ""),
            str(said.get(_OUTCOME.get(action, ""), "")),
            said.get(_DIGEST.get(action, ""), ""),
            said.get("count", 0),
            said.get(SEAL, ""),
        )
        found.setdefault(int(object_id or 0), []).append(told)
    return found


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
    row = JournalRow
    query = (
        select(_NUMBER, row.seq)
        .where(
            row.object_type == object_type,
            row.action.in_(actions),
            row.outcome == "done",
            row.object_id.is_not(None),
            ~exists().where(key == _NUMBER),
        )
        .order_by(row.seq)
    )
    return [(number, seq) for number, seq in session.execute(query)]
