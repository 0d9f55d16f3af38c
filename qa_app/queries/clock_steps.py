"""Steps back of the clock that nobody was told of yet, and those that were told."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.clock_steps import StepBack, step_back
from qa_app.domain.journal_events import ClockSetBack
from qa_app.models.journal import JournalHeadRow, JournalRow, SettingRow
from qa_app.models.sealing import WrongKeyError, sealer_of

STORY_END: Final = "story_end"
"""Name of the setting that holds the last act that a demonstration invented."""
_ACTS: Final = 1_000
"""How many of the last acts are looked at, every time that what is due is done."""


@dataclass(frozen=True, slots=True)
class ToldStep:
    """A step back that the journal tells of.

    Attributes:
        seq: The row that tells of it.
        at: When it was noticed, by the clock of then.
        seconds: How far back.
        last_seq: The last act before the clock was set back.
    """

    seq: int
    at: datetime
    seconds: int
    last_seq: int


def untold_step(session: Session, now: datetime) -> StepBack | None:
    """Find a step back of the clock that the journal does not tell of.

    Acts of the system are left out: they may take long, and bear the time at which they began. So
    are those that a demonstration invented.

    Args:
        session: A session.
        now: The present.

    Returns:
        The largest among the last acts; None where there is none that was not told.
    """
    told = told_step(session)
    first = max(0 if told is None else told.seq, _story_end(session) + 1)
    rows = session.execute(
        select(JournalRow.seq, JournalRow.at)
        .where(
            JournalRow.seq >= first,
            JournalRow.actor_id.is_not(None) | (JournalRow.action == ClockSetBack.action),
        )
        .order_by(JournalRow.seq.desc())
        .limit(_ACTS)
    ).all()
    return step_back([(seq, at) for seq, at in reversed(rows)], now)


def told_step(session: Session) -> ToldStep | None:
    """Read the last step back of the clock that the journal tells of.

    Args:
        session: A session.

    Returns:
        It; None where it tells of none.
    """
    row = session.execute(
        select(JournalRow.seq, JournalRow.at, JournalRow.detail)
        .where(JournalRow.action == ClockSetBack.action)
        .order_by(JournalRow.seq.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        return None
    detail = json.loads(row.detail)
    return ToldStep(row.seq, row.at, int(detail["seconds"]), int(detail["last_seq"]))


def sealed_end(session: Session) -> str:
    """Write the last act of the journal as the end of a story.

    Args:
        session: A session, with a sealer.

    Returns:
        A value of the setting `STORY_END`: its seal, and what it seals.
    """
    seq = str(session.scalar(select(JournalHeadRow.seq)) or 0)
    return f"{sealer_of(session).digest(seq, STORY_END)} {seq}"


def _story_end(session: Session) -> int:
    kept = session.scalar(select(SettingRow.value).where(SettingRow.name == STORY_END))
    if kept is None:
        return 0
    # whoever can write to the database alone keeps no step of the clock back
    seal, _, seq = kept.partition(" ")
    try:
        return int(seq) if seal == sealer_of(session).digest(seq, STORY_END) else 0
    except WrongKeyError:
        return 0
