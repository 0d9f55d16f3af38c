"""The sessions of a series as they stand, and what its terms come to from now on."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from qa_app.domain.defaults import SERIES_HORIZON_DAYS
from qa_app.domain.errors import ConflictError, OutOfReachError
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.domain.session_series import (
    Placement,
    SeriesDifference,
    SeriesSession,
    SeriesState,
    SeriesTerms,
    difference,
    placed_after,
    placed_by_rule,
)
from qa_app.domain.supervision import SessionState
from qa_app.domain.working_days import NATIONAL_REGION, WorkingCalendar
from qa_app.models.audits import AuditRow
from qa_app.models.cases import DrawRow
from qa_app.models.places import CentreRow
from qa_app.models.records import SupervisionRecordRow
from qa_app.models.session_changes import SessionSeriesRow
from qa_app.models.session_counts import first_days
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.models.transaction import locked
from qa_app.queries.holidays import working_calendar
from qa_app.queries.local_days import with_local_days
from qa_app.queries.reach import centres_within


@dataclass(frozen=True, slots=True)
class SeriesStands:
    """The sessions of one series.

    Attributes:
        planned: Those still to be settled.
        settled: Days of the rule whose session was held or cancelled.
        last_held: Day of the last one held; None for none.
    """

    planned: tuple[SeriesSession, ...]
    settled: frozenset[date]
    last_held: date | None


NEVER_PLANNED = SeriesStands((), frozenset(), None)
"""How a series stands before its first session."""


def held_series(session: Session, actor: Actor, series_id: int, revision: int) -> SessionSeriesRow:
    """Find a series that is about to change, and keep others from changing it.

    Args:
        session: A session inside `transaction`.
        actor: Who changes it.
        series_id: The series.
        revision: What the page of who changes it showed.

    Returns:
        The series.

    Raises:
        OutOfReachError: There is no such series where the actor may plan.
        ConflictError: It has ended (`series_ended`), or somebody changed it meanwhile
            (`series_changed_meanwhile`).
    """
    query = (
        select(SessionSeriesRow)
        .join(CentreRow, CentreRow.id == SessionSeriesRow.centre_id)
        .where(SessionSeriesRow.id == series_id, centres_within(actor, Permission.SESSION_PLAN))
    )
    row = session.execute(locked(session, query, SessionSeriesRow)).scalar_one_or_none()
    if row is None:
        raise OutOfReachError("series")
    if row.state != SeriesState.ACTIVE.value:
        raise ConflictError("series_ended")
    if row.revision != revision:
        raise ConflictError("series_changed_meanwhile")
    return row


def series_stands(session: Session, series_id: int, *, locks: bool = False) -> SeriesStands:
    """Read the sessions of a series.

    Args:
        session: A database session.
        series_id: The series; the caller knows that it is in reach.
        locks: True keeps others from changing those still planned.

    Returns:
        How it stands.
    """
    row = SupervisionSessionRow
    if locks:
        planned = select(row).where(
            row.series_id == series_id, row.state == SessionState.PLANNED.value
        )
        session.execute(locked(session, planned.order_by(row.id), row)).all()
    begun = or_(
        exists().where(AuditRow.session_id == row.id),
        exists().where(DrawRow.session_id == row.id),
        exists().where(SupervisionRecordRow.session_id == row.id),
    )
    found = session.execute(
        select(
            row.id,
            row.series_on,
            row.planned_on,
            row.moved_from_on,
            row.state,
            begun.label("begun"),
        )
        .where(row.series_id == series_id)
        .order_by(row.planned_on, row.id)
    ).all()
    held = [one.planned_on for one in found if one.state == SessionState.HELD.value]
    replacing = [
        one.id for one in found if one.state == SessionState.PLANNED.value and one.series_on is None
    ]
    firsts = first_days(session, replacing)
    return SeriesStands(
        planned=tuple(
            SeriesSession(
                one.id,
                one.series_on,
                one.planned_on,
                is_free=not one.begun,
                first_on=firsts.get(one.id, one.moved_from_on),
            )
            for one in found
            if one.state == SessionState.PLANNED.value
        ),
        settled=frozenset(
            one.series_on
            for one in found
            if one.state != SessionState.PLANNED.value and one.series_on is not None
        ),
        last_held=max(held, default=None),
    )


def wanted_days(
    session: Session, terms: SeriesTerms, stands: SeriesStands, today: date, centre_id: int
) -> Placement:
    """Tell which days the terms name, up to the horizon.

    Args:
        session: A database session.
        terms: The terms.
        stands: The sessions so far.
        today: The present.
        centre_id: Where: its local days off are none of them.

    Returns:
        The days; a series that goes by the last session held names one.
    """
    calendar = with_local_days(session, working_calendar(session, NATIONAL_REGION), centre_id)
    return _wanted(terms, stands, today, calendar)


def _wanted(
    terms: SeriesTerms, stands: SeriesStands, today: date, calendar: WorkingCalendar
) -> Placement:
    if terms.rule is None:
        return placed_after(terms, stands.last_held, today, calendar, stands.settled)
    # the first one is planned however far off it is
    last = max(today, terms.starts_on) + timedelta(days=SERIES_HORIZON_DAYS)
    return placed_by_rule(terms, last, calendar)


def what_changes(
    session: Session, terms: SeriesTerms, stands: SeriesStands, today: date, centre_id: int
) -> SeriesDifference:
    """Tell what terms add, remove and keep.

    Args:
        session: A database session.
        terms: The new terms.
        stands: The sessions so far.
        today: The present.
        centre_id: Where.

    Returns:
        The difference.
    """
    wanted = wanted_days(session, terms, stands, today, centre_id)
    return difference(wanted, stands.planned, terms.starts_on, today, stands.settled)


def what_follows(
    terms: SeriesTerms, stands: SeriesStands, today: date, calendar: WorkingCalendar
) -> Placement:
    """Tell which sessions of a series are still to be put on their days.

    Args:
        terms: Its terms.
        stands: The sessions so far.
        today: The present.
        calendar: Working days.

    Returns:
        Days without a session; none for a series that goes by the last session held while one of
        it is planned.
    """
    if terms.rule is None and stands.planned:
        return Placement(())
    wanted = _wanted(terms, stands, today, calendar)
    there = {one.on for one in stands.planned} | stands.settled
    # a day before the last change of a series belongs to the terms before it
    return Placement(tuple(one for one in wanted.days if one.on not in there))
