"""Review rounds: what is planned, what may still change, why one is cancelled."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from qa_app.domain.defaults import (
    ROUND_CENTRES_MOST,
    ROUND_PERIOD_DAYS_MOST,
    SUPERVISOR_DAY_MINUTES,
    VISIT_MINUTES,
)
from qa_app.domain.errors import InvalidError
from qa_app.domain.sample_design import SampleDesign, check_design
from qa_app.domain.supervision import may_be_planned


class RoundCancelReason(StrEnum):
    """Why a round does not take place."""

    PLANNED_BY_MISTAKE = "planned_by_mistake"
    NO_READERS = "no_readers"
    EMERGENCY = "emergency"
    JOINED = "joined"


@dataclass(frozen=True, slots=True)
class RoundPlan:
    """A round as somebody plans it.

    Attributes:
        period_from: First day of the period under review.
        period_until: Its last day.
        starts_on: First day of reading.
        ends_on: Day by which everything is read and signed.
        centres: Centres.
        rubrics: Rubrics, each named by one of its versions.
        design: How files are chosen.
        owner_id: The account that answers for the round.
        moderator_id: The account that decides where two readers differ; None while open.
        readers: Accounts that read.
    """

    period_from: date
    period_until: date
    starts_on: date
    ends_on: date
    centres: tuple[int, ...]
    rubrics: tuple[int, ...]
    design: SampleDesign
    owner_id: int
    moderator_id: int | None = None
    readers: tuple[int, ...] = ()


def check_round(plan: RoundPlan, today: date) -> None:
    """Refuse a round that makes no sense.

    Args:
        plan: The round.
        today: The present.

    Raises:
        InvalidError: All that is wrong, together. Days stand in the wrong order or too far
            away (`period_order`, `period_too_long`, `reading_order`, `period_ahead` when
            reading begins before the period does, `day_out_of_bounds`); nobody and nothing is
            named (`centres_missing`, `too_many_centres`, `rubrics_missing`,
            `readers_missing`); the moderator reads as well (`moderator_reads`); or the design
            is refused, as `check_design` says.
    """
    faults = [*_day_faults(plan, today), *_who_faults(plan)]
    params: dict[str, object] = {}
    try:
        check_design(plan.design)
    except InvalidError as fault:
        faults.extend(fault.codes)
        params = fault.params
    if faults:
        raise InvalidError(faults[0], *faults[1:], **params)


def _day_faults(plan: RoundPlan, today: date) -> Iterator[str]:
    if plan.period_from > plan.period_until:
        yield "period_order"
    elif (plan.period_until - plan.period_from).days >= ROUND_PERIOD_DAYS_MOST:
        yield "period_too_long"
    if plan.starts_on > plan.ends_on:
        yield "reading_order"
    elif not (may_be_planned(plan.starts_on, today) and may_be_planned(plan.ends_on, today)):
        yield "day_out_of_bounds"
    elif plan.period_from > plan.starts_on:
        yield "period_ahead"


def _who_faults(plan: RoundPlan) -> Iterator[str]:
    if not plan.centres:
        yield "centres_missing"
    if len(plan.centres) > ROUND_CENTRES_MOST:
        yield "too_many_centres"
    if not plan.rubrics:
        yield "rubrics_missing"
    if not plan.readers:
        yield "readers_missing"
    # who read a file does not decide where its readers differ
    if plan.moderator_id in plan.readers:
        yield "moderator_reads"


def frozen_change(before: RoundPlan, after: RoundPlan) -> str | None:
    """Tell what of a round may not change any more once a frame of it is frozen.

    Args:
        before: The round as it stands.
        after: The round as it is wanted.

    Returns:
        The code of the first refusal: `period_frozen`, `rubrics_frozen` or `design_frozen`;
        None when only people, days of reading and centres change.
    """
    if (before.period_from, before.period_until) != (after.period_from, after.period_until):
        return "period_frozen"
    if set(before.rubrics) != set(after.rubrics):
        return "rubrics_frozen"
    return "design_frozen" if before.design != after.design else None


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit of a round that is still ahead.

    Attributes:
        on: Its day.
        leader: Who leads it: account and name.
        centre_id: Where.
    """

    on: date
    leader: tuple[int, str]
    centre_id: int


@dataclass(frozen=True, slots=True)
class CrowdedDay:
    """A day with more work of a round than one person does in a day.

    Attributes:
        on: The day.
        leader: Name of who leads it.
        visits: How many; `VISIT_MINUTES` are reckoned for each.
        centres: At how many centres.
        minutes: What they take together.
    """

    on: date
    leader: str
    visits: int
    centres: int
    minutes: int


def crowded_days(visits: Iterable[Visit]) -> tuple[CrowdedDay, ...]:
    """Tell on which days a round asks more of somebody than a day holds.

    It is told and not refused: whoever puts visits on a day may mean to move some of them.

    Args:
        visits: Visits of the round that are ahead.

    Returns:
        Days on which one person leads more than `SUPERVISOR_DAY_MINUTES`, by day and name.
    """
    found: dict[tuple[date, tuple[int, str]], list[int]] = defaultdict(list)
    for one in visits:
        found[one.on, one.leader].append(one.centre_id)
    return tuple(
        CrowdedDay(on, name, len(centres), len(set(centres)), minutes)
        for (on, (_account, name)), centres in sorted(
            found.items(), key=lambda item: (item[0][0], item[0][1][1], item[0][1][0])
        )
        if (minutes := VISIT_MINUTES * len(centres)) > SUPERVISOR_DAY_MINUTES
    )
