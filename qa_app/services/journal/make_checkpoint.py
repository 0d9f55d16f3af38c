"""Put a signed checkpoint in the place of rows whose time is over."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, NotAllowedError
from qa_app.domain.journal_checkpoints import Checkpoint, checkpoint_text, last_day_over
from qa_app.domain.journal_events import CheckpointMade
from qa_app.domain.people import Actor
from qa_app.domain.register_decisions import DecisionState
from qa_app.domain.standing_events import DecisionMoved
from qa_app.models.journal import JournalCheckpointRow, JournalRow
from qa_app.models.register_decisions import RegisterDecisionRow
from qa_app.models.transaction import hold_journal, transaction
from qa_app.queries.journal import verified_now
from qa_app.queries.signing_keys import signed_by, signing_key


def make_checkpoint(
    session: Session, actor: Actor, today: date, days: int, zone: str, *, at: datetime
) -> int:
    """Replace the rows before a day by one row that is signed with the key of papers.

    What is replaced is a prefix of the chain by numbers: rows before the first that is still to be
    kept, or that tells of a decision that waits: it becomes decided only while its row is there.
    The chain is walked first, and a broken one is left as it is. All of it is looked at while
    nobody else writes to the journal: of two at once the second finds nothing that is over.

    Args:
        session: A database session without unsaved changes.
        actor: The system.
        today: The local day.
        days: How many days rows are kept.
        zone: Local time zone, for the bounds of days.
        at: The present.

    Returns:
        How many rows were replaced; 0 leaves everything as it is.

    Raises:
        NotAllowedError: A person asks.
        InvalidError: Fewer days than rows must be kept (`journal_days`).
        ConflictError: The chain is broken (`journal_broken`), or no key signs (`no_key`).
    """
    if not actor.is_system:
        raise NotAllowedError("journal:checkpoint")
    day = last_day_over(today, days) + timedelta(days=1)
    until = datetime.combine(day, time.min, ZoneInfo(zone))
    try:
        with transaction(session, CheckpointMade(actor=actor, at=at)) as act:
            hold_journal(session)
            made = _made(session, _checked_last(session, until), at)
            _put(session, made)
            session.execute(delete(JournalRow).where(JournalRow.seq <= made.last_seq))
            act.learn(first_seq=made.first_seq, last_seq=made.last_seq, last_hash=made.last_hash)
    except _NothingOverError:
        return 0
    return made.count


class _NothingOverError(Exception):
    """No row is over."""


def _checked_last(session: Session, until: datetime) -> int:
    last = _last_over(session, until)
    if last is None:
        raise _NothingOverError
    if not verified_now(session).is_whole:
        raise ConflictError("journal_broken")
    return last


def _last_over(session: Session, until: datetime) -> int | None:
    first_kept = session.execute(
        select(func.min(JournalRow.seq)).where(JournalRow.at >= until)
    ).scalar()
    rows = select(func.max(JournalRow.seq))
    # the very last row stays, whatever its age: the head points to it
    newest = session.execute(rows).scalar()
    kept = [one for one in (first_kept, _first_waiting(session), newest) if one is not None]
    return session.execute(rows.where(JournalRow.seq < min(kept, default=0))).scalar()


def _first_waiting(session: Session) -> int | None:
    row = RegisterDecisionRow
    waits = session.scalars(select(row.id).where(row.state == DecisionState.PROPOSED.value))
    about = JournalRow.object_id.in_([str(one) for one in waits])
    is_decision = JournalRow.object_type == DecisionMoved.object_type
    return session.scalar(select(func.min(JournalRow.seq)).where(is_decision, about))


def _made(session: Session, last: int, at: datetime) -> Checkpoint:
    row = JournalRow
    ends = session.execute(
        select(row.seq, row.hash, row.at)
        .where(row.seq.in_((select(func.min(row.seq)).scalar_subquery(), last)))
        .order_by(row.seq)
    ).all()
    first, end = ends[0], ends[-1]
    # a clock that was set back among them leaves an earlier row later than the last
    latest = session.execute(select(func.max(row.at)).where(row.seq <= last)).scalar_one()
    return Checkpoint(first.seq, end.seq, first.hash, end.hash, first.at, latest, at)


def _put(session: Session, made: Checkpoint) -> None:
    key = signing_key(session)
    if key is None:
        raise ConflictError("no_key")
    session.execute(
        insert(JournalCheckpointRow).values(
            first_seq=made.first_seq,
            last_seq=made.last_seq,
            first_hash=made.first_hash,
            last_hash=made.last_hash,
            first_at=made.first_at,
            last_at=made.last_at,
            made_at=made.made_at,
            key_id=key.id,
            signature=signed_by(session, key, checkpoint_text(made)),
        )
    )
