"""Steps of a pair of blind readings, inside the transaction of whoever takes them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert, or_, select, update
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError
from qa_app.domain.reading_pairs import ComparedItem, DissolveReason, HowSettled, PairState
from qa_app.models.audits import AuditRow
from qa_app.models.pairs import ReadingPairRow
from qa_app.models.transaction import lock_rows, locked


def hold_readings(session: Session, audits: Collection[int]) -> dict[int, ReadingPairRow]:
    """Keep others from changing readings and the open pairs they belong to.

    Everyone who changes a reading that may be one of a pair comes here first, and therefore
    waits in the same order: for pairs by their ids, then for readings by theirs. Two people who
    act on the two readings of one pair at the same time wait for each other, never both. Who
    holds a session as well took it before.

    Args:
        session: A session inside `transaction` that holds no reading and no pair yet.
        audits: The readings, of any state; those that do not exist are passed over.

    Returns:
        Each reading that is one of an open pair, to that pair.

    Raises:
        ConflictError: One of them became one of a pair at this very moment (`changed`).
    """
    wanted = sorted(audits)
    is_meant = (
        or_(ReadingPairRow.first_id.in_(wanted), ReadingPairRow.second_id.in_(wanted)),
        ReadingPairRow.state == PairState.OPEN.value,
    )
    query = select(ReadingPairRow).where(*is_meant).order_by(ReadingPairRow.id)
    pairs = session.execute(locked(session, query, ReadingPairRow)).scalars().all()
    of = {side: pair for pair in pairs for side in (pair.first_id, pair.second_id)}
    if lock_rows(session):
        held = select(AuditRow.id).where(AuditRow.id.in_({*wanted, *of})).order_by(AuditRow.id)
        session.execute(held.with_for_update()).all()
        # a pair that was opened while we waited cannot be waited for out of turn
        now = session.execute(select(ReadingPairRow.id).where(*is_meant)).scalars()
        if set(now) != {pair.id for pair in pairs}:
            raise ConflictError("changed")
    return {one: of[one] for one in wanted if one in of}


def complete_pair(
    session: Session,
    pair: ReadingPairRow,
    compared: Sequence[ComparedItem],
    at: datetime,
    *,
    are_two: bool,
) -> bool:
    """Note that both readings are locked, and how far they are alike.

    Args:
        session: A session inside `transaction` that holds the pair.
        pair: The pair, open.
        compared: Its items.
        at: The present.
        are_two: False where one person may have signed both, so that alike is not agreed.

    Returns:
        True when they are alike throughout, by two people, and nothing is left to be decided.
    """
    apart = [one for one in compared if not one.is_alike]
    pair.item_count = len(compared)
    pair.alike_count = len(compared) - len(apart)
    pair.critical_count = sum(one.is_critical for one in apart)
    pair.completed_at = at
    pair.state = PairState.COMPLETE.value
    session.flush()
    if apart or not are_two:
        return False
    settle_pair_row(session, pair, HowSettled.ALIKE, None, at)
    return True


def settle_pair_row(
    session: Session, pair: ReadingPairRow, how: HowSettled, by: int | None, at: datetime
) -> None:
    """Note that a pair came to one result.

    Args:
        session: A session inside `transaction` that holds the pair.
        pair: The pair, complete.
        how: In which way.
        by: Whose act settled it; None where nothing was to be decided.
        at: The present.
    """
    pair.how, pair.settled_by, pair.settled_at = how.value, by, at
    pair.state = PairState.SETTLED.value
    session.flush()


def release(session: Session, audit_id: int, shared_at: datetime | None) -> None:
    """Let a locked first reading count from now on; the caller adds it to the totals.

    Args:
        session: A session inside `transaction`.
        audit_id: The reading, locked.
        shared_at: When its centre is shown the result; None while it is being moderated.
    """
    session.execute(
        update(AuditRow)
        .where(AuditRow.id == audit_id, AuditRow.state == "locked")
        .values(state="signed", shared_at=shared_at)
        .execution_options(synchronize_session=False)
    )


def dissolve(
    session: Session, pair: ReadingPairRow, reason: DissolveReason, at: datetime
) -> AuditRow | None:
    """Give a pair up: what its second reader began is kept and never counts.

    Args:
        session: A session inside `transaction` that holds the pair.
        pair: The pair, open.
        reason: Why.
        at: The present.

    Returns:
        The first reading where it is locked and counts from now on, for the caller to release;
        None while it is a draft.
    """
    session.execute(
        update(AuditRow)
        .where(AuditRow.id == pair.second_id, AuditRow.state == "draft")
        .values(state="dropped")
        .execution_options(synchronize_session=False)
    )
    pair.state, pair.dissolve_reason = PairState.DISSOLVED.value, reason.value
    pair.settled_at = at
    session.flush()
    first = session.get_one(AuditRow, pair.first_id, populate_existing=True)
    return first if first.state == "locked" else None


_SHARED = (
    "centre_id",
    "area_code",
    "rubric_version_id",
    "case_file_id",
    "sample_type",
    "version_reason",
    "version_day",
    "due_on",
)
"""What a second reading has in common with the first; it belongs to no session and no draw."""


def open_pair(
    session: Session, first_id: int, chosen: Mapping[str, Any], reads: Mapping[str, Any]
) -> None:
    """Open a pair, and the draft of its second reading.

    Args:
        session: A session inside `transaction`.
        first_id: The first reading, a draft of a draw.
        chosen: Columns of the pair that tell when, by whom, by which seed and by which ticket
            it was chosen.
        reads: Columns of the second reading that tell who reads, and for which assessors they
            stand.

    Raises:
        ConflictError: The first reading was signed or dropped meanwhile (`changed`).
    """
    query = select(AuditRow).where(AuditRow.id == first_id)
    first = session.execute(locked(session, query, AuditRow)).scalar_one()
    if first.state != "draft":
        raise ConflictError("changed")
    shared = {name: getattr(first, name) for name in _SHARED}
    second_id = session.execute(
        insert(AuditRow)
        .values(**shared, **reads, state="draft", reading="second", created_at=chosen["chosen_at"])
        .returning(AuditRow.id)
    ).scalar_one()
    session.execute(
        insert(ReadingPairRow).values(
            **chosen,
            centre_id=first.centre_id,
            rubric_version_id=first.rubric_version_id,
            draw_id=first.draw_id,
            first_id=first.id,
            second_id=second_id,
            state=PairState.OPEN.value,
        )
    )
