"""Centres held against the criteria in force; read by the criteria page and by the overview."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from qa_app.domain.criteria import CriteriaFile, CriteriaSet, Criterion, asked_of
from qa_app.domain.criteria_period import Period, period_until
from qa_app.domain.criteria_verdicts import held_back, worst_of
from qa_app.domain.criteria_versions import Stage
from qa_app.domain.endorsement import Judgement, is_answered, judge
from qa_app.domain.month_grid import first_day
from qa_app.domain.people import Actor
from qa_app.domain.profiles import GivenUp
from qa_app.domain.text import NO_TEXT, BilingualText
from qa_app.domain.verdicts import Verdict
from qa_app.extensions import database
from qa_app.paths import resource
from qa_app.queries.criteria_versions import sets_in_force
from qa_app.queries.endorsement import (
    Bounds,
    CentreArea,
    centre_areas,
    sees_halves_only,
)
from qa_app.queries.team import given_up_between
from qa_app.rubric_files.criteria import read_criteria
from qa_app.web.settings import installation, local_today

FIRST_SET = "full"
"""Set shown when the address names none: the one that holds every criterion."""

_KEPT = "criteria_in_force"
_LOOKS = {
    Verdict.MET: ("ok", "met"),
    Verdict.CONDITIONAL: ("part", "conditional"),
    Verdict.NOT_MET: ("no", "failed"),
    Verdict.CANNOT_TELL: ("cant", "cannot_tell"),
}


@dataclass(frozen=True, slots=True)
class VerdictWord:
    """A verdict as it looks: shape and word.

    Attributes:
        verdict: The verdict.
        mark: Name of its shape.
        word: Its word.
    """

    verdict: Verdict
    mark: str
    word: BilingualText


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


def criteria_in_force() -> CriteriaFile:
    """Give the criteria that are in force everywhere today, asked for once in a request.

    Returns:
        The version's content; what the product brings along until one is published.
    """
    return _in_force()[0]


def is_criteria_published() -> bool:
    """Tell whether a version of criteria is in force everywhere today.

    Returns:
        False while pages show what the product brings along.
    """
    return _in_force()[1]


def _in_force() -> tuple[CriteriaFile, bool]:
    kept = database().info
    if _KEPT not in kept:
        found = sets_in_force(database(), local_today()).of("", Stage.FULL)
        kept[_KEPT] = (_shipped(), False) if found is None else (found.file, True)
    told: tuple[CriteriaFile, bool] = kept[_KEPT]
    return told


@lru_cache(maxsize=1)
def _shipped() -> CriteriaFile:
    return read_criteria(resource("rubrics") / "endorsement_criteria.yaml")


def verdict_word(verdict: Verdict) -> VerdictWord:
    """Give a verdict its shape and its word.

    Args:
        verdict: The verdict.

    Returns:
        As every page shows it.
    """
    mark, level = _LOOKS[verdict]
    return VerdictWord(verdict, mark, criteria_in_force().levels.get(level, NO_TEXT))


def columns_of(criteria_set: CriteriaSet) -> tuple[Criterion, ...]:
    """List the criteria of a set that reviews can answer.

    Args:
        criteria_set: The set.

    Returns:
        In the order of the file.
    """
    return tuple(one for one in criteria_set.criteria if is_answered(one))


def judged_areas(
    actor: Actor, criteria_set: CriteriaSet, period: Period, bounds: Bounds
) -> tuple[Judged, ...]:
    """Hold centres' areas against the criteria, in the register's order and never by rank.

    Args:
        actor: Who asks.
        criteria_set: Which criteria.
        period: Which months are counted.
        bounds: Which centres and areas.

    Returns:
        By code of the place and of the centre, then in the order of areas.
    """
    columns = columns_of(criteria_set)
    tags = sorted({tag for one in columns for tag in _tags(one)})
    found = centre_areas(database(), actor, period, tags, bounds)
    given_up = given_up_between(
        database(), first_day(period.first_month), period.as_of, installation().timezone
    )
    return tuple(_judged(area, columns, given_up) for area in found)


def verdicts_of_centre(actor: Actor, centre_id: int, today: date) -> Mapping[Verdict, int]:
    """Count how a centre stands against the criteria today, over all its areas.

    Args:
        actor: Who asks.
        centre_id: The centre.
        today: The local date.

    Returns:
        Every verdict with how often it was given, one for each criterion asked of each area; the
        same as the criteria page shows for this centre when it opens.
    """
    criteria_set = criteria_in_force().set_of(FIRST_SET)
    if criteria_set is None:
        return dict.fromkeys(Verdict, 0)
    period = period_until(today, today, is_by_halves=sees_halves_only(database(), actor))
    judged = judged_areas(actor, criteria_set, period, Bounds(centre_id=centre_id))
    given = [one.verdict for row in judged for one in row.judgements if one is not None]
    return {verdict: given.count(verdict) for verdict in Verdict}


def _tags(criterion: Criterion) -> set[str]:
    return {one.item_tag for one in (criterion, *criterion.variants) if one.item_tag}


def _judged(
    area: CentreArea, columns: tuple[Criterion, ...], given_up: tuple[GivenUp, ...]
) -> Judged:
    evidence = replace(area.evidence, given_up=given_up)
    judgements = held_back(
        [
            None if one is None else judge(one, evidence)
            for one in (asked_of(column, area.area_code, area.kind) for column in columns)
        ]
    )
    return Judged(area, judgements, worst_of(judgements))
