"""Centres held against the criteria in force, as the list, a centre's page and its overview ask."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from flask import abort

from qa_app import clock
from qa_app.domain.asked_criteria import criteria_asked
from qa_app.domain.criteria import rule_of
from qa_app.domain.criteria_list import told_of
from qa_app.domain.criteria_period import days_offered
from qa_app.domain.criteria_versions import Stage
from qa_app.domain.defaults import MONTH_RESTS_DAYS
from qa_app.domain.people import Actor
from qa_app.domain.rules.evaluation import Judged
from qa_app.domain.rules.sight import counted_apart, sight_of
from qa_app.domain.rules.tree import leaves_in
from qa_app.domain.verdicts import Verdict
from qa_app.extensions import database
from qa_app.queries.closed_areas import closed_areas
from qa_app.queries.criteria_versions import InForceSets, SetInForce, sets_known
from qa_app.queries.endorsement import (
    EvidenceBounds,
    Within,
    at_places,
    criteria_within,
    places_and_areas,
    sees_halves_only,
)
from qa_app.queries.evaluations import Asking, EvaluatedArea, asking_of, evaluate_areas
from qa_app.queries.measures.reviews import did_without
from qa_app.web.guard import current_actor
from qa_app.web.held_criteria import FIRST_SET, shipped_sets
from qa_app.web.settings import installation, local_today
from qa_app.wording import Words
from qa_app.wording.measured_sentences import (
    sentence_of,
    threshold_of,
    value_of,
)
from qa_app.wording.who_reads import did_without as without_words
from qa_app.wording.who_reads import taken_up as taken_up_words

_DECEMBER = 12


@dataclass(frozen=True, slots=True)
class Seen:
    """Who looks, at which day.

    Attributes:
        is_case_level: True for people who may read the centre's files themselves.
        is_year: True when counts may be told: to those always, to others as of ends of years.
        apart: Metrics that are counted in two ways on the day, of which others are told no number.
        is_closed: True where they know some of the files that are counted and not all.
    """

    is_case_level: bool
    is_year: bool
    apart: frozenset[str] = frozenset()
    is_closed: bool = False


@dataclass(frozen=True, slots=True)
class TestShown:
    """One test of a criterion.

    Attributes:
        asked: What is asked for.
        milder: What is enough on conditions; empty without it.
        value: What was found, in few words; empty where nothing was.
        sentence: Why it came out so.
        records: How many records it rests on.
    """

    asked: str
    milder: str
    value: str
    sentence: str
    records: int


@dataclass(frozen=True, slots=True)
class Looking:
    """Against which set centres are held, as of when.

    Attributes:
        known: Which sets are in force.
        set_code: Code of the set.
        as_of: The day.
        today: The local date.
        is_case_level: True for people who may read the centres' files themselves.
    """

    known: InForceSets
    set_code: str
    as_of: date
    today: date
    is_case_level: bool


def seen_on(as_of: date, *, is_case_level: bool) -> Seen:
    """Tell how much somebody is shown of a day.

    Args:
        as_of: The day.
        is_case_level: True for people who may read the centre's files themselves.

    Returns:
        It.
    """
    return Seen(is_case_level, is_case_level or as_of.month == _DECEMBER)


def day_asked(given: str, today: date, *, is_case_level: bool) -> tuple[date, tuple[date, ...]]:
    """Read the day that an address asks for; a day that is not offered is answered with 404.

    Args:
        given: What the address says; empty for the newest one.
        today: The local date.
        is_case_level: True for people who may read the centres' files themselves.

    Returns:
        The day, and all that are offered, newest first.
    """
    days = days_offered(today, is_by_halves=not is_case_level)
    if not given:
        return days[0], days
    try:
        asked = date.fromisoformat(given)
    except ValueError:
        abort(404)
    if asked not in days:
        abort(404)
    return asked, days


def known_sets(day: date) -> InForceSets:
    """Read which sets were in force on a day.

    Args:
        day: The day that is asked for.

    Returns:
        They; before any were in force the first that came into force, and those that the product
        brings along until some are published.
    """
    found = sets_known(database(), day, installation().timezone)
    return found if found.sets else shipped_sets()


def sets_of(known: InForceSets, path: str) -> dict[str, SetInForce]:
    """List the sets that a place is held against.

    Args:
        known: Which sets are in force.
        path: Path of the place.

    Returns:
        Code of each set to it, by stage.
    """
    found = (known.of(path, stage) for stage in Stage)
    return {one.set.code: one for one in found if one is not None}


def asking_on(asked: SetInForce, as_of: date, today: date, *, is_case_level: bool) -> Asking:
    """Ask what a set asks, by what was known.

    Args:
        asked: The set.
        as_of: The day.
        today: The local date.
        is_case_level: True for people who may read the centres' files themselves.

    Returns:
        The asking: of today by what is known now, of a past day by what was known once it was over,
        for readers of aggregates once its results had come to rest; so it stays for ever.
    """
    zone = installation().timezone
    if as_of == today:
        return asking_of(asked, as_of, clock.now(), zone, is_now=True)
    rests = timedelta(days=1 if is_case_level else MONTH_RESTS_DAYS)
    known_at = datetime.combine(as_of + rests, time(), ZoneInfo(zone))
    return asking_of(asked, as_of, known_at, zone, is_now=False)


def evaluated_within(
    within: Within,
    places: Iterable[tuple[str, int]],
    looking: Looking,
    area: str = "",
) -> tuple[tuple[SetInForce, tuple[EvaluatedArea, ...]], ...]:
    """Hold areas of centres against the set of a code that is in force where they stand.

    Args:
        within: Condition on `CentreRow`.
        places: Paths of the places that the centres stand in.
        looking: Against which set, as of when.
        area: Only this area; empty for every one.

    Returns:
        Each set with the areas held against it; centres of places without such a set are left out.
    """
    asked = [(sets_of(looking.known, path).get(looking.set_code), path) for path, _count in places]
    found = sorted(
        ((one, path) for one, path in asked if one is not None),
        key=lambda each: (each[0].version_id, each[0].place_path),
    )
    groups = [
        (own[0][0], [path for _, path in own])
        for _, each in groupby(found, key=lambda each: each[0].version_id)
        if (own := list(each))
    ]
    is_one = len(groups) == 1 and len(found) == len(asked)
    return tuple(
        (
            one,
            evaluate_areas(
                database(),
                within if is_one else at_places(within, paths),
                asking_on(one, looking.as_of, looking.today, is_case_level=looking.is_case_level),
                area,
            ),
        )
        for one, paths in groups
    )


def apart_in(sets: Iterable[SetInForce], area: str, kind: str) -> frozenset[str]:
    """Find what the sets of one day count in two ways.

    Args:
        sets: Every set that is in force at a place on the day.
        area: Code of the area.
        kind: Kind of organisation.

    Returns:
        The metrics.
    """
    return counted_apart(
        rule_of(criterion) for one in sets for criterion in criteria_asked(one.set, area, kind)
    )


def closed_within(within: Within, as_of: date) -> frozenset[tuple[int, str]]:
    """Find where the reader of a page would have to ask for some of the files that are counted.

    Args:
        within: Condition on `CentreRow`.
        as_of: The day.

    Returns:
        Centre and area, of centres whose files they read in general.
    """
    return closed_areas(
        database(), current_actor(), within, as_of, at=clock.now(), on=local_today()
    )


def tests_shown(words: Words, one: Judged, seen: Seen) -> tuple[TestShown, ...]:
    """Say what was asked and found for each test of a criterion.

    Args:
        words: The language.
        one: The criterion and how it stands.
        seen: How much of it is shown.

    Returns:
        The tests in their order.
    """
    shown = []
    for leaf, found in zip(leaves_in(one.asked.rule), one.found, strict=True):
        sight = sight_of(
            leaf,
            found,
            is_case_level=seen.is_case_level,
            is_year=seen.is_year,
            is_apart=leaf.metric in seen.apart,
            is_closed=seen.is_closed,
        )
        is_behind = seen.is_case_level and not sight.is_to_ask
        shown.append(
            TestShown(
                threshold_of(words, leaf.metric, leaf.met),
                threshold_of(words, leaf.metric, leaf.conditional),
                value_of(words, leaf, found, sight),
                sentence_of(words, leaf, found, one.standing.without_gaps, sight),
                found.record_count if is_behind else 0,
            )
        )
    return tuple(shown)


def verdicts_of_centre(actor: Actor, centre_id: int, today: date) -> Mapping[Verdict, int]:
    """Count how a centre stands against the criteria, over all its areas.

    Args:
        actor: Who asks.
        centre_id: The centre.
        today: The local date.

    Returns:
        Every verdict with how often it was given, one for each criterion that is collected and
        asked of each area; the same as the list of criteria shows when it opens.
    """
    is_case_level = not sees_halves_only(database(), actor)
    as_of, _days = day_asked("", today, is_case_level=is_case_level)
    within = criteria_within(database(), actor, as_of, EvidenceBounds(centre_id=centre_id))
    looking = Looking(known_sets(as_of), FIRST_SET, as_of, today, is_case_level)
    places = places_and_areas(database(), within, "")
    found = evaluated_within(within, places, looking)
    given = [
        one.standing.verdict
        for _, areas in found
        for area in areas
        for one in told_of(area.evaluation.judged)
    ]
    return {verdict: given.count(verdict) for verdict in Verdict}


def without_safeguards(words: Words, judged: Iterable[Judged], as_of: date) -> tuple[str, ...]:
    """Say for want of which safeguard criteria cannot be told, and since when.

    Args:
        words: The language.
        judged: Criteria and how they stand.
        as_of: Last local day that counts.

    Returns:
        A sentence for each span, and one of all that it takes; none where no criterion waits.
    """
    waiting = {
        one.asked.code for one in judged if any(found.gap == "relaxed" for found in one.found)
    }
    if not waiting:
        return ()
    given_up = did_without(database(), as_of, installation().timezone)
    spans = tuple(without_words(words, one) for one in given_up)
    return (*spans, taken_up_words(words, sorted(waiting)))
