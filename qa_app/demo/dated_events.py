"""The dated events and lists of an invented case file."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from qa_app.demo.dice import Dice
from qa_app.demo.file_story import FileStory
from qa_app.domain.audit_entries import Entry, EntryKind
from qa_app.domain.rubric import Rubric
from qa_app.domain.rubric_limits import Clock
from qa_app.domain.rubric_rhythm import Frequency

_MINUTES = {"h": 60, "d": 24 * 60, "wd": 24 * 60}
_IN_TIME_PCT = (15, 85)
_LATE_PCT = (160, 320)
_LATE_OF_SLIPS_PCT = 60
_EVERY_DAYS = 14
_PERCENT = 100
_ENDINGS = ("closed_on", "service_ended_on", "last_session", "period_ended")


def dated_events(rubric: Rubric, started: datetime, story: FileStory, dice: Dice) -> list[Entry]:
    """Put the rubric's events on days, most limits kept.

    Args:
        rubric: The version the file is read against.
        started: When the case began.
        story: What the file is like.
        dice: Chance that can be repeated.

    Returns:
        One entry for each event that has happened when the file is read; the rest is open.
    """
    happened: dict[str, datetime] = {}
    if story.closed_on is not None:
        evening = datetime.combine(story.closed_on, time(16, 0))
        happened |= {e.code: evening for e in rubric.clocks if e.code in _ENDINGS}
    clocks = [clock for item in rubric.items.values() for clock in item.clocks]
    for clock in clocks:
        start = happened.setdefault(clock.start, _first(clock, started, story))
        if clock.end not in happened:
            ended = start + timedelta(minutes=_minutes(clock, story, dice))
            if ended != start or clock.within.count == 0:
                happened[clock.end] = ended
    for event in rubric.clocks:
        happened.setdefault(event.code, started + timedelta(days=dice.between(1, 10)))
    return [
        Entry(EntryKind.CLOCK, code, at.strftime("%Y-%m-%dT%H:%M"))
        for code, at in happened.items()
        if at <= story.read_at and (code not in _ENDINGS or story.closed_on is not None)
    ]


def _first(clock: Clock, started: datetime, story: FileStory) -> datetime:
    # what runs from the end of a case lies ahead while the case runs
    return started if clock.start not in _ENDINGS else story.read_at + timedelta(days=1)


def _minutes(clock: Clock, story: FileStory, dice: Dice) -> int:
    # whichever limit holds for the file: in time is within the shortest, late is after the longest
    limits = [clock.within, *(other.within for other in clock.within_if)]
    spans = [max(one.count, 1) * _MINUTES[one.unit] for one in limits]
    span = min(spans)
    low, high = _IN_TIME_PCT
    if not dice.hits(story.met_pct):
        if not dice.hits(_LATE_OF_SLIPS_PCT):
            return 0
        span, (low, high) = max(spans), _LATE_PCT
    if clock.within.count == 0 and low < _LATE_PCT[0]:
        return 0
    return span * dice.between(low, high) // _PERCENT


def dated_logs(
    rubric: Rubric, entries: Sequence[Entry], story: FileStory, dice: Dice
) -> list[Entry]:
    """Fill the rubric's dated lists, most periods kept.

    Args:
        rubric: The version the file is read against.
        entries: Facts and events of the file.
        story: What the file is like.
        dice: Chance that can be repeated.

    Returns:
        One entry for each list.
    """
    every = {
        item.frequency.log: _days(item.frequency, entries)
        for item in rubric.items.values()
        if item.frequency is not None
    }
    end = min(story.closed_on or story.read_at.date(), story.read_at.date())
    return [
        Entry(
            EntryKind.LOG,
            log.code,
            [
                {"at": day.isoformat(), **({"value": "1.5"} if log.value else {})}
                for day in _days_kept(story, end, every.get(log.code, _EVERY_DAYS), dice)
            ],
        )
        for log in rubric.logs
    ]


def _days(frequency: Frequency, entries: Sequence[Entry]) -> int:
    if frequency.by_fact is not None:
        history = next(e.value for e in entries if e.key == frequency.by_fact)
        return min(dict(frequency.every_by_value)[one["is"]] for one in history)
    return frequency.every_days or _EVERY_DAYS


def _days_kept(story: FileStory, end: date, every: int, dice: Dice) -> list[date]:
    days = []
    day = story.opened_on + timedelta(days=1)
    while day < end:
        if dice.hits(story.met_pct):
            days.append(day)
        day += timedelta(days=max(every - dice.below(2), 1))
    return days
