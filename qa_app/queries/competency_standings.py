"""How the workers of an area stand, to be counted for a centre or a place."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from qa_app.domain.competencies import Level
from qa_app.domain.competency_answers import Marks
from qa_app.domain.competency_gaps import WorkerStanding
from qa_app.domain.defaults import COMPETENCY_MONTHS
from qa_app.domain.known_files import rested_until
from qa_app.domain.month_grid import first_day, month_of
from qa_app.domain.people import Actor
from qa_app.models.competency_rows import CompetencySurveyRow
from qa_app.models.places import CentreRow, PractitionerRow
from qa_app.queries.competencies import (
    in_post,
    latest_assessments,
    levels_from,
    marks_from,
    reads_results,
    tiers_of,
)

_Survey = CompetencySurveyRow


def standings(
    session: Session, actor: Actor, area: str, within: ColumnElement[bool], today: date
) -> tuple[WorkerStanding, ...]:
    """Read how the workers of an area stand, to be counted.

    Args:
        session: A database session.
        actor: Who asks.
        area: Code of the area.
        within: Condition on `CentreRow` that keeps it within reach.
        today: Local day.

    Returns:
        Workers in post. What is older than `COMPETENCY_MONTHS` is left out; of those whose own
        results the actor may not read only what was there when the last quarter that has rested
        ended.
    """
    rows = session.execute(
        select(
            PractitionerRow.id,
            PractitionerRow.centre_id,
            reads_results(actor, today).label("is_open"),
        )
        .join(CentreRow, CentreRow.id == PractitionerRow.centre_id)
        .where(within, in_post(today), PractitionerRow.area_code == area)
        .order_by(PractitionerRow.id)
    ).all()
    open_ones = [row.id for row in rows if row.is_open]
    closed = [row.id for row in rows if not row.is_open]
    rested = first_day(rested_until(today) + 1)
    tiers = tiers_of(session, [row.id for row in rows], today)
    known = _known(session, open_ones, today, today) | _known(session, closed, rested, today)
    return tuple(
        WorkerStanding(
            row.centre_id, tiers.get(row.id, ""), bool(row.is_open), *known.get(row.id, ({}, {}))
        )
        for row in rows
    )


def _known(
    session: Session, people: Collection[int], until: date, today: date
) -> dict[int, tuple[dict[str, Level], dict[str, Marks]]]:
    since = first_day(month_of(today) - COMPETENCY_MONTHS)
    levels = {
        one: levels_from(row.levels)
        for one, row in latest_assessments(session, people, until).items()
        if row.assessed_on >= since
    }
    surveys = session.execute(
        select(_Survey.practitioner_id, _Survey.answers)
        .where(
            _Survey.practitioner_id.in_(sorted(people)),
            _Survey.ended_at.is_(None),
            _Survey.answered_on.between(since, until),
        )
        .order_by(_Survey.answered_on, _Survey.id)
    )
    marks = {row.practitioner_id: marks_from(row.answers) for row in surveys}
    return {one: (levels.get(one, {}), marks.get(one, {})) for one in people}
