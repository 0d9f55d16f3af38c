"""What corrective actions say of an area: what stands open, what is remedied, what was in time."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from qa_app.domain.actions import ActionState
from qa_app.domain.defaults import CONTAIN_DAYS, RETRAIN_DAYS
from qa_app.domain.rules.records import Record

_WITHOUT_END: Final = date.max


@dataclass(frozen=True, slots=True)
class CountedAction:
    """An action of a final reading of a random or census sample; days are local.

    Attributes:
        file: What was read, the same for every reading that took another one's place.
        is_lowest: True when the file is in the lowest band.
        is_in_window: True when it was read in the months that are counted.
        is_red_line: True when the action is for a red line.
        items: Codes of the items it rests on.
        state: Where it stands.
        contain_on: By when the harm had to be contained; None where nothing had.
        contained_on: When it was; None before.
        plan_on: By when there had to be a plan; None where none had.
        planned_on: When there was one; None before.
        next_on: By when the centre must take the next step; None while it is not its turn.
        is_by_document: True when a document verified it.
        retrained_on: Day of the first training that answered it; None where none is recorded.
    """

    file: object
    is_lowest: bool
    is_in_window: bool
    is_red_line: bool
    items: tuple[str, ...]
    state: ActionState
    contain_on: date | None = None
    contained_on: date | None = None
    plan_on: date | None = None
    planned_on: date | None = None
    next_on: date | None = None
    is_by_document: bool = False
    retrained_on: date | None = None


@dataclass(frozen=True, slots=True)
class Timely:
    """How actions that fell due kept their days.

    Attributes:
        due: Actions that are decided: they fell due in the window and are verified or late, or
            fell due before it and are still open though their day is over.
        in_time: Those of them that were done by their day and are verified.
        waiting: Actions that fell due, were done in time and wait to be verified.
        older: Those of `due` that fell due before the window: open still, they are late.
        again: Those of `due` whose fault came back, so that their limit was set anew.
        records: Those of `due`; none where nobody asked for them.
    """

    due: int = 0
    in_time: int = 0
    waiting: int = 0
    older: int = 0
    again: int = 0
    records: tuple[Record, ...] = ()


NONE_TIMELY: Final = Timely()


@dataclass(frozen=True, slots=True)
class ActionEvidence:
    """What actions say of a centre's area.

    Attributes:
        lowest_open: Files in the lowest band with an action that is not verified.
        lowest_late: Those of them with a step of the centre that is late.
        lowest_told: Files in the lowest band, read in the window, that have an action.
        red_open: Actions for red lines that are not verified.
        red_loose: Those of them not contained in time, or not planned in time.
        red_told: Files read in the window with an action for a red line.
        remedied: Tag to pairs of file and item whose failure was contained in time, answered by
            a training in time, and after which sampled files conformed; a tag without one is left
            out.
        untrained: Tag to pairs of which all of this is so but that no training is recorded.
        timely: How actions that fell due kept their days.
    """

    lowest_open: int = 0
    lowest_late: int = 0
    lowest_told: int = 0
    red_open: int = 0
    red_loose: int = 0
    red_told: int = 0
    remedied: Mapping[str, int] = field(default_factory=dict)
    untrained: Mapping[str, int] = field(default_factory=dict)
    timely: Timely = NONE_TIMELY


NO_ACTIONS = ActionEvidence()


def is_kept_in_time(action: CountedAction, as_of: date) -> bool:
    """Tell whether a red line is contained, within its limit, and planned within it.

    Args:
        action: An action for a red line.
        as_of: The day.

    Returns:
        False while it is not contained, where it was contained or planned late, and once the
        limit for the plan passed without one.

    Source: the criteria file, E12: contained within 24 hours with a plan in 7 days.
    """
    if not _by(action.contained_on, action.contain_on):
        return False
    if action.planned_on is None:
        return action.plan_on is None or as_of <= action.plan_on
    return _by(action.planned_on, action.plan_on)


def training_days(contain_on: date | None) -> tuple[date, date] | None:
    """Give the days on which a training answers a failure.

    Args:
        contain_on: By when the harm had to be contained; None where nothing had.

    Returns:
        From the day on which the limits began to run to `RETRAIN_DAYS` after it; None where no
        limit runs.

    Source: the criteria file, E13, `remedy`.
    """
    if contain_on is None:
        return None
    start = contain_on - timedelta(days=CONTAIN_DAYS)
    return start, start + timedelta(days=RETRAIN_DAYS)


def first_training(held: Iterable[date], contain_on: date | None) -> date | None:
    """Choose the training that counts, among those that are said to have answered an action.

    Args:
        held: Days on which they were held.
        contain_on: As for `training_days`.

    Returns:
        The first day since the limits began to run: what was held before a fault came back does
        not answer it. None without one.
    """
    days = training_days(contain_on)
    return None if days is None else min((day for day in held if day >= days[0]), default=None)


class Remedy(StrEnum):
    """How far the failure behind an action is remedied."""

    WHOLE = "whole"
    UNTRAINED = "untrained"
    NONE = "none"


def remedy_of(action: CountedAction) -> Remedy:
    """Tell whether a failure was contained in time, answered by a training, and not repeated.

    Args:
        action: An action.

    Returns:
        None for what no limit of containment ran for, for what a document verified, and for a
        training after its days; untrained where all but a training is recorded: whether there was
        one nobody can tell.

    Source: the criteria file, E13, `remedy`.
    """
    is_shown = action.state is ActionState.VERIFIED and not action.is_by_document
    days = training_days(action.contain_on)
    if not is_shown or days is None or not _by(action.contained_on, action.contain_on):
        return Remedy.NONE
    if action.retrained_on is None:
        return Remedy.UNTRAINED
    return Remedy.WHOLE if action.retrained_on <= days[1] else Remedy.NONE


def action_evidence(
    actions: Iterable[CountedAction],
    tagged: Mapping[str, Collection[str]],
    as_of: date,
    timely: Timely = NONE_TIMELY,
) -> ActionEvidence:
    """Add up what actions say.

    Args:
        actions: Those of one centre's area that are open or of files read in the window.
        tagged: Tag to codes of its items.
        as_of: The day against which limits are held.
        timely: How actions that fell due kept their days.

    Returns:
        The figures.
    """
    listed = list(actions)
    lowest = [one for one in listed if one.is_lowest]
    lowest_open = {one.file for one in lowest if _is_open(one)}
    late = {one.file for one in lowest if _is_open(one) and (one.next_on or _WITHOUT_END) < as_of}
    red = [one for one in listed if one.is_red_line]
    red_open = [one for one in red if _is_open(one)]
    return ActionEvidence(
        lowest_open=len(lowest_open),
        lowest_late=len(late),
        lowest_told=len({one.file for one in lowest if one.is_in_window}),
        red_open=len(red_open),
        red_loose=sum(not is_kept_in_time(one, as_of) for one in red_open),
        red_told=len({one.file for one in red if one.is_in_window}),
        remedied=_counts(listed, tagged, Remedy.WHOLE),
        untrained=_counts(listed, tagged, Remedy.UNTRAINED),
        timely=timely,
    )


def _counts(
    actions: Iterable[CountedAction], tagged: Mapping[str, Collection[str]], wanted: Remedy
) -> dict[str, int]:
    counts = {tag: _pairs(actions, set(codes)).count(wanted) for tag, codes in tagged.items()}
    return {tag: count for tag, count in counts.items() if count}


def _pairs(actions: Iterable[CountedAction], codes: Collection[str]) -> list[Remedy]:
    # a pair stands as the least remedied of its actions
    pairs: dict[tuple[object, str], set[Remedy]] = defaultdict(set)
    for one in actions:
        for code in one.items if one.is_in_window else ():
            if code in codes:
                pairs[one.file, code].add(remedy_of(one))
    order = (Remedy.NONE, Remedy.UNTRAINED, Remedy.WHOLE)
    return [min(found, key=order.index) for found in pairs.values()]


def _is_open(action: CountedAction) -> bool:
    return action.state is not ActionState.VERIFIED


def _by(day: date | None, limit: date | None) -> bool:
    return day is not None and limit is not None and day <= limit
