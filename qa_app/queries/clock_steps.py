"""Steps back of the clock that nobody was told of yet, and those that were told."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.clock_steps import StepBack, step_back
from qa_app.domain.journal_events import ClockSetBack
from qa_app.models.journal import JournalRow

_ACTS: Final = 1_000
"""How many of the last acts are looked at, every time that what is due is done."""


@dataclass(frozen=True, slots=True)
class ToldStep:
    """A step back that the journal tells of.

    Attributes:
        seq: The row that tells of it.
        at: When it was noticed, by the clock of then.
        seconds: How far back.
    """

    seq: int
    at: datetime
    seconds: int


def untold_step(session: Session, now: datetime) -> StepBack | None:
    """Find a step back of the clock that the journal does not tell of.

    Acts of the system are left out: they may take long, and bear the time at which they began.

    Args:
        session: A session.
        now: The present.

    Returns:
        The largest among the last acts; None where there is none that was not told.
    """
    told = told_step(session)
    rows = session.execute(
        select(JournalRow.seq, JournalRow.at)
        .where(
            JournalRow.seq >= (0 if told is None else told.seq),
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
    return ToldStep(row.seq, row.at, int(json.loads(row.detail)["seconds"]))
