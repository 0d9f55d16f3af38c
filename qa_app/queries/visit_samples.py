"""How many cases a visit to a centre is to sample, as far as the platform knows the centre's."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from qa_app.domain.case_sampling import cases_needed
from qa_app.domain.rubric import Rubric
from qa_app.models.cases import CaseFileRow
from qa_app.queries.sample_frames import period_of


@dataclass(frozen=True, slots=True)
class VisitSample:
    """What a visit samples.

    Attributes:
        rule: `lqas`, `all` or a number of cases, as the rubric says.
        since: First day of the period.
        until: Its last day.
        known: Cases of the centre and area that were open in it.
        needed: How many of these are to be sampled; None where none are known and their number
            decides.
    """

    rule: str | int
    since: date
    until: date
    known: int
    needed: int | None


def visit_sample(
    session: Session, rubric: Rubric, centre_id: int, planned_on: date, today: date
) -> VisitSample | None:
    """Tell how many cases a visit is to sample.

    Args:
        session: A database session.
        rubric: The version that the centre is reviewed against.
        centre_id: The centre; the caller knows that it is in reach.
        planned_on: Day of the visit.
        today: The present.

    Returns:
        What it samples; None where the rubric asks for no cases, or for something else.
    """
    sample = rubric.case_sample
    if sample is None or sample.unit != "case":
        return None
    since, until = period_of(planned_on, None, today)
    known = session.execute(
        select(func.count())
        .select_from(CaseFileRow)
        .where(
            CaseFileRow.centre_id == centre_id,
            CaseFileRow.area_code == rubric.area,
            CaseFileRow.opened_on <= until,
            or_(CaseFileRow.closed_on.is_(None), CaseFileRow.closed_on >= since),
        )
    ).scalar_one()
    return VisitSample(sample.size, since, until, known, cases_needed(sample.size, known or None))
