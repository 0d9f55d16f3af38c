"""Review rounds: what is planned, what may still change, why one is cancelled."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from qa_app.domain.defaults import ROUND_CENTRES_MOST, ROUND_PERIOD_DAYS_MOST
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
        InvalidError: Days stand in the wrong order or too far away (`period_order`,
            `period_too_long`, `reading_order`, `day_out_of_bounds`); nobody and nothing is
            named (`centres_missing`, `too_many_centres`, `rubrics_missing`,
            `readers_missing`); or the design is refused, as `check_design` says.
    """
    _check_days(plan, today)
    _check_who(plan)
    check_design(plan.design)


def _check_days(plan: RoundPlan, today: date) -> None:
    if plan.period_from > plan.period_until:
        raise InvalidError("period_order")
    if (plan.period_until - plan.period_from).days >= ROUND_PERIOD_DAYS_MOST:
        raise InvalidError("period_too_long", most=ROUND_PERIOD_DAYS_MOST)
    if plan.starts_on > plan.ends_on:
        raise InvalidError("reading_order")
    if not (may_be_planned(plan.starts_on, today) and may_be_planned(plan.ends_on, today)):
        raise InvalidError("day_out_of_bounds")


def _check_who(plan: RoundPlan) -> None:
    if not plan.centres:
        raise InvalidError("centres_missing")
    if len(plan.centres) > ROUND_CENTRES_MOST:
        raise InvalidError("too_many_centres", most=ROUND_CENTRES_MOST)
    if not plan.rubrics:
        raise InvalidError("rubrics_missing")
    if not plan.readers:
        raise InvalidError("readers_missing")


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
