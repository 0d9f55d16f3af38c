"""A centre with its managers and a supervisor, and somebody at another centre."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from qa_app.domain.people import Actor, Role
from qa_app.models.base import Base
from qa_app.models.cases import CaseFileRow
from qa_app.models.journal import JournalRow
from tests.register import two_centres
from tests.series import a_table
from tests.sessions import at_centre, someone

NOW = datetime(2026, 3, 31, 4, tzinfo=UTC)
"""Tuesday noon in Shanghai."""
TODAY = date(2026, 3, 31)


@dataclass(frozen=True, slots=True)
class ServiceScene:
    """Centre A with two managers and a supervisor; the manager of centre B."""

    centre: int
    other: int
    manager: Actor
    second: Actor
    supervisor: Actor
    stranger: Actor


def a_service(session: Session) -> ServiceScene:
    a_table(session)
    centre, other = two_centres(session)
    manager = someone(session, "service_manager", Role.CENTRE_MANAGER, "A")
    second = someone(session, "service_second", Role.CENTRE_MANAGER, "A")
    supervisor = someone(session, "service_supervisor", Role.SENIOR_SUPERVISOR, "A")
    stranger = someone(session, "service_stranger", Role.CENTRE_MANAGER, "B")
    return ServiceScene(
        centre,
        other,
        at_centre(manager, Role.CENTRE_MANAGER, centre),
        at_centre(second, Role.CENTRE_MANAGER, centre),
        at_centre(supervisor, Role.SENIOR_SUPERVISOR, centre),
        at_centre(stranger, Role.CENTRE_MANAGER, other),
    )


def open_cases(session: Session, centre: int, count: int = 40, area: str = "social_work") -> None:
    """Open cases at a centre since 5 January 2026: so many children, and caregivers, may be asked."""
    rows = [
        {
            "reference": f"KM-26-{area[:1]}{centre}-{number:05}",
            "centre_id": centre,
            "area_code": area,
            "opened_on": date(2026, 1, 5),
        }
        for number in range(count)
    ]
    session.execute(insert(CaseFileRow), rows)
    session.commit()


def steps_of(session: Session, action: str) -> list[str]:
    rows = session.execute(
        select(JournalRow.detail).where(JournalRow.action == action).order_by(JournalRow.seq)
    ).scalars()
    return [row.split('"step":"')[1].split('"')[0] for row in rows]


def count(session: Session, row: type[Base]) -> int:
    session.rollback()
    found: int = session.execute(select(func.count()).select_from(row)).scalar_one()
    return found
