"""What is late or open in the service of the centres within reach."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, and_, func, literal, or_, select, union_all
from sqlalchemy.orm import Session

from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.domain.text import BilingualText
from qa_app.models.places import CentreRow
from qa_app.models.service_records import ComplaintRow, IncidentRow, ReferralRow
from qa_app.queries.incidents import incident_from, waiting_incident
from qa_app.queries.reach import centres_within


@dataclass(frozen=True, slots=True)
class CentreDue:
    """What waits at a centre.

    Attributes:
        id: The centre.
        name: Its name.
        referrals: Referrals of which a limit has passed.
        complaints: Complaints whose limit has passed without an answer.
        incidents: Incidents about which something is to be done.
    """

    id: int
    name: BilingualText
    referrals: int
    complaints: int
    incidents: int


def service_due(session: Session, actor: Actor, today: date) -> tuple[CentreDue, ...]:
    """Count what is late or open, centre by centre.

    Args:
        session: A database session.
        actor: Who asks.
        today: Local day.

    Returns:
        Centres within reach with something, by code.
    """
    late = or_(
        and_(ReferralRow.accepted_on.is_(None), ReferralRow.accept_due_on < today),
        and_(ReferralRow.started_on.is_(None), ReferralRow.start_due_on < today),
        and_(ReferralRow.met_on.is_(None), ReferralRow.meet_due_on < today),
    )
    runs = (ReferralRow.declined_on.is_(None), ReferralRow.closed_on.is_(None), late)
    unanswered = (ComplaintRow.answered_on.is_(None), ComplaintRow.due_on < today)
    parts = union_all(
        _count(actor, ReferralRow, *runs),
        _count(actor, ComplaintRow, *unanswered),
        _count(actor, IncidentRow, waiting_incident()),
    ).subquery()
    rows = session.execute(
        select(CentreRow.id, CentreRow.name_zh, CentreRow.name_en, parts.c.kind, parts.c.records)
        .join(parts, parts.c.centre_id == CentreRow.id)
        .order_by(CentreRow.code)
    ).all()
    found: dict[int, CentreDue] = {}
    for row in rows:
        name = BilingualText(row.name_zh, row.name_en)
        known = found.get(row.id, CentreDue(row.id, name, 0, 0, 0))
        found[row.id] = replace(known, **{_FIELDS[row.kind]: row.records})
    return tuple(found.values())


@dataclass(frozen=True, slots=True)
class ToContain:
    """An incident of which more harm can still follow.

    Attributes:
        thread: It.
        centre_id: Its centre.
        centre: The centre's name.
        until: The last instant in time to contain it.
    """

    thread: str
    centre_id: int
    centre: BilingualText
    until: datetime


def to_contain(session: Session, actor: Actor, most: int) -> tuple[ToContain, ...]:
    """List the incidents that nobody has contained, whose clock runs or has run out.

    Args:
        session: A database session.
        actor: Who asks.
        most: At most so many.

    Returns:
        Those at centres within reach that nobody dismissed, the most urgent first.
    """
    row = IncidentRow
    rows = session.execute(
        select(row, CentreRow.name_zh, CentreRow.name_en)
        .join(CentreRow, CentreRow.id == row.centre_id)
        .where(
            row.ended_at.is_(None),
            centres_within(actor, Permission.SERVICE_READ),
            waiting_incident(),
            row.contained_at.is_(None),
        )
        .order_by(row.known_at, row.id)
        .limit(most)
    )
    return tuple(
        ToContain(
            one.thread, one.centre_id, BilingualText(zh, en), incident_from(one).contain_until
        )
        for one, zh, en in rows
    )


_FIELDS = {
    ReferralRow.__tablename__: "referrals",
    ComplaintRow.__tablename__: "complaints",
    IncidentRow.__tablename__: "incidents",
}


def _count(
    actor: Actor,
    kind: type[ReferralRow | ComplaintRow | IncidentRow],
    *wanted: ColumnElement[bool],
) -> Select[str, int, int]:
    return (
        select(
            literal(kind.__tablename__).label("kind"),
            kind.centre_id,
            func.count().label("records"),
        )
        .join(CentreRow, CentreRow.id == kind.centre_id)
        .where(kind.ended_at.is_(None), centres_within(actor, Permission.SERVICE_READ), *wanted)
        .group_by(kind.centre_id)
    )
