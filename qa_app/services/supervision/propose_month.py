"""Propose the month of a branch: who goes where on which day, and what finds no place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.due_needs import DueNeed, may_be_proposed
from qa_app.domain.errors import ConflictError, InvalidError
from qa_app.domain.month_plan_events import MonthProposed
from qa_app.domain.month_plans import LineState, PlanState, found_plain
from qa_app.domain.month_proposal import ProposedMonth, proposed
from qa_app.domain.people import Actor
from qa_app.domain.plan_times import clock_time, start_times
from qa_app.models.idempotency import Request, answered, once
from qa_app.models.month_plans import MonthPlanLineRow, MonthPlanRow
from qa_app.models.transaction import Act, locked
from qa_app.queries.due_list import DueSpan, due_needs
from qa_app.queries.month_plans import branch_within
from qa_app.queries.plan_engagements import GroundSpan
from qa_app.queries.plan_ground import plan_ground, planned_elsewhere

_Found = tuple[ProposedMonth, Sequence[DueNeed], Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class MonthWanted:
    """What is to be proposed.

    Attributes:
        place_id: Node of the branch.
        month: First day of the month.
        revision: Revision of the plan that is given up for it; None when the person saw none.
        key: Random key of the form; the same key twice gives the same plan.
    """

    place_id: int
    month: date
    revision: int | None = None
    key: str | None = None


def propose_month(
    session: Session, actor: Actor, wanted: MonthWanted, zone: str, *, at: datetime
) -> int:
    """Propose a month; what was proposed for it before and not published is given up.

    The plan is found before the transaction begins, so that nobody waits for it: it takes
    seconds. What others change meanwhile is looked at again when the plan is published.

    Args:
        session: A database session.
        actor: Who plans.
        wanted: Where and when.
        zone: Local time zone.
        at: The present.

    Returns:
        The plan, a draft.

    Raises:
        OutOfReachError: The actor may not plan every centre of such a branch.
        InvalidError: The month is over or too far ahead (`month_not_near`), the holiday table
            does not cover it (`no_holiday_table`), or nothing is due in it that is not planned
            (`nothing_due`).
        ConflictError: Somebody proposed or changed it meanwhile (`plan_changed`), or the key was
            used for something else (`key_reused`).
    """
    body = f"{wanted.place_id}\n{wanted.month}\n{wanted.revision}"
    request = Request(actor.account_id, wanted.key, "month:propose", body)
    done = answered(session, request)
    if done is not None:
        # not found anew: it takes seconds
        return int(done)
    found = _found(session, actor, wanted, local_day(at, zone))
    proposal, *_ = found
    event = MonthProposed(
        actor=actor,
        at=at,
        on=wanted.month,
        count=len(proposal.placements),
        unplaced=len(proposal.unplaced),
        revision=(wanted.revision or 0) + 1,
    )

    def keep(act: Act) -> int:
        plan_id = _keep(session, actor, wanted, found, at)
        _store_lines(session, actor, plan_id, found, at)
        act.learn(object_id=plan_id)
        return plan_id

    try:
        return once(session, request, event, keep)
    except IntegrityError as fault:
        # somebody else proposed the same month of the same branch at the same moment
        raise ConflictError("plan_changed") from fault


def _found(session: Session, actor: Actor, wanted: MonthWanted, today: date) -> _Found:
    branch = branch_within(session, actor, wanted.place_id)
    if not may_be_proposed(wanted.month, today):
        raise InvalidError("month_not_near")
    standing = session.execute(_of(wanted)).scalar_one_or_none()
    _check_revision(standing, wanted)
    span = GroundSpan(wanted.month, today, None if standing is None else standing.id)
    needs = _needs(session, actor, span, branch.path)
    if not needs:
        raise InvalidError("nothing_due")
    setting = plan_ground(session, span, needs).setting
    proposal = proposed(setting)
    return proposal, needs, start_times(setting, proposal.placements)


def _check_revision(row: MonthPlanRow | None, wanted: MonthWanted) -> None:
    if (None if row is None else row.revision) != wanted.revision:
        raise ConflictError("plan_changed")


def _needs(
    session: Session, actor: Actor, span: GroundSpan, place_path: str
) -> tuple[DueNeed, ...]:
    elsewhere = planned_elsewhere(session, span)
    due = due_needs(session, actor, DueSpan(span.today, span.last, place_path))
    return tuple(one for one in due if one.key not in elsewhere)


def _of(wanted: MonthWanted) -> Select[MonthPlanRow]:
    return select(MonthPlanRow).where(
        MonthPlanRow.place_id == wanted.place_id, MonthPlanRow.month == wanted.month
    )


def _keep(
    session: Session,
    actor: Actor,
    wanted: MonthWanted,
    found: _Found,
    at: datetime,
) -> int:
    query = locked(session, _of(wanted), MonthPlanRow)
    row = session.execute(query).scalar_one_or_none()
    _check_revision(row, wanted)
    values = {
        "state": PlanState.DRAFT.value,
        "revision": (wanted.revision or 0) + 1,
        "found": found_plain(*found[:2]),
        "proposed_at": at,
        "proposed_by": actor.account_id,
        "agreed_at": None,
        "agreed_by": None,
    }
    if row is None:
        return session.execute(
            insert(MonthPlanRow)
            .values(place_id=wanted.place_id, month=wanted.month, **values)
            .returning(MonthPlanRow.id)
        ).scalar_one()
    session.execute(
        delete(MonthPlanLineRow).where(
            MonthPlanLineRow.plan_id == row.id,
            MonthPlanLineRow.state != LineState.PUBLISHED.value,
        )
    )
    session.execute(
        update(MonthPlanRow)
        .where(MonthPlanRow.id == row.id)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    return row.id


def _store_lines(
    session: Session,
    actor: Actor,
    plan_id: int,
    found: _Found,
    at: datetime,
) -> None:
    proposal, needs, starts = found
    of_key = {need.key: need for need in needs}
    rows = []
    for one in proposal.placements:
        need = of_key[one.need]
        rows.append(
            {
                "plan_id": plan_id,
                "need": need.kind.value,
                "need_id": need.id,
                "centre_id": need.centre_id,
                "type": need.type.value,
                "tier": need.tier.value,
                "due_on": need.due_on,
                "why": need.why.plain(),
                "supervisor_id": one.supervisor,
                "day": one.day,
                "starts_at_time": clock_time(starts.get(one.need)),
                "proposed_id": one.supervisor,
                "proposed_on": one.day,
                "state": LineState.PROPOSED.value,
                "session_id": None,
                "changed_at": at,
                "changed_by": actor.account_id,
            }
        )
    if rows:
        session.execute(insert(MonthPlanLineRow), rows)
