"""Change the plan of a round, as far as nothing was drawn by it yet."""

from datetime import datetime

from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.errors import ConflictError, InvalidError
from qa_app.domain.people import Actor
from qa_app.domain.round_events import RoundChanged
from qa_app.domain.rounds import RoundPlan, check_round, frozen_change
from qa_app.models.round_rows import keep_belonging, round_columns
from qa_app.models.transaction import transaction
from qa_app.queries.round_fitness import (
    check_round_people,
    is_frozen,
    reads_in_round,
    visited_centres,
)
from qa_app.queries.round_plans import open_round, plan_of


def change_round(  # noqa: PLR0913 - one argument for each thing a person says
    session: Session,
    actor: Actor,
    round_id: int,
    plan: RoundPlan,
    revision: int,
    zone: str,
    *,
    at: datetime,
) -> int:
    """Put another plan in place of the one that stands.

    Args:
        session: A database session.
        actor: Who changes it.
        round_id: The round.
        plan: The new plan.
        revision: Revision of the plan that the person saw.
        zone: Local time zone of the installation.
        at: The present.

    Returns:
        The new revision; the old one when nothing changes.

    Raises:
        OutOfReachError: There is no such round, or a centre of it or of the new plan lies
            out of reach.
        ConflictError: Somebody changed it meanwhile (`stale`), or it is cancelled
            (`round_cancelled`).
        InvalidError: The new plan makes no sense or does not go together; once a frame is
            frozen the period, rubrics and design stay (`period_frozen`, `rubrics_frozen`,
            `design_frozen`); a centre with sessions stays (`centre_visited`); whoever read in
            the round, or has files of it in hand, does not moderate it (`moderator_has_read`).
    """
    event = RoundChanged(actor=actor, at=at, object_id=round_id, revision=revision + 1)
    with transaction(session, event) as act:
        row = open_round(session, actor, round_id)
        before = plan_of(session, row)
        if row.revision != revision:
            # sent twice it changes nothing, whoever came first
            if row.revision == revision + 1 and before == plan:
                act.learn(revision=row.revision)
                return row.revision
            raise ConflictError("stale")
        check_round(plan, local_day(at, zone))
        check_round_people(session, actor, plan)
        refusal = frozen_change(before, plan) if is_frozen(session, round_id) else None
        if refusal is not None:
            raise InvalidError(refusal)
        moderator = plan.moderator_id
        if moderator is not None and reads_in_round(session, round_id, moderator):
            raise InvalidError("moderator_has_read")
        if not visited_centres(session, round_id) <= set(plan.centres):
            raise InvalidError("centre_visited")
        for name, value in round_columns(plan).items():
            setattr(row, name, value)
        row.revision = revision + 1
        keep_belonging(session, round_id, plan)
    return revision + 1
