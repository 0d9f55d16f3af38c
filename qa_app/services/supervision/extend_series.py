"""Put the next sessions of every series on their days, up to the horizon."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.errors import InvalidError
from qa_app.domain.people import Actor
from qa_app.domain.session_events import SeriesExtended
from qa_app.domain.session_series import PlacedDay, SeriesState
from qa_app.domain.working_days import NATIONAL_REGION, WorkingCalendar
from qa_app.models.places import CentreRow
from qa_app.models.series_rows import put_on_days, terms_of
from qa_app.models.session_changes import SessionSeriesRow
from qa_app.models.transaction import locked, transaction
from qa_app.queries.holidays import working_calendar
from qa_app.queries.local_days import with_local_days
from qa_app.queries.series_days import series_stands, what_follows
from qa_app.queries.series_fitness import people_by_day
from qa_app.queries.session_fitness import check_session_day


@dataclass(frozen=True, slots=True)
class Extended:
    """What was put on days.

    Attributes:
        added: Sessions.
        stuck: Series that cannot go on: their supervisor may not lead sessions there any more.
    """

    added: int
    stuck: tuple[int, ...]


class _NothingError(Exception):
    """Another call came first; nothing of this one is kept."""


def extend_series(session: Session, actor: Actor, zone: str, *, at: datetime) -> Extended:
    """Put what follows of every series on its days; harmless when repeated.

    A day of a rule that went by without this having been called gets its session all the same,
    so that it shows as missed.

    Args:
        session: A database session.
        actor: The system.
        zone: Local time zone.
        at: The present.

    Returns:
        How many sessions were added, and which series are stuck.
    """
    today = local_day(at, zone)
    calendar = working_calendar(session, NATIONAL_REGION)
    ids = session.execute(
        select(SessionSeriesRow.id)
        .where(
            SessionSeriesRow.state == SeriesState.ACTIVE.value,
            or_(SessionSeriesRow.until_on.is_(None), SessionSeriesRow.until_on >= today),
        )
        .order_by(SessionSeriesRow.id)
    ).scalars()
    waiting = [one for one in ids.all() if _following(session, one, today, calendar)[1]]
    added, stuck = 0, []
    for series_id in waiting:
        try:
            added += _extend(session, actor, series_id, (today, calendar), at)
        except _NothingError:
            continue
        except InvalidError:
            stuck.append(series_id)
    return Extended(added, tuple(stuck))


def _extend(
    session: Session,
    actor: Actor,
    series_id: int,
    on: tuple[date, WorkingCalendar],
    at: datetime,
) -> int:
    with transaction(session, SeriesExtended(actor=actor, at=at, object_id=series_id)) as act:
        row = _held(session, series_id)
        days = _following(session, series_id, *on)[1]
        _refuse_nothing(days)
        check_session_day(session, row.centre_id, days[0].day, row.supervisor_id)
        people = people_by_day(session, row.centre_id, row.people, days)
        put_on_days(session, row, days, people, actor.account_id, at)
        act.learn(centre_id=row.centre_id, added=len(days))
    return len(days)


def _refuse_nothing(days: tuple[PlacedDay, ...]) -> None:
    if not days:
        raise _NothingError


def _held(session: Session, series_id: int) -> SessionSeriesRow:
    query = select(SessionSeriesRow).where(SessionSeriesRow.id == series_id)
    row: SessionSeriesRow = session.execute(locked(session, query, SessionSeriesRow)).scalar_one()
    if row.state != SeriesState.ACTIVE.value:
        raise _NothingError
    return row


def _following(
    session: Session, series_id: int, today: date, calendar: WorkingCalendar
) -> tuple[SessionSeriesRow, tuple[PlacedDay, ...]]:
    row = session.get_one(SessionSeriesRow, series_id)
    stands = series_stands(session, series_id)
    closed_on = session.execute(
        select(CentreRow.closed_on).where(CentreRow.id == row.centre_id)
    ).scalar_one()
    days = what_follows(
        terms_of(row), stands, today, with_local_days(session, calendar, row.centre_id)
    ).days
    # a centre that closes lets its series run out
    return row, tuple(one for one in days if closed_on is None or one.day < closed_on)
