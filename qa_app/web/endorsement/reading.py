"""What an address asks of the criteria page, and everything it is answered with."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from flask import abort

from qa_app.domain.criteria import CriteriaFile, CriteriaSet, Criterion, asked_of
from qa_app.domain.criteria_period import Period, period_until
from qa_app.domain.endorsement import Judgement, Verdict, is_answered, judge, worst_of
from qa_app.domain.people import Actor
from qa_app.extensions import database
from qa_app.paths import resource
from qa_app.queries.endorsement import CentreArea, Choices, centre_areas, sees_halves_only
from qa_app.rubric_files.criteria import read_criteria

FIRST_SET = "full"
"""Set shown when the address names none: the one that holds every criterion."""


_FIRST_YEAR = 1990  # nothing was reviewed before, and a period looks years back


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the address asks for.

    Attributes:
        criteria_set: The set.
        period: Which months are counted.
        area: Only this area; empty for every one.
        place_id: Only this place's branch; None for the whole reach.
        state: Only rows whose worst verdict is this; None for every row.
        page: From 1.
    """

    criteria_set: CriteriaSet
    period: Period
    area: str
    place_id: int | None
    state: Verdict | None
    page: int


@dataclass(frozen=True, slots=True)
class Judged:
    """One area of one centre with its judgements.

    Attributes:
        area: The centre's area.
        judgements: One for each column; None where the criterion is not asked.
        worst: The worst of them; None when none is asked.
    """

    area: CentreArea
    judgements: tuple[Judgement | None, ...]
    worst: Verdict | None


@lru_cache(maxsize=1)
def criteria_in_force() -> CriteriaFile:
    """Give the criteria that the product brings along.

    Returns:
        The file's content.
    """
    return read_criteria(resource("rubrics") / "endorsement_criteria.yaml")


def chosen_from(given: Mapping[str, str], actor: Actor, choices: Choices, today: date) -> Chosen:
    """Read what the address asks for; what is not there is answered with 404.

    Args:
        given: The address's query.
        actor: Who asks.
        choices: What can be chosen.
        today: The local date.

    Returns:
        The choice.
    """
    criteria_set = criteria_in_force().set_of(given.get("set") or FIRST_SET)
    area, place = given.get("area", ""), given.get("place", "")
    if criteria_set is None or (area and area not in dict(choices.areas)):
        abort(404)
    if place and place not in {str(ident) for ident, _, _ in choices.places}:
        abort(404)
    return Chosen(
        criteria_set=criteria_set,
        period=_period(given.get("as_of", ""), today, actor),
        area=area,
        place_id=int(place) if place else None,
        state=_state(given.get("state", "")),
        page=_page(given.get("page", "1")),
    )


def _period(given: str, today: date, actor: Actor) -> Period:
    try:
        asked = date.fromisoformat(given) if given else today
    except ValueError:
        abort(404)
    if asked.year < _FIRST_YEAR:
        abort(404)
    return period_until(asked, today, is_by_halves=sees_halves_only(database(), actor))


def _state(given: str) -> Verdict | None:
    try:
        return Verdict(given) if given else None
    except ValueError:
        abort(404)


def _page(given: str) -> int:
    if not given.isdecimal() or not given.strip("0") or len(given) > len(str(10**6)):
        abort(404)
    return int(given)


def columns_of(criteria_set: CriteriaSet) -> tuple[Criterion, ...]:
    """List the criteria of a set that reviews can answer.

    Args:
        criteria_set: The set.

    Returns:
        In the order of the file.
    """
    return tuple(one for one in criteria_set.criteria if is_answered(one))


def judged_areas(actor: Actor, chosen: Chosen) -> tuple[Judged, ...]:
    """Hold every centre's areas against the criteria, in the register's order and never by rank.

    Args:
        actor: Who asks.
        chosen: What the address asks for; its `state` and `page` are not applied.

    Returns:
        By code of the place and of the centre, then in the order of areas.
    """
    columns = columns_of(chosen.criteria_set)
    tags = sorted({tag for one in columns for tag in _tags(one)})
    found = centre_areas(
        database(),
        actor,
        chosen.period,
        tags,
        area=chosen.area or None,
        place_id=chosen.place_id,
    )
    return tuple(_judged(area, columns) for area in found)


def _tags(criterion: Criterion) -> set[str]:
    return {one.item_tag for one in (criterion, *criterion.variants) if one.item_tag}


def _judged(area: CentreArea, columns: tuple[Criterion, ...]) -> Judged:
    judgements = tuple(
        None if one is None else judge(one, area.evidence)
        for one in (asked_of(column, area.area_code, area.kind) for column in columns)
    )
    return Judged(area, judgements, worst_of(judgements))
