"""What an address asks of the criteria page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flask import abort

from qa_app.domain.criteria import CriteriaSet
from qa_app.domain.criteria_period import Period, period_until
from qa_app.domain.people import Actor
from qa_app.domain.text import BilingualText
from qa_app.domain.verdicts import Verdict
from qa_app.extensions import database
from qa_app.queries.endorsement import Bounds, Choices, criteria_centre, sees_halves_only
from qa_app.web.held_criteria import FIRST_SET, criteria_in_force
from qa_app.web.numbers import whole_number

_FIRST_YEAR = 1990  # nothing was reviewed before, and a period looks years back


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the address asks for.

    Attributes:
        criteria_set: The set.
        period: Which months are counted.
        bounds: Which centres and areas.
        centre: Name of the one centre shown; None when there is no such bound.
        state: Only rows whose worst verdict is this; None for every row.
        page: From 1.
    """

    criteria_set: CriteriaSet
    period: Period
    bounds: Bounds
    centre: BilingualText | None
    state: Verdict | None
    page: int


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
    given = {name: value.strip() for name, value in given.items()}
    criteria_set = criteria_in_force().set_of(given.get("set") or FIRST_SET)
    area, place = given.get("area", ""), given.get("place", "")
    if criteria_set is None or (area and area not in dict(choices.areas)):
        abort(404)
    if place and place not in {str(ident) for ident, _, _ in choices.places}:
        abort(404)
    centre_id, centre = _centre(given.get("centre", ""), actor)
    return Chosen(
        criteria_set=criteria_set,
        period=_period(given.get("as_of", ""), today, actor),
        bounds=Bounds(area, int(place) if place else None, centre_id),
        centre=centre,
        state=_state(given.get("state", "")),
        page=_page(given.get("page") or "1"),
    )


def _centre(given: str, actor: Actor) -> tuple[int | None, BilingualText | None]:
    if not given:
        return None, None
    try:
        centre_id = whole_number(given)
    except ValueError:
        abort(404)
    name = criteria_centre(database(), actor, centre_id)
    if name is None:
        abort(404)
    return centre_id, name


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
