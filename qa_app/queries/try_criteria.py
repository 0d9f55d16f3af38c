"""Try a file of criteria without keeping anything."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from sqlalchemy.orm import Session

from qa_app.domain.criteria import CriteriaFile
from qa_app.domain.simulation import CENTRES, Field, Simulated, dry_run, simulated_centres
from qa_app.domain.trial import Trial
from qa_app.queries.criteria_trials import base_in_force, fields_in_force, month_ends
from qa_app.queries.measures.ground import Measure
from qa_app.queries.measures.registry import REGISTRY
from qa_app.queries.sandbox_history import Drafts, past_of

Told = Callable[[int, int], None]
"""Hears how many parts of how many are done."""


def told_nobody(done: int, parts: int) -> None:
    """Tell nobody how far a trial has come.

    Args:
        done: Parts that are done.
        parts: Parts there are.
    """


@dataclass(frozen=True, slots=True)
class TrialSize:
    """How much is tried.

    Attributes:
        today: Local date; months before it are looked at.
        zone: Zone in which days end.
        centres: Simulated centres of each area.
        days: Days of the past; None for the ends of three years of months.
    """

    today: date
    zone: str
    centres: int = CENTRES
    days: tuple[date, ...] | None = None


def try_criteria(
    session: Session,
    file: CriteriaFile,
    fingerprint: str,
    size: TrialSize,
    measures: Mapping[str, Measure] = REGISTRY,
    told: Told = told_nobody,
) -> Trial:
    """Try a file of criteria without keeping anything.

    Args:
        session: A database session.
        file: The file.
        fingerprint: Its fingerprint.
        size: How much is tried.
        measures: Metric to what measures it.
        told: Hears how many parts of how many are done; nothing is read meanwhile.

    Returns:
        What came out.
    """
    found = fields_in_force(session, size.today)
    days = month_ends(size.today) if size.days is None else size.days
    parts = len(found) + 1 + len(days)
    told(0, parts)
    fields, left_out = [], []
    for done, one in enumerate(found, 1):
        if _can_be_simulated(one, size.centres):
            fields.append(one)
        else:
            left_out.append(one.area)
        told(done, parts)
    simulated: Simulated = {one.area: _centres_of(one, size.centres)[one.area] for one in fields}
    passed = dry_run(file, fields, simulated)
    told(len(found) + 1, parts)
    past = past_of(
        session,
        Drafts(file, base_in_force(session, size.today)),
        days,
        measures,
        size.zone,
        lambda done: told(len(found) + 1 + done, parts),
    )
    return Trial(
        fingerprint,
        {one.area: (one.rubric.code, one.rubric.version) for one in fields},
        tuple(left_out),
        passed,
        past,
    )


def _can_be_simulated(field: Field, centres: int) -> bool:
    try:
        _centres_of(field, centres)
    except ValueError:
        return False
    return True


@lru_cache(maxsize=8)
def _centres_of(field: Field, centres: int) -> Simulated:
    # no draft makes a difference to them, so that the next trial finds them thrown
    return simulated_centres([field], centres)
