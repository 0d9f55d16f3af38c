"""What an address asks to be compared: read, checked, or refused in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from qa_app.domain.compared_months import Twelve, twelve_of
from qa_app.domain.ratings import good_ratings, ratings_of
from qa_app.domain.rubric import Critical, Rubric
from qa_app.domain.shares import Measure
from qa_app.domain.standing import WHOLE_CENTRE_KINDS
from qa_app.domain.text import NO_TEXT, BilingualText
from qa_app.extensions import database
from qa_app.queries.centres import area_names
from qa_app.queries.compared_places import ComparedPlace, Unit, compared_place, places_below
from qa_app.queries.comparison import UsedVersion, versions_used
from qa_app.queries.rubric_words import rubric_in_words
from qa_app.web.filters import chosen
from qa_app.web.guard import current_actor
from qa_app.wording import Words, comparison_faults

FILTERS = ("area", "rubric", "version", "measure", "end", "within", "attention", "charts")
_YES = "1"


@dataclass(frozen=True, slots=True)
class Asked:
    """A comparison that there is.

    Attributes:
        place: The place of the address.
        within: What is compared: that place, or the one below that the address narrows it to.
        below: Places one step below the place of the address.
        twelve: When.
        areas: Names of areas by code.
        used: Every version used then, for the choices, by area in the order of the register.
        version: The version shown.
        rubric: Its content.
        measure: What is compared.
        measures: What the rubric offers.
        is_attention: True when only what needs attention is shown.
        charts: Which page of small charts, from 1.
    """

    place: ComparedPlace
    within: ComparedPlace
    below: tuple[Unit, ...]
    twelve: Twelve
    areas: Mapping[str, BilingualText]
    used: tuple[UsedVersion, ...]
    version: UsedVersion
    rubric: Rubric
    measure: Measure
    measures: tuple[Measure, ...]
    is_attention: bool
    charts: int

    @property
    def sees_files(self) -> bool:
        """True for those who may read the audits themselves."""
        return self.within.scope.sees_files

    @property
    def good(self) -> int:
        """How many ratings conform, the best first."""
        return good_ratings(ratings_of(self.rubric))

    @property
    def rating(self) -> BilingualText:
        """Name of the lowest rating that conforms; empty where bands say it."""
        ratings = ratings_of(self.rubric)
        return ratings[good_ratings(ratings) - 1].name if ratings else NO_TEXT

    @property
    def is_visits(self) -> bool:
        """True where one audit covers the whole of a centre."""
        return self.rubric.kind in WHOLE_CENTRE_KINDS


@dataclass(frozen=True, slots=True)
class Refused:
    """An address that asks for what there is not, or a place where nothing was read.

    Attributes:
        place: The place.
        below: Places one step below.
        twelve: When; None where the month itself is wrong.
        faults: What is wrong; empty where nothing was read.
        within: The place below that the address narrows it to; None without.
    """

    place: ComparedPlace
    below: tuple[Unit, ...]
    twelve: Twelve | None
    faults: tuple[str, ...]
    within: ComparedPlace | None = None


def asked_from(
    words: Words, place: ComparedPlace, args: Mapping[str, str], today: date
) -> Asked | Refused:
    """Read an address.

    Args:
        words: The page's language.
        place: The place of the address, within reach.
        args: Its filters.
        today: Local date.

    Returns:
        What it asks for, or why there is nothing to show.
    """
    session = database()
    below = places_below(session, place)
    sees_files = place.scope.sees_files
    end = args.get("end", "").strip()
    twelve, fault = twelve_of(end, today, sees_files=sees_files)
    if twelve is None or fault is not None:
        said = () if fault is None else (comparison_faults.month_fault(words, fault, end),)
        return Refused(place, below, None, said)
    within = _narrowed(place, below, args.get("within", "").strip(), today)
    if within is None:
        return Refused(place, below, twelve, (_fault(words, "within", args),))
    areas = dict(area_names(session))
    used = _in_order(versions_used(session, within, twelve, is_final=not sees_files), areas)
    if not used:
        return Refused(place, below, twelve, (), within)
    version, wrong = _version(used, args)
    if version is None:
        return Refused(place, below, twelve, (_fault(words, wrong, args),))
    rubric = rubric_in_words(session, version.version_id)
    measures = measures_of(rubric) if rubric is not None else ()
    measure, wrong = _measure(measures, args.get("measure", "").strip())
    charts = _page(args.get("charts", "").strip())
    if rubric is None or measure is None or charts is None:
        return Refused(place, below, twelve, (_fault(words, wrong or "charts", args),))
    is_attention = chosen("attention", {_YES}) == _YES
    return Asked(
        place,
        within,
        below,
        twelve,
        areas,
        used,
        version,
        rubric,
        measure,
        measures,
        is_attention,
        charts,
    )


def _in_order(
    used: Sequence[UsedVersion], areas: Mapping[str, BilingualText]
) -> tuple[UsedVersion, ...]:
    # areas as everywhere in the order of the register; versions of one rubric keep theirs
    order = {code: place for place, code in enumerate(areas)}
    return tuple(sorted(used, key=lambda one: order.get(one.area, len(order))))


def _fault(words: Words, name: str, args: Mapping[str, str]) -> str:
    return comparison_faults.fault(words, name, args.get(name.removesuffix("_apart"), "").strip())


def _narrowed(
    place: ComparedPlace, below: Sequence[Unit], wanted: str, today: date
) -> ComparedPlace | None:
    if not wanted:
        return place
    found = next((one for one in below if str(one.object_id) == wanted), None)
    if found is None:
        return None
    return compared_place(database(), current_actor(), found.object_id, today)


def _version(
    used: Sequence[UsedVersion], args: Mapping[str, str]
) -> tuple[UsedVersion | None, str]:
    fitting = list(used)
    for name in ("area", "rubric", "version"):
        wanted = args.get(name, "").strip()
        if wanted:
            fitting = [one for one in fitting if getattr(one, name) == wanted]
        if not fitting:
            is_apart = any(getattr(one, name) == wanted for one in used)
            return None, f"{name}_apart" if is_apart else name
    first = fitting[0]
    # of one rubric the version that was used last stands last
    return [one for one in fitting if one.rubric == first.rubric][-1], ""


def measures_of(rubric: Rubric) -> tuple[Measure, ...]:
    """List what can be compared of a rubric.

    Args:
        rubric: The version.

    Returns:
        Shares first; the first is what an address without one shows.
    """
    has_red_lines = any(one.critical is Critical.STOP for one in rubric.items.values())
    offered = {
        Measure.BAND: len(rubric.bands) > 1,
        Measure.RATING: good_ratings(ratings_of(rubric)) > 0,
        Measure.SCORE: True,
        Measure.REDLINE: has_red_lines,
    }
    return tuple(measure for measure in offered if offered[measure])


_LACKING = {
    Measure.BAND: "no_bands",
    Measure.RATING: "no_ratings",
    Measure.REDLINE: "no_red_lines",
}


def _measure(measures: Sequence[Measure], wanted: str) -> tuple[Measure | None, str]:
    if not wanted:
        return measures[0], ""
    if wanted not in set(Measure):
        return None, "measure"
    if Measure(wanted) in measures:
        return Measure(wanted), ""
    return None, _LACKING[Measure(wanted)]


def _page(wanted: str) -> int | None:
    if not wanted:
        return 1
    is_page = wanted.isascii() and wanted.isdigit() and len(wanted) < 4  # noqa: PLR2004 - digits
    return int(wanted) if is_page and int(wanted) else None
