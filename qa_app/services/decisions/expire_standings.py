"""Put down that entries of the register ran out."""

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.errors import NotAllowedError
from qa_app.domain.people import Actor
from qa_app.domain.register_status import Cause, Step, step_on
from qa_app.domain.rules.decision import IN_REGISTER, Status
from qa_app.domain.standing_events import StandingsExpired
from qa_app.models.register_steps import add_step, close_proposals
from qa_app.models.transaction import transaction
from qa_app.queries.register_standings import AreaStanding, area_standings, last_number


def expire_standings(session: Session, actor: Actor, zone: str, *, at: datetime) -> int:
    """Put down a step for each entry whose last day is over; harmless when repeated.

    Args:
        session: A database session.
        actor: The system.
        zone: Local time zone.
        at: The present.

    Returns:
        How many ran out.

    Raises:
        NotAllowedError: The actor is not the system.
    """
    if not actor.is_system:
        raise NotAllowedError("register:expire")
    today = local_day(at, zone)
    due = [one for one in area_standings(session, actor) if _last(one, today) is not None]
    session.rollback()
    if not due:
        return 0
    with transaction(session, StandingsExpired(actor=actor, at=at, count=0)) as act:
        count = 0
        closed: tuple[int, ...] = ()
        for one in area_standings(session, actor):
            last = _last(one, today)
            if last is None or last.until is None:
                continue
            number = last_number(one.steps) + 1
            day = last.until + timedelta(days=1)
            step = Step(number, Status.EXPIRED, day, None, Cause.EXPIRY)
            area = one.place.centre_id, one.place.area_code
            add_step(session, *area, step, None, at)
            closed += close_proposals(session, area, None, at)
            count += 1
        act.learn(count=count, overtaken=closed)
    return count


def _last(one: AreaStanding, today: date) -> Step | None:
    # what was decided already and begins later goes on without a gap
    step = step_on(one.steps, today)
    is_last = step is not None and step.number == last_number(one.steps)
    if step is None or not is_last or step.until is None or step.until >= today:
        return None
    return step if step.status in IN_REGISTER else None
