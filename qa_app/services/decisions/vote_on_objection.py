"""Vote as a member of the panel; what two of the three say ends the objection."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.decision_objections import Vote, check_vote, outcome_of
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.domain.register_decisions import check_statement
from qa_app.domain.register_status import Applied, Cause, Step, before_decision
from qa_app.domain.rules.decision import Status
from qa_app.domain.standing_events import DecisionObjected
from qa_app.models.register_decisions import DecisionObjectionRow, ObjectionPanelRow
from qa_app.models.register_steps import add_step, close_proposals, reopen_application
from qa_app.models.sealing import sealer_of
from qa_app.models.transaction import transaction
from qa_app.queries.decision_objections import (
    Objection,
    hands_in,
    held_objection,
    vote_place,
)
from qa_app.queries.hands import refuse_one_person
from qa_app.queries.register_standings import AreaStanding, held_standing, last_number


def vote_on_objection(  # noqa: PLR0913 - one argument for each thing that is said
    session: Session,
    actor: Actor,
    objection_id: int,
    vote: Vote,
    reasons: str,
    zone: str,
    *,
    at: datetime,
) -> Vote | None:
    """Vote; a decision that is set aside leaves the area where it stood before.

    The application that it answered waits again, unless another one does.

    Args:
        session: A database session.
        actor: A member of the panel.
        objection_id: The objection.
        vote: How.
        reasons: Why; needed.
        zone: Local time zone.
        at: The present.

    Returns:
        How the panel ended; None while that is open.

    Raises:
        OutOfReachError: There is no such objection within reach.
        NotAllowedError: They do not sit on the panel (`not_on_panel`).
        InvalidError: The reasons are missing or refused.
        ConflictError: The panel is not complete, has ended, or they voted
            (`domain.decision_objections.check_vote`).
        OnePersonError: One person may be behind who votes and somebody who voted, filed it, or
            took part in what was decided (`queries.hands`).
    """
    event = DecisionObjected(actor=actor, at=at, object_id=objection_id, step="vote")
    with transaction(session, event) as act:
        one = held_objection(session, actor, objection_id)
        check_vote(actor.account_id, one.members, is_settled=one.outcome is not None)
        refuse_one_person(session, actor.account_id, at, *hands_in(session, one))
        check_statement(reasons)
        place = vote_place(objection_id, actor.account_id or 0)
        session.execute(
            update(ObjectionPanelRow)
            .where(
                ObjectionPanelRow.objection_id == objection_id,
                ObjectionPanelRow.account_id == actor.account_id,
            )
            .values(
                vote=vote.value,
                reasons=sealer_of(session).seal(reasons.strip(), place),
                voted_at=at,
            )
            .execution_options(synchronize_session=False)
        )
        votes = [
            vote if member.account_id == actor.account_id else member.vote for member in one.members
        ]
        outcome = outcome_of(votes)
        if outcome is not None:
            act.learn(overtaken=_settle(session, actor, one, outcome, zone, at))
        act.learn(
            centre_id=one.decision.centre_id, outcome="" if outcome is None else outcome.value
        )
    return outcome


def _settle(
    session: Session, actor: Actor, one: Objection, outcome: Vote, zone: str, at: datetime
) -> tuple[int, ...]:
    session.execute(
        update(DecisionObjectionRow)
        .where(DecisionObjectionRow.id == one.id)
        .values(outcome=outcome.value, settled_at=at)
        .execution_options(synchronize_session=False)
    )
    if outcome is Vote.STANDS:
        return ()
    about = one.decision
    held = held_standing(session, actor, about.centre_id, about.area_code, Permission.STANDING_READ)
    if not held.steps or held.steps[-1].decision_id != about.id:
        # a later decision holds; what the panel set aside is over already
        return ()
    before = before_decision(held.steps, about.id)
    step = Step(
        last_number(held.steps) + 1,
        Status.UNDER_REVIEW if before is None else before.status,
        local_day(at, zone),
        None if before is None else before.until,
        Cause.OBJECTION,
        None if before is None else before.decision_id,
    )
    add_step(session, about.centre_id, about.area_code, step, actor.account_id, at)
    _reopen(session, held, about.application_id)
    return close_proposals(session, (about.centre_id, about.area_code), actor.account_id, at)


def _reopen(session: Session, held: AreaStanding, application_id: int | None) -> None:
    answered = next((one for one in held.applications if one.id == application_id), None)
    if answered is None or answered.state is not Applied.DECIDED or held.waiting is not None:
        return
    state = Applied.APPLIED if answered.taken_up_at is None else Applied.UNDER_REVIEW
    reopen_application(session, answered.id, state)
