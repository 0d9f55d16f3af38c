"""Records of a centre's service as those within reach may see or change them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from qa_app.domain.defaults import ROWS_PER_PAGE
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.domain.service_threads import RecordKind
from qa_app.domain.text import BilingualText
from qa_app.models.accounts import AccountRow
from qa_app.models.places import AreaRow, CentreAreaRow, CentreRow
from qa_app.models.service_records import ComplaintRow, IncidentRow, ReferralRow
from qa_app.models.service_versions import Versioned
from qa_app.models.transaction import locked
from qa_app.queries.reach import centres_within

_ROWS: dict[RecordKind, type[ReferralRow | ComplaintRow | IncidentRow]] = {
    RecordKind.REFERRAL: ReferralRow,
    RecordKind.COMPLAINT: ComplaintRow,
    RecordKind.INCIDENT: IncidentRow,
}


@dataclass(frozen=True, slots=True)
class ServiceCentre:
    """A centre as the pages of its service name it.

    Attributes:
        id: The centre.
        name: Its name.
        areas: Code to name of the areas it works in, in order.
    """

    id: int
    name: BilingualText
    areas: Mapping[str, BilingualText]


@dataclass(frozen=True, slots=True)
class SeenVersion:
    """Which version of a record somebody looked at.

    Attributes:
        thread: The record.
        version: Id of the row that was shown.
    """

    thread: str
    version: int


def service_centre(
    session: Session, actor: Actor, centre_id: int, permission: Permission
) -> ServiceCentre | None:
    """Find a centre within reach.

    Args:
        session: A database session.
        actor: Who asks.
        centre_id: The centre.
        permission: What they want to do.

    Returns:
        The centre; None when there is none, or it is out of reach.
    """
    rows = session.execute(
        select(
            CentreRow.name_zh,
            CentreRow.name_en,
            AreaRow.code,
            AreaRow.name_zh.label("area_zh"),
            AreaRow.name_en.label("area_en"),
        )
        .outerjoin(CentreAreaRow, CentreAreaRow.centre_id == CentreRow.id)
        .outerjoin(AreaRow, AreaRow.code == CentreAreaRow.area_code)
        .where(CentreRow.id == centre_id, centres_within(actor, permission))
        .order_by(AreaRow.position, AreaRow.code)
    ).all()
    if not rows:
        return None
    name = BilingualText(rows[0].name_zh, rows[0].name_en)
    areas = {row.code: BilingualText(row.area_zh, row.area_en) for row in rows if row.code}
    return ServiceCentre(centre_id, name, areas)


def service_centres(session: Session, actor: Actor) -> tuple[tuple[int, BilingualText], ...]:
    """List the centres whose service somebody may see.

    Args:
        session: A database session.
        actor: Who asks.

    Returns:
        Id and name, by code.
    """
    rows = session.execute(
        select(CentreRow.id, CentreRow.name_zh, CentreRow.name_en)
        .where(centres_within(actor, Permission.SERVICE_READ))
        .order_by(CentreRow.code)
    ).all()
    return tuple((row.id, BilingualText(row.name_zh, row.name_en)) for row in rows)


def standing(
    session: Session,
    actor: Actor,
    kind: type[Versioned],
    thread: str,
    permission: Permission,
    *,
    is_locked: bool = False,
) -> Versioned | None:
    """Find the row of a record that stands.

    Args:
        session: A database session.
        actor: Who asks.
        kind: Referral, complaint or incident.
        thread: The record.
        permission: What they want to do.
        is_locked: True to keep others from changing it, inside a transaction.

    Returns:
        The row; None when there is none, it was taken back, or its centre is out of reach.
    """
    query = (
        select(kind)
        .join(CentreRow, CentreRow.id == kind.centre_id)
        .where(kind.thread == thread, kind.ended_at.is_(None), centres_within(actor, permission))
    )
    if is_locked:
        query = locked(session, query, kind)
    return session.execute(query).scalar_one_or_none()


After = tuple[date, int]
"""Day and id of the last record of a page."""


def records_page(
    session: Session,
    kind: type[Versioned],
    day: InstrumentedAttribute[date],
    wanted: Sequence[ColumnElement[bool]],
    after: After | None,
) -> Sequence[Versioned]:
    """List records that stand, the newest first.

    Args:
        session: A database session.
        kind: Referrals, complaints or incidents.
        day: The day they are ordered by.
        wanted: Conditions, reach among them.
        after: The last one of the page before; None starts.

    Returns:
        One row more than a page, when there are more.
    """
    query = select(kind).where(kind.ended_at.is_(None), *wanted)
    if after is not None:
        query = query.where(or_(day < after[0], (day == after[0]) & (kind.id < after[1])))
    query = query.order_by(day.desc(), kind.id.desc()).limit(ROWS_PER_PAGE + 1)
    return session.execute(query).scalars().all()


@dataclass(frozen=True, slots=True)
class Written:
    """A version of a record: when it was written, and by whom.

    Attributes:
        at: When.
        by: Name of the account; empty for the system.
    """

    at: datetime
    by: str


def written_versions(session: Session, kind: RecordKind, thread: str) -> tuple[Written, ...]:
    """Tell when a record that was found within reach was written, step by step.

    Args:
        session: A database session.
        kind: What it is.
        thread: The record.

    Returns:
        The oldest first.
    """
    row = _ROWS[kind]
    rows = session.execute(
        select(row.recorded_at, AccountRow.display_name)
        .outerjoin(AccountRow, AccountRow.id == row.recorded_by)
        .where(row.thread == thread)
        .order_by(row.id)
    ).all()
    return tuple(Written(one.recorded_at, one.display_name or "") for one in rows)
