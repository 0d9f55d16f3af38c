"""How a list of what happened in open cases stands against what is recorded."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.dated_events import Happened
from qa_app.domain.event_list import EventEntry
from qa_app.domain.moments import Moment
from qa_app.models.running_limits import RunningEventRow

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class EventStanding:
    """A line of a list against what stands.

    Attributes:
        case_id: The file.
        happened: What the line says.
        is_new: True when nothing of the kind is recorded.
        replaces: The record with another moment that it corrects; None when there is none.
    """

    case_id: int
    happened: Happened
    is_new: bool
    replaces: int | None


@dataclass(frozen=True, slots=True)
class EventCounts:
    """What an import does, or did.

    Attributes:
        added: New events.
        updated: Events whose moment is corrected.
        unchanged: Events that stand so already.
    """

    added: int
    updated: int
    unchanged: int


def counts_of(standings: Iterable[EventStanding]) -> EventCounts:
    """Count what an import does.

    Args:
        standings: The lines against what stands.

    Returns:
        The counts.
    """
    every = list(standings)
    added = sum(one.is_new for one in every)
    updated = sum(one.replaces is not None for one in every)
    return EventCounts(added, updated, len(every) - added - updated)


def compare_events(
    session: Session, entries: Sequence[EventEntry], files: Mapping[str, tuple[int, str]]
) -> tuple[EventStanding, ...]:
    """Hold the lines of a list against what is recorded.

    Args:
        session: A database session.
        entries: The lines.
        files: Reference to file and area, of every line.

    Returns:
        One for each line, in order.
    """
    numbers = sorted({files[one.reference][0] for one in entries})
    stands: dict[tuple[int, str], tuple[int, Moment]] = {}
    for start in range(0, len(numbers), _CHUNK):
        rows = session.execute(
            select(
                RunningEventRow.id,
                RunningEventRow.case_file_id,
                RunningEventRow.event,
                RunningEventRow.happened_on,
                RunningEventRow.happened_at,
            ).where(
                RunningEventRow.case_file_id.in_(numbers[start : start + _CHUNK]),
                RunningEventRow.taken_back_at.is_(None),
            )
        )
        for row in rows:
            moment = Moment(row.happened_on, row.happened_at)
            stands[row.case_file_id, row.event] = (row.id, moment)
    found = []
    for entry in entries:
        case_id = files[entry.reference][0]
        known = stands.get((case_id, entry.happened.event))
        is_other = known is not None and known[1] != entry.happened.moment
        found.append(
            EventStanding(
                case_id, entry.happened, known is None, known[0] if known and is_other else None
            )
        )
    return tuple(found)
