"""Series of talks at centre A, weekly on Thursdays from 2 April 2026, for the tests."""

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.session_series import SeriesTerms
from qa_app.domain.supervision import SessionType
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.queries.series_fitness import SeriesPlace
from qa_app.services.operations.load_holidays import HolidayYear, load_holidays
from qa_app.services.supervision.start_series import NewSeries, start_series
from tests.audits import ZONE
from tests.kept import kept
from tests.people import NOON, OPERATOR
from tests.sessions import Scene

START = date(2026, 4, 2)
TOMB_SWEEPING = (date(2026, 4, 6), False, "清明节", "Tomb-Sweeping Day")


@kept
def a_table(session: Session) -> None:
    """The holiday table of 2026, as far as the tests need it."""
    labour = tuple((date(2026, 5, day), False, "劳动节", "Labour Day") for day in (1, 4, 5))
    days = (TOMB_SWEEPING, *labour, (date(2026, 5, 9), True, "调休", "made up"))
    load_holidays(session, OPERATOR, [HolidayYear("CN", 2026, days)], at=NOON)


def terms(scene: Scene, rule: str | None = "FREQ=WEEKLY;BYDAY=TH", **fields: Any) -> SeriesTerms:
    values: dict[str, Any] = {
        "months_after": None,
        "starts_on": START,
        "supervisor_id": scene.supervisor.account_id,
        **fields,
    }
    return SeriesTerms(rule=rule, **values)


def a_series(session: Session, scene: Scene, key: str | None = None, **fields: Any) -> int:
    kind = fields.pop("type", SessionType.INDIVIDUAL)
    place = SeriesPlace(fields.pop("centre", scene.centre), kind, fields.pop("area", None))
    new = NewSeries(place, terms(scene, **fields), key)
    return start_series(session, scene.supervisor, new, ZONE, at=NOON)


def planned(session: Session, series_id: int, state: str = "planned") -> list[date]:
    session.rollback()
    row = SupervisionSessionRow
    query = select(row.planned_on).where(row.series_id == series_id, row.state == state)
    return list(session.scalars(query.order_by(row.planned_on, row.id)))


def on_day(session: Session, series_id: int, day: date) -> SupervisionSessionRow:
    session.rollback()
    row = SupervisionSessionRow
    query = select(row).where(row.series_id == series_id, row.planned_on == day)
    return session.scalars(query).one()
