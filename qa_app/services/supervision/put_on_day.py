"""Put something that is due on a day: the small way beside proposing a whole month."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.defaults import PLAN_MONTHS_AHEAD
from qa_app.domain.double_booking import Clash, booked
from qa_app.domain.due_needs import (
    OF_WORK,
    DueNeed,
    NeedKind,
    NeedOnDay,
    may_be_proposed,
    need_key,
)
from qa_app.domain.errors import ConflictError, InvalidError
from qa_app.domain.month_grid import last_of, month_after
from qa_app.domain.month_plan_events import NeedPutOnDay
from qa_app.domain.month_plans import UNBENDING, flaw_of_words
from qa_app.domain.people import Actor
from qa_app.domain.plan_rules import Loads, PlanRule
from qa_app.domain.supervision import MUST_READ_FILES
from qa_app.models.agreements import SupervisionAgreementRow
from qa_app.models.idempotency import once
from qa_app.models.need_sessions import NeedSession, keep_need_session
from qa_app.models.session_counts import counting_sessions
from qa_app.models.transaction import Act
from qa_app.queries.double_booking import clashes_with
from qa_app.queries.due_list import DueSpan, due_needs, put_request, work_needs
from qa_app.queries.plan_engagements import GroundSpan
from qa_app.queries.plan_ground import plan_ground


def put_on_day(
    session: Session, actor: Actor, wanted: NeedOnDay, zone: str, *, at: datetime
) -> int:
    """Plan the session that something due asks for.

    Args:
        session: A database session.
        actor: Who plans.
        wanted: What and where.
        zone: Local time zone.
        at: The present.

    Returns:
        The session.

    Raises:
        ConflictError: It is not due within reach any more: somebody planned it, or it was held
            (`need_met`); or the key was used for something else (`key_reused`).
        InvalidError: The day is over or too far ahead (`day_outside_month`), the holiday table
            does not cover it (`no_holiday_table`), a rule forbids it that nobody sets aside
            (`rule_forbids`), or nobody said to go on although others would break (`rules_bend`)
            or somebody would be in two sessions at once (`double_booked`); they name the rules,
            and who is in another session when. Who sets rules aside says why (`no_words`,
            `long_words`). A check of files is planned with its rubric (`rubric_missing`), by
            `plan_session`.
    """
    event = NeedPutOnDay(actor=actor, at=at, type="", planned_on=wanted.day)

    def put(act: Act) -> int:
        need, bent = _need(session, actor, wanted, local_day(at, zone))
        place = NeedSession(need, wanted.supervisor_id, wanted.day, wanted.starts_at)
        with counting_sessions(session) as counted:
            made = keep_need_session(session, place, actor.account_id, at)
            counted.add(made)
        act.learn(object_id=made, centre_id=need.centre_id, type=need.type.value)
        act.learn(rules=bent, words=wanted.words.strip() if bent else "")
        return made

    return once(session, put_request(actor, wanted), event, put)


def _need(
    session: Session, actor: Actor, wanted: NeedOnDay, today: date
) -> tuple[DueNeed, tuple[str, ...]]:
    month = wanted.day.replace(day=1)
    if wanted.day < today or not may_be_proposed(month, today):
        raise InvalidError("day_outside_month")
    key = need_key(wanted.kind, wanted.id)
    # asked as the page did, so that what it showed is what is planned
    until = min(wanted.until, last_of(month_after(today.replace(day=1), PLAN_MONTHS_AHEAD)))
    listed = work_needs if wanted.kind in OF_WORK else due_needs
    due = listed(session, actor, DueSpan(today, until))
    need = next((one for one in due if one.key == key), None)
    if need is None:
        raise ConflictError("need_met")
    if need.type in MUST_READ_FILES:
        raise InvalidError("rubric_missing")
    setting = plan_ground(session, GroundSpan(month, today), (need,)).setting
    broken = Loads(setting).broken(setting.needs[0], wanted.supervisor_id, wanted.day)
    _check_rules(session, wanted, need, broken, setting.needs[0].minutes)
    return need, tuple(one.value for one in broken)


def _check_rules(
    session: Session,
    wanted: NeedOnDay,
    need: DueNeed,
    broken: tuple[PlanRule, ...],
    minutes: int,
) -> None:
    forbidden = tuple(one for one in broken if one in UNBENDING)
    if forbidden:
        raise InvalidError("rule_forbids", rules=forbidden)
    if not wanted.all_the_same:
        clashes = _clashes(session, wanted, need, minutes)
        if broken:
            # one tick sets both aside, so both are told at once
            raise InvalidError("rules_bend", rules=broken, clashes=clashes)
        if clashes:
            raise InvalidError("double_booked", clashes=clashes)
    flaw = flaw_of_words(wanted.words) if broken else None
    if flaw is not None:
        raise InvalidError(flaw, rules=broken)


def _clashes(session: Session, wanted: NeedOnDay, need: DueNeed, minutes: int) -> tuple[Clash, ...]:
    people = set(need.workers)
    accounts = {wanted.supervisor_id}
    if need.kind is NeedKind.AGREEMENT:
        agreement = session.get_one(SupervisionAgreementRow, need.id)
        people |= {agreement.practitioner_id or 0} - {0}
        accounts |= {agreement.account_id or 0} - {0}
    booking = booked(wanted.day, wanted.starts_at, minutes, accounts, people)
    return () if booking is None else clashes_with(session, [booking])
