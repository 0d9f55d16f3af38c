"""Decisions that were set aside on objection, and whether their areas wait for another one."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.decision_objections import Vote
from qa_app.domain.register_status import Cause
from qa_app.models.register_decisions import DecisionObjectionRow, RegisterDecisionRow
from qa_app.queries.register_standings import AreaStanding

_Area = tuple[int, str]


@dataclass(frozen=True, slots=True)
class SetAside:
    """A decision that was set aside.

    Attributes:
        area: Centre and area.
        decision_id: The decision.
        objection_id: The objection to it.
        on: Local day on which the panel ended.
    """

    area: _Area
    decision_id: int
    objection_id: int
    on: date


def set_asides(session: Session, areas: Collection[_Area], zone: str) -> tuple[SetAside, ...]:
    """List what was set aside, with one query.

    Args:
        session: A database session.
        areas: Centre and area of those that are asked about.
        zone: Local time zone of the installation.

    Returns:
        The last one first.
    """
    objection, made = DecisionObjectionRow, RegisterDecisionRow
    rows = session.execute(
        select(objection.id, objection.settled_at, made.id, made.centre_id, made.area_code)
        .join(made, made.id == objection.decision_id)
        .where(
            objection.outcome == Vote.SET_ASIDE.value,
            made.centre_id.in_({centre_id for centre_id, _ in areas}),
        )
        .order_by(objection.settled_at.desc(), objection.id.desc())
    )
    return tuple(
        SetAside((centre_id, area), decision_id, objection_id, local_day(at, zone))
        for objection_id, at, decision_id, centre_id, area in rows
        if at is not None and (centre_id, area) in areas
    )


def led_back(
    session: Session, areas: Mapping[_Area, AreaStanding], zone: str
) -> Mapping[_Area, SetAside]:
    """Find the areas that stand where an objection led them back to.

    Args:
        session: A database session.
        areas: Centre and area to where it stands.
        zone: Local time zone of the installation.

    Returns:
        Centre and area to what was set aside last; without those that somebody decided about
        since.
    """
    back = {
        key for key, one in areas.items() if one.steps and one.steps[-1].cause is Cause.OBJECTION
    }
    if not back:
        return {}
    found: dict[_Area, SetAside] = {}
    for each in set_asides(session, back, zone):
        found.setdefault(each.area, each)
    return found
