"""Try a file of criteria without keeping anything."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from sqlalchemy.orm import Session

from qa_app.domain.criteria import CriteriaFile
from qa_app.domain.simulation import CENTRES, Field, Simulated, dry_run, simulated_centres
from qa_app.domain.trial import Past, Trial
from qa_app.queries.criteria_trials import base_in_force, fields_in_force, month_ends
from qa_app.queries.measures.ground import Measure
from qa_app.queries.measures.registry import REGISTRY
from qa_app.queries.sandbox_history import Drafts, past_of


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
) -> Trial:
    """Try a file of criteria without keeping anything.

    Args:
        session: A database session.
        file: The file.
        fingerprint: Its fingerprint.
        size: How much is tried.
        measures: Metric to what measures it.

    Returns:
        What came out.
    """
    fields, left_out = _that_can_be_simulated(fields_in_force(session, size.today), size.centres)
    simulated: Simulated = {one.area: _centres_of(one, size.centres)[one.area] for one in fields}
    return Trial(
        fingerprint,
        {one.area: (one.rubric.code, one.rubric.version) for one in fields},
        left_out,
        dry_run(file, fields, simulated),
        _past(session, file, size, measures),
    )


def _past(
    session: Session, file: CriteriaFile, size: TrialSize, measures: Mapping[str, Measure]
) -> Past:
    days = month_ends(size.today) if size.days is None else size.days
    files = Drafts(file, base_in_force(session, size.today))
    return past_of(session, files, days, measures, size.zone)


def _that_can_be_simulated(
    fields: Sequence[Field], centres: int
) -> tuple[tuple[Field, ...], tuple[str, ...]]:
    kept, left_out = [], []
    for one in fields:
        try:
            _centres_of(one, centres)
        except ValueError:
            left_out.append(one.area)
        else:
            kept.append(one)
    return tuple(kept), tuple(left_out)


@lru_cache(maxsize=8)
def _centres_of(field: Field, centres: int) -> Simulated:
    # no draft makes a difference to them, so that the next trial finds them thrown
    return simulated_centres([field], centres)
