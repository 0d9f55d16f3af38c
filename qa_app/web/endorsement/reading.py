"""What an address asks of the list of criteria."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flask import abort

from qa_app.domain.people import Actor
from qa_app.domain.text import BilingualText
from qa_app.domain.verdicts import Verdict
from qa_app.extensions import database
from qa_app.queries.criteria_versions import InForceSets
from qa_app.queries.endorsement import (
    Choices,
    EvidenceBounds,
    criteria_centre,
    criteria_within,
    places_and_areas,
    sees_halves_only,
)
from qa_app.web.evaluated import day_asked, known_sets, sets_of
from qa_app.web.held_criteria import FIRST_SET
from qa_app.web.numbers import whole_number


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the address asks for.

    Attributes:
        set_code: Code of the set.
        sets: Code and name of the sets that are in force where centres within reach stand.
        as_of: The day.
        days: The days that may be asked for, newest first.
        bounds: Which centres and areas.
        centre: Name of the one centre shown; None when there is no such bound.
        state: Only areas whose worst verdict is this; None for every one.
        page: From 1.
        is_case_level: True when the files of every centre within reach may be read.
        known: Which sets are in force.
        places: Path of each place looked at, with its number of areas of centres.
    """

    set_code: str
    sets: tuple[tuple[str, BilingualText], ...]
    as_of: date
    days: tuple[date, ...]
    bounds: EvidenceBounds
    centre: BilingualText | None
    state: Verdict | None
    page: int
    is_case_level: bool
    known: InForceSets
    places: tuple[tuple[str, int], ...]

    @property
    def areas(self) -> int:
        """Areas of centres that are looked at."""
        return sum(count for _, count in self.places)


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
    area, place = given.get("area", ""), given.get("place", "")
    if area and area not in dict(choices.areas):
        abort(404)
    if place and place not in {str(ident) for ident, _, _ in choices.places}:
        abort(404)
    is_case_level = not sees_halves_only(database(), actor)
    as_of, days = day_asked(given.get("as_of", ""), today, is_case_level=is_case_level)
    centre_id, centre = _centre(given.get("centre", ""), actor)
    bounds = EvidenceBounds(area, int(place) if place else None, centre_id)
    within = criteria_within(database(), actor, as_of, bounds)
    places = places_and_areas(database(), within, area)
    known = known_sets(as_of)
    sets = {
        code: one.set.name
        for path in ("", *(path for path, _ in places))
        for code, one in sets_of(known, path).items()
    }
    code = given.get("set") or (FIRST_SET if FIRST_SET in sets else next(iter(sets), ""))
    if code not in sets:
        abort(404)
    return Chosen(
        set_code=code,
        sets=tuple(sets.items()),
        as_of=as_of,
        days=days,
        bounds=bounds,
        centre=centre,
        state=_state(given.get("state", "")),
        page=_page(given.get("page") or "1"),
        is_case_level=is_case_level,
        known=known,
        places=places,
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


def _state(given: str) -> Verdict | None:
    try:
        return Verdict(given) if given else None
    except ValueError:
        abort(404)


def _page(given: str) -> int:
    if not given.isdecimal() or not given.strip("0") or len(given) > len(str(10**6)):
        abort(404)
    return int(given)
