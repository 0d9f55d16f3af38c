"""Series of sessions for their pages, and what a change of one would come to."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from qa_app.domain.errors import OutOfReachError
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.domain.session_series import SeriesDifference, SeriesState, SeriesTerms
from qa_app.domain.supervision import SessionState, SessionType
from qa_app.domain.text import BilingualText
from qa_app.models.accounts import AccountRow
from qa_app.models.places import CentreRow, PractitionerRow
from qa_app.models.series_rows import terms_of
from qa_app.models.session_changes import SessionSeriesRow
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.queries.reach import centres_within
from qa_app.queries.series_days import NEVER_PLANNED, series_stands, what_changes
from qa_app.queries.series_fitness import SeriesPlace, check_series
from qa_app.queries.session_fitness import lead_refusal
from qa_app.queries.staff import account_as_actor


@dataclass(frozen=True, slots=True)
class SeriesLine:
    """A series in a list, and on its page.

    Attributes:
        id: The series.
        place: Where and about what it is.
        centre_name: The centre's name.
        terms: How it goes on.
        supervisor: Who leads it, by name.
        people: Codes of the practitioners, sorted.
        is_active: False once it was ended.
        revision: Rises with each change.
        next_on: Its next planned day; None when none is planned.
        changed_at: When it was last changed.
        is_stuck: Its supervisor may not lead sessions there any more; told on its page only.
    """

    id: int
    place: SeriesPlace
    centre_name: BilingualText
    terms: SeriesTerms
    supervisor: str
    people: tuple[str, ...]
    is_active: bool
    revision: int
    next_on: date | None
    changed_at: datetime
    is_stuck: bool = False


def series_list(session: Session, actor: Actor, today: date, most: int) -> tuple[SeriesLine, ...]:
    """List the series within reach, with two queries.

    Args:
        session: A database session.
        actor: Who asks.
        today: The present.
        most: At most so many.

    Returns:
        Those that go on first, by their next day.
    """
    query = _lines(actor, today)
    next_on = query.selected_columns.next_on
    rows = session.execute(
        query.order_by(
            SessionSeriesRow.state != SeriesState.ACTIVE.value,
            next_on.is_(None),
            next_on,
            SessionSeriesRow.id,
        ).limit(most)
    ).all()
    codes = _codes(session, rows)
    return tuple(_line(row, codes) for row in rows)


def one_series(session: Session, actor: Actor, series_id: int, today: date) -> SeriesLine | None:
    """Find a series within reach.

    Args:
        session: A database session.
        actor: Who asks.
        series_id: The series.
        today: The present.

    Returns:
        The series; None when there is none or it is out of reach.
    """
    row = session.execute(
        _lines(actor, today).where(SessionSeriesRow.id == series_id)
    ).one_or_none()
    if row is None:
        return None
    leader = account_as_actor(session, row[0].supervisor_id)
    is_stuck = bool(lead_refusal(leader, row[0].centre_id, row.place_path))
    return _line(row, _codes(session, [row]), is_stuck=is_stuck)


def preview_series(
    session: Session,
    actor: Actor,
    place: SeriesPlace,
    terms: SeriesTerms,
    today: date,
    series_id: int | None = None,
) -> SeriesDifference:
    """Tell what a new series, or a change of one, would come to; nothing is changed.

    Args:
        session: A database session.
        actor: Who plans.
        place: Where and about what it is.
        terms: How it is to go on.
        today: The present.
        series_id: The series that would change; None for a new one.

    Returns:
        What would be added, removed and kept.

    Raises:
        OutOfReachError: There is no such centre or series where the actor may plan.
        InvalidError: See `check_series`.
    """
    check_series(session, actor, place, terms, today)
    if series_id is None:
        return what_changes(session, terms, NEVER_PLANNED, today, place.centre_id)
    of_centre = select(SessionSeriesRow.id).where(
        SessionSeriesRow.id == series_id, SessionSeriesRow.centre_id == place.centre_id
    )
    if session.execute(of_centre).first() is None:
        raise OutOfReachError("series")
    return what_changes(session, terms, series_stands(session, series_id), today, place.centre_id)


def _lines(actor: Actor, today: date) -> Select[*tuple[Any, ...]]:
    row = SupervisionSessionRow
    next_on = (
        select(func.min(row.planned_on))
        .where(
            row.series_id == SessionSeriesRow.id,
            row.state == SessionState.PLANNED.value,
            row.planned_on >= today,
        )
        .scalar_subquery()
    )
    return (
        select(
            SessionSeriesRow,
            CentreRow.name_zh,
            CentreRow.name_en,
            CentreRow.place_path,
            AccountRow.display_name,
            next_on.label("next_on"),
        )
        .join(CentreRow, CentreRow.id == SessionSeriesRow.centre_id)
        .join(AccountRow, AccountRow.id == SessionSeriesRow.supervisor_id)
        .where(centres_within(actor, Permission.SESSION_READ))
    )


def _codes(session: Session, rows: Any) -> dict[int, str]:
    wanted = {one for row in rows for one in row[0].people}
    if not wanted:
        return {}
    found = session.execute(
        select(PractitionerRow.id, PractitionerRow.code).where(
            PractitionerRow.id.in_(sorted(wanted))
        )
    )
    return {row.id: row.code for row in found}


def _line(row: Any, codes: dict[int, str], *, is_stuck: bool = False) -> SeriesLine:
    found: SessionSeriesRow = row[0]
    place = SeriesPlace(
        found.centre_id, SessionType(found.type), found.area_code, found.agreement_id
    )
    return SeriesLine(
        id=found.id,
        place=place,
        centre_name=BilingualText(row.name_zh, row.name_en),
        terms=terms_of(found),
        supervisor=row.display_name,
        people=tuple(sorted(codes[one] for one in found.people if one in codes)),
        is_active=found.state == SeriesState.ACTIVE.value,
        revision=found.revision,
        next_on=row.next_on,
        changed_at=found.changed_at,
        is_stuck=is_stuck,
    )
