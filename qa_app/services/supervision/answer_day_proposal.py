"""Take a day that a unit proposed, or decline it."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.people import Actor
from qa_app.domain.plan_rules import DAYS_OFF
from qa_app.domain.session_events import DayAnswered
from qa_app.domain.session_moves import (
    DayAnswer,
    Move,
    MoveReason,
    PlannersAnswer,
    SessionDay,
    check_move,
)
from qa_app.models.session_changes import DayProposalRow
from qa_app.models.session_moves import put_elsewhere
from qa_app.models.transaction import transaction
from qa_app.queries.session_days import open_proposal
from qa_app.queries.session_fitness import check_session_day, planned_session
from qa_app.queries.session_rules import refuse_untold, standing_session


def answer_day_proposal(
    session: Session,
    actor: Actor,
    proposal_id: int,
    answer: PlannersAnswer,
    zone: str,
    *,
    at: datetime,
) -> None:
    """Answer a proposal; a day that is taken moves the session in the same transaction.

    Args:
        session: A database session.
        actor: Who plans at the centre.
        proposal_id: The proposal.
        answer: Taken or declined.
        zone: Local time zone.
        at: The present.

    Raises:
        OutOfReachError: There is no such proposal where the actor may plan.
        ConflictError: It was answered (`proposal_answered`) or withdrawn (`proposal_withdrawn`),
            or the session is held or cancelled by now (`not_planned`).
        InvalidError: The day has gone by or is the session's own by now, so that it can only be
            declined (`unfit_day`, `same_day`), something but that people are off on the day
            speaks against it, so that it can only be moved by hand (`rules_bend`,
            `double_booked`), or see `check_session_day`.
    """
    event = DayAnswered(actor=actor, at=at, answer=answer.value)
    with transaction(session, event) as act:
        asked = open_proposal(session, actor, proposal_id)
        row, _ = planned_session(session, actor, asked.session_id)
        act.learn(object_id=row.id, centre_id=row.centre_id, to_on=asked.day)
        session.execute(
            update(DayProposalRow)
            .where(DayProposalRow.id == proposal_id)
            .values(answer=answer.value, answered_at=at, answered_by=actor.account_id)
            .execution_options(synchronize_session=False)
        )
        if answer is DayAnswer.TAKEN:
            here = SessionDay(row.planned_on, row.starts_at_time)
            # without a time of its own, the proposal keeps that of the session
            wanted = SessionDay(asked.day, asked.starts_at_time or row.starts_at_time)
            move = Move(here, wanted, MoveReason.UNIT_ASKED)
            check_move(here, move, local_day(at, zone))
            check_session_day(session, row.centre_id, wanted.on, row.supervisor_id)
            moved = replace(standing_session(session, row.id), on=wanted.on, starts_at=wanted.at)
            # that nobody works on the day stands beside the proposal: who takes it was told
            today = local_day(at, zone)
            refuse_untold(session, moved, today, is_meant=False, told=DAYS_OFF)
            put_elsewhere(session, row, move, actor.account_id, at)
