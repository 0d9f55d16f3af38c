"""Decisions about centres that their managers may still object to."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.criteria_versions import file_of
from qa_app.domain.decision_objections import last_day_to_file
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.register_decisions import DecisionState
from qa_app.domain.rules.decision import Status
from qa_app.domain.text import BilingualText
from qa_app.models.criteria_versions import CriteriaVersionRow, EvidenceSnapshotRow
from qa_app.models.places import AreaRow, CentreRow
from qa_app.models.register_decisions import DecisionObjectionRow, RegisterDecisionRow
from qa_app.queries.reach import centres_within


@dataclass(frozen=True, slots=True)
class OpenDecision:
    """A decision that its centre is told of.

    Attributes:
        id: It.
        centre: Name of the centre.
        area: Name of the area.
        status: What is decided.
        last_day: Last local day on which an objection is taken.
    """

    id: int
    centre: BilingualText
    area: BilingualText
    status: Status
    last_day: date


def open_to_objection(
    session: Session, actor: Actor, today: date, zone: str
) -> tuple[OpenDecision, ...]:
    """List decisions that a centre was told of and may object to.

    Args:
        session: A database session.
        actor: Who looks.
        today: Local day.
        zone: Local time zone.

    Returns:
        Those of centres that they apply for, the newest first; without those that the centre has
        objected to, or may not any more.
    """
    if not may(actor, Permission.STANDING_APPLY):
        return ()
    row, objection = RegisterDecisionRow, DecisionObjectionRow
    versions = session.execute(select(CriteriaVersionRow.id, CriteriaVersionRow.content))
    appeals = {one.id: file_of(one.content).terms.appeal for one in versions}
    longest = max((one.days_to_file for one in appeals.values()), default=0)
    first = datetime.combine(today - timedelta(days=longest), time(), ZoneInfo(zone))
    found = session.execute(
        select(row, CentreRow, AreaRow, EvidenceSnapshotRow.version_id)
        .join(CentreRow, CentreRow.id == row.centre_id)
        .join(AreaRow, AreaRow.code == row.area_code)
        .join(EvidenceSnapshotRow, EvidenceSnapshotRow.id == row.snapshot_id)
        .where(
            row.state == DecisionState.DECIDED.value,
            row.decided_at >= first.astimezone(UTC),
            ~exists().where(objection.decision_id == row.id),
            centres_within(actor, Permission.STANDING_APPLY),
        )
        .order_by(row.decided_at.desc(), row.id.desc())
    ).all()
    return tuple(
        OpenDecision(
            one.id,
            BilingualText(centre.name_zh, centre.name_en),
            BilingualText(area.name_zh, area.name_en),
            Status(one.status),
            last_day,
        )
        for one, centre, area, version_id in found
        if (at := one.decided_at) is not None
        # each by the rules of the criteria that it was taken under
        and (last_day := last_day_to_file(local_day(at, zone), appeals[version_id])) >= today
    )
