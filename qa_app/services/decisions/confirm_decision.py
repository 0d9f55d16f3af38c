"""Decide what somebody else proposed, or confirm against the paper what they recorded."""

from datetime import date, datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.people import Actor
from qa_app.domain.register_decisions import (
    CONFIRMED_BY,
    DecisionState,
    Route,
    check_second,
)
from qa_app.domain.register_names import check_body, check_same_body
from qa_app.domain.register_status import (
    ENDS_APPLICATION,
    Applied,
    Cause,
    Mover,
    Step,
    check_move,
)
from qa_app.domain.second_reading import Retyped, compared_by, differences
from qa_app.domain.standing_events import DecisionMoved
from qa_app.models.register_decisions import RegisterDecisionRow
from qa_app.models.register_steps import add_step, close_proposals, end_application
from qa_app.models.transaction import transaction
from qa_app.queries.hands import refuse_one_person
from qa_app.queries.register_decisions import Decision, decision, held_decision
from qa_app.queries.register_names import names_for, names_now
from qa_app.queries.register_standings import AreaStanding, held_standing, last_number


def confirm_decision(
    session: Session,
    actor: Actor,
    decision_id: int,
    zone: str,
    *,
    at: datetime,
    typed: Retyped | None = None,
) -> None:
    """Make a decision count; others about the same area that wait are closed.

    Args:
        session: A database session.
        actor: A second person: a decider for the screen, a registrar for paper.
        decision_id: The decision.
        zone: Local time zone.
        at: The present.
        typed: What the second person reads on the paper; None on screen.

    Raises:
        OutOfReachError: There is no such decision that they may answer.
        NotAllowedError: It is their own (`same_person`).
        InvalidError: Nobody has named the body that decides on screen (`body_not_named`), what
            they typed differs from what is recorded (`paper_differs`, `what` names it), the file
            of the scan that they give is another one (`scan_differs`), they neither gave it nor
            compared with the paper in hand (`comparison_missing`), or it would take effect before
            it is decided (`effective_passed`).
        ConflictError: Somebody answered first (`decision_answered`), the body that decides on
            screen was named otherwise when it was put forward (`body_changed`), the area was moved
            meanwhile (`standing_moved`), or an application waits that it does not answer
            (`application_moved`).
        OnePersonError: One person may be behind who put it forward and who confirms it
            (`queries.hands`).
    """
    event = DecisionMoved(
        actor=actor, at=at, object_id=decision_id, step="confirm", route="", standing=""
    )
    with transaction(session, event) as act:
        one, held = _held(session, actor, decision_id)
        check_second(one.state, one.proposed_by, actor.account_id)
        refuse_one_person(session, actor.account_id, at, (one.proposed_by, one.proposed_at))
        _check_named(session, one)
        compared = _checked_paper(one, typed)
        _check_still(one, held, local_day(at, zone))
        overtaken = _make_count(session, one, held, compared, (actor.account_id, at))
        act.learn(
            overtaken=overtaken,
            centre_id=one.centre_id,
            route=one.route.value,
            standing=one.status.value,
            digest=one.digest,
            compared=compared,
        )


def _held(session: Session, actor: Actor, decision_id: int) -> tuple[Decision, AreaStanding]:
    about = decision(session, actor, decision_id)
    if about is None:
        raise OutOfReachError("register_decision")
    by = CONFIRMED_BY[about.route]
    # the area before the decision: confirming one closes others of the same area
    held = held_standing(session, actor, about.centre_id, about.area_code, by)
    return held_decision(session, actor, decision_id, by), held


def _make_count(
    session: Session,
    one: Decision,
    held: AreaStanding,
    compared: str,
    by: tuple[int | None, datetime],
) -> tuple[int, ...]:
    # numbers of the other decisions that this one closes
    account_id, at = by
    session.execute(
        update(RegisterDecisionRow)
        .where(RegisterDecisionRow.id == one.id)
        .values(
            state=DecisionState.DECIDED.value,
            compared_by=compared or None,
            decided_at=at,
            decided_by=account_id,
        )
        .execution_options(synchronize_session=False)
    )
    number = one.last_step + 1
    cause = Cause.DECISION
    step = Step(number, one.status, one.effective_on, one.valid_until, cause, one.id)
    add_step(session, one.centre_id, one.area_code, step, account_id, at)
    if held.waiting is not None and one.status in ENDS_APPLICATION:
        end_application(session, held.waiting.id, Applied.DECIDED, account_id, at)
    return close_proposals(session, (one.centre_id, one.area_code), account_id, at)


def _check_named(session: Session, one: Decision) -> None:
    # on paper the body stands on the paper
    if one.paper is not None:
        return
    now = names_now(session, one.version)
    check_body(now)
    check_same_body(now, names_for(session, one))


def _checked_paper(one: Decision, typed: Retyped | None) -> str:
    if one.paper is None:
        return ""
    read = typed or Retyped("", None, None)
    differs = differences(one.paper, one.status, read)
    if differs:
        raise InvalidError("paper_differs", what=differs)
    return compared_by(one.paper, read).value


def _check_still(one: Decision, held: AreaStanding, today: date) -> None:
    if last_number(held.steps) != one.last_step:
        raise ConflictError("standing_moved")
    is_other = held.waiting is not None and held.waiting.id != one.application_id
    if is_other and one.status in ENDS_APPLICATION:
        raise ConflictError("application_moved")
    if one.route is Route.SCREEN and one.effective_on < today:
        raise InvalidError("effective_passed")
    check_move(held.on(today), one.status, Mover(one.route.value))
