"""Plan a review round: period, centres, rubrics, sample design, people, days."""

from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.people import Actor
from qa_app.domain.round_events import RoundPlanned
from qa_app.domain.rounds import RoundPlan, check_round
from qa_app.models.idempotency import Request, once
from qa_app.models.round_rows import keep_belonging, round_columns
from qa_app.models.rounds import AuditRoundRow
from qa_app.models.transaction import Act
from qa_app.queries.round_fitness import check_round_people
from qa_app.queries.team import team_now


def plan_round(
    session: Session, actor: Actor, plan: RoundPlan, zone: str, *, key: str | None, at: datetime
) -> int:
    """Plan a round; nothing is drawn by it.

    Args:
        session: A database session.
        actor: Who plans.
        plan: The plan.
        zone: Local time zone of the installation.
        key: Random key of the form; the same key twice gives the same round. None for none.
        at: The present.

    Returns:
        The round.

    Raises:
        OutOfReachError: The actor may not plan at one of the centres.
        InvalidError: The plan makes no sense or does not go together, as `check_round` and
            `check_round_people` say.
        ConflictError: The key was used for something else (`key_reused`).
    """
    request = Request(actor.account_id, key, "round:plan", str(plan))
    event = RoundPlanned(
        actor=actor,
        at=at,
        period_from=plan.period_from,
        period_until=plan.period_until,
        centres=len(plan.centres),
        method=plan.design.method,
    )

    def make(act: Act) -> int:
        check_round(plan, local_day(at, zone))
        check_round_people(session, actor, plan)
        round_id = _keep(session, actor, plan, at)
        act.learn(object_id=round_id)
        return round_id

    return once(session, request, event, make)


def _keep(session: Session, actor: Actor, plan: RoundPlan, at: datetime) -> int:
    round_id = session.execute(
        insert(AuditRoundRow)
        .values(
            **round_columns(plan),
            profile=team_now(session).profile.value,
            revision=1,
            created_at=at,
            created_by=actor.account_id,
        )
        .returning(AuditRoundRow.id)
    ).scalar_one()
    keep_belonging(session, round_id, plan)
    return round_id
