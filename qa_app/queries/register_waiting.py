"""What is due about standings in the register, for those who decide and for the centres."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session

from qa_app.domain.decision_objections import Seat
from qa_app.domain.defaults import STANDING_TOLD_DAYS, STANDING_WARNING_DAYS
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.register_decisions import CONFIRMED_BY, DecisionState
from qa_app.domain.register_status import Applied, Step, review_due, step_on, warns_on
from qa_app.domain.rules.decision import IN_REGISTER, Status
from qa_app.domain.text import BilingualText
from qa_app.models.aliases import alias_of
from qa_app.models.places import CentreRow
from qa_app.models.register_decisions import (
    DecisionConditionRow,
    DecisionObjectionRow,
    ObjectionPanelRow,
    RegisterApplicationRow,
    RegisterDecisionRow,
)
from qa_app.queries.red_lines import crossed_areas
from qa_app.queries.register_decisions import decisions
from qa_app.queries.register_standings import AreaStanding, area_standings
from qa_app.queries.set_asides import led_back
from qa_app.queries.voided_evidence import undone_since

_DECIDES = (
    Permission.STANDING_PROPOSE,
    Permission.STANDING_DECIDE,
    Permission.STANDING_RECORD,
)


class AreaDue(StrEnum):
    """Why somebody should look at an area."""

    SECOND = "second"
    VOTE = "vote"
    SEAT = "seat"
    SET_ASIDE = "set_aside"
    APPLIED = "applied"
    RED_LINE = "red_line"
    UNDONE = "undone"
    CONDITION = "condition"
    RUNS_OUT = "runs_out"
    SUSPENSION = "suspension"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class AreaDueLine:
    """One thing that is due.

    Attributes:
        why: Why.
        centre_id: The centre.
        centre_name: Its name.
        area_code: The area.
        area_name: Its name.
        on: The day that matters; None without one.
        decision_id: The decision that it is about; None for the area itself.
        evaluated_on: Day on which the criteria were evaluated anew because of it; None before.
    """

    why: AreaDue
    centre_id: int
    centre_name: BilingualText
    area_code: str
    area_name: BilingualText
    on: date | None
    decision_id: int | None = None
    evaluated_on: date | None = None


def standings_due(
    session: Session, actor: Actor, today: date, zone: str, review_months: int
) -> tuple[AreaDueLine, ...]:
    """List what is due.

    Args:
        session: A database session.
        actor: Who looks.
        today: Local day.
        zone: Local time zone.
        review_months: Months from one review to the next.

    Returns:
        Decisions that wait for a second person, votes and empty seats of panels first, then
        decisions that were set aside, red lines, evidence that does not count any more, conditions
        and what runs out, for those who decide; what was set aside, red lines, conditions and what
        runs out for managers of centres.
    """
    if not _is_used(session):
        return ()
    decides = any(may(actor, one) for one in _DECIDES)
    if not decides and not may(actor, Permission.STANDING_APPLY):
        return _votes(session, actor)
    areas = area_standings(session, actor)
    lines = [*_votes(session, actor), *_seats(session, actor)]
    if decides:
        lines += _second(session, actor)
        lines += _applied(areas)
        lines += _undone(session, areas, today, zone)
    lines += _set_aside(session, areas, today, zone)
    lines += _red_lines(session, areas, today, zone)
    lines += _conditions(session, areas, today)
    for one in areas:
        lines += _running_out(one, today, review_months)
    order = {why: place for place, why in enumerate(AreaDue)}
    return tuple(sorted(lines, key=lambda line: (order[line.why], line.on or today)))


def _is_used(session: Session) -> bool:
    # most installations begin without: then Today asks once
    begun = exists().where(RegisterApplicationRow.id > 0)
    decided = exists().where(RegisterDecisionRow.id > 0)
    return bool(session.execute(select(or_(begun, decided))).scalar_one())


def _line(
    one: AreaStanding, why: AreaDue, on: date | None, decision_id: int | None = None
) -> AreaDueLine:
    place = one.place
    return AreaDueLine(
        why,
        place.centre_id,
        place.centre_name,
        place.area_code,
        place.area_name,
        on,
        decision_id,
    )


def _second(session: Session, actor: Actor) -> list[AreaDueLine]:
    return [
        AreaDueLine(
            AreaDue.SECOND,
            one.centre_id,
            one.centre_name,
            one.area_code,
            one.area_name,
            one.effective_on,
            one.id,
        )
        for one in decisions(session, actor, 50, waiting=True)
        if one.proposed_by != actor.account_id and may(actor, CONFIRMED_BY[one.route])
    ]


def _votes(session: Session, actor: Actor) -> tuple[AreaDueLine, ...]:
    # nobody votes before the third member is drawn, who is seated last
    last = alias_of(ObjectionPanelRow)
    rows = session.execute(
        select(DecisionObjectionRow.decision_id)
        .join(ObjectionPanelRow, ObjectionPanelRow.objection_id == DecisionObjectionRow.id)
        .join(last, last.objection_id == DecisionObjectionRow.id)
        .where(
            last.side == Seat.LOT.value,
            ObjectionPanelRow.account_id == actor.account_id,
            ObjectionPanelRow.voted_at.is_(None),
            DecisionObjectionRow.settled_at.is_(None),
        )
    ).scalars()
    return _about(session, actor, AreaDue.VOTE, set(rows))


def _seats(session: Session, actor: Actor) -> tuple[AreaDueLine, ...]:
    # each side names its member, then the third is drawn by whoever decides
    seats: dict[int, set[str]] = {}
    for decision_id, seat in session.execute(
        select(DecisionObjectionRow.decision_id, ObjectionPanelRow.side)
        .outerjoin(ObjectionPanelRow, ObjectionPanelRow.objection_id == DecisionObjectionRow.id)
        .where(DecisionObjectionRow.settled_at.is_(None))
    ):
        seats.setdefault(decision_id, set()).add(seat or "")
    own = {Seat.CENTRE.value} if may(actor, Permission.STANDING_APPLY) else set()
    if may(actor, Permission.STANDING_PROPOSE) or may(actor, Permission.STANDING_RECORD):
        own.add(Seat.BODY.value)
    sides = {Seat.CENTRE.value, Seat.BODY.value}
    draws = Seat.BODY.value in own
    wanted = {
        decision_id
        for decision_id, taken in seats.items()
        if own - taken or (draws and sides <= taken and Seat.LOT.value not in taken)
    }
    return _about(session, actor, AreaDue.SEAT, wanted)


def _about(
    session: Session, actor: Actor, why: AreaDue, wanted: set[int]
) -> tuple[AreaDueLine, ...]:
    if not wanted:
        return ()
    return tuple(
        AreaDueLine(why, one.centre_id, one.centre_name, one.area_code, one.area_name, None, one.id)
        for one in decisions(session, actor, 500)
        if one.id in wanted
    )


def _set_aside(
    session: Session, areas: tuple[AreaStanding, ...], today: date, zone: str
) -> list[AreaDueLine]:
    # where nothing waits to be decided, the panel's word is told for a while
    held = {(one.place.centre_id, one.place.area_code): one for one in areas}
    told_until = today - timedelta(days=STANDING_TOLD_DAYS)
    return [
        _line(held[key], AreaDue.SET_ASIDE, one.on)
        for key, one in led_back(session, held, zone).items()
        if one.on >= told_until or held[key].on(today) in {Status.APPLIED, Status.UNDER_REVIEW}
    ]


def _applied(areas: tuple[AreaStanding, ...]) -> list[AreaDueLine]:
    return [
        _line(one, AreaDue.APPLIED, None)
        for one in areas
        if one.waiting is not None and one.waiting.state is Applied.APPLIED
    ]


def _red_lines(
    session: Session, areas: tuple[AreaStanding, ...], today: date, zone: str
) -> list[AreaDueLine]:
    # nothing is suspended by itself
    return [
        replace(_line(one.area, AreaDue.RED_LINE, one.found_on), evaluated_on=one.evaluated_on)
        for one in crossed_areas(session, areas, today, zone)
    ]


def _undone(
    session: Session, areas: tuple[AreaStanding, ...], today: date, zone: str
) -> list[AreaDueLine]:
    # what stands today rests on reviews that were made void or amended since; it stands all the
    # same until somebody decides anew
    held = {}
    for one in areas:
        step = step_on(one.steps, today)
        if step is not None and step.decision_id is not None:
            held[step.decision_id] = one
    if not held:
        return []
    return [
        _line(held[decision_id], AreaDue.UNDONE, _day(reviews[0].at, zone), decision_id)
        for decision_id, reviews in undone_since(session, held).items()
    ]


def _day(at: datetime, zone: str) -> date:
    return at.astimezone(ZoneInfo(zone)).date()


def _conditions(
    session: Session, areas: tuple[AreaStanding, ...], today: date
) -> list[AreaDueLine]:
    held = {(one.place.centre_id, one.place.area_code): one for one in areas}
    soon = today + timedelta(days=max(STANDING_WARNING_DAYS[1:]))
    rows = session.execute(
        select(
            RegisterDecisionRow.centre_id,
            RegisterDecisionRow.area_code,
            RegisterDecisionRow.id,
            func.min(DecisionConditionRow.due_on).label("due_on"),
        )
        .join(DecisionConditionRow, DecisionConditionRow.decision_id == RegisterDecisionRow.id)
        .join(CentreRow, CentreRow.id == RegisterDecisionRow.centre_id)
        .where(
            RegisterDecisionRow.state == DecisionState.DECIDED.value,
            DecisionConditionRow.settled_at.is_(None),
            DecisionConditionRow.due_on <= soon,
        )
        .group_by(
            RegisterDecisionRow.centre_id, RegisterDecisionRow.area_code, RegisterDecisionRow.id
        )
    ).all()
    return [
        _line(held[row.centre_id, row.area_code], AreaDue.CONDITION, row.due_on, row.id)
        for row in rows
        if (row.centre_id, row.area_code) in held
    ]


def _running_out(one: AreaStanding, today: date, review_months: int) -> list[AreaDueLine]:
    step = step_on(one.steps, today)
    if step is None:
        return []
    found = []
    if _is_to_end(step, today):
        why = AreaDue.SUSPENSION if step.status is Status.SUSPENDED else AreaDue.RUNS_OUT
        found.append(_line(one, why, step.until, step.decision_id))
    if one.apart(today) in IN_REGISTER:
        due = review_due(step.effective_on, today, review_months)
        if due is not None:
            found.append(_line(one, AreaDue.REVIEW, due, step.decision_id))
    return found


def _is_to_end(step: Step, today: date) -> bool:
    if step.until is None:
        return False
    if step.status is Status.SUSPENDED and step.until < today:
        return True
    return (
        step.status in {*IN_REGISTER, Status.SUSPENDED}
        and warns_on(step.until, today, STANDING_WARNING_DAYS) is not None
    )
