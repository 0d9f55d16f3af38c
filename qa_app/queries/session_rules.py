"""What speaks against a session that a person puts on a day: rules of the plan, and overlaps."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.due import Tier
from qa_app.domain.due_needs import DueNeed, DueWhy, NeedKind
from qa_app.domain.errors import InvalidError
from qa_app.domain.plan_rules import Attendee, Loads, PlanRule
from qa_app.domain.supervision import READS_FILES, SessionType, minutes_of
from qa_app.models.agreements import SupervisionAgreementRow
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.queries.double_booking import booking_for, clashes_with
from qa_app.queries.plan_engagements import GroundSpan, attending
from qa_app.queries.plan_ground import plan_ground, working_days_of

_REFUSED = frozenset({PlanRule.NO_REACH, PlanRule.CENTRE_CLOSED, PlanRule.NOT_AGREED})
"""What `check_session_day` refuses for the day itself, and what only a need can ask for."""
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class WantedSession:
    """A session as a person wants it.

    Attributes:
        centre_id: Where.
        type: What kind.
        on: The day.
        starts_at: Local time; None when not agreed.
        supervisor_id: The account that leads it.
        minutes: How long it takes.
        who: Whoever is supervised at it.
        without: Sessions that it is or stands for, which do not count.
    """

    centre_id: int
    type: SessionType
    on: date
    starts_at: time | None
    supervisor_id: int
    minutes: int
    who: frozenset[Attendee] = frozenset()
    without: tuple[int, ...] = ()


def standing_session(session: Session, session_id: int) -> WantedSession:
    """Give a session as it stands, to be put elsewhere or given to somebody else.

    Args:
        session: A database session.
        session_id: The session; the caller knows that it is in reach.

    Returns:
        The session, which does not count against itself.
    """
    row, agreement = SupervisionSessionRow, SupervisionAgreementRow
    one, agreed = session.execute(
        select(row, agreement.minutes)
        .outerjoin(agreement, agreement.id == row.agreement_id)
        .where(row.id == session_id)
    ).one()
    fine = SessionType(one.type)
    return WantedSession(
        one.centre_id,
        fine,
        one.planned_on,
        one.starts_at_time,
        one.supervisor_id,
        minutes_of(fine, one.starts_at_time, one.ends_at_time, agreed),
        frozenset(attending(session, [session_id]).get(session_id, ())),
        (session_id,),
    )


def refuse_untold(
    session: Session,
    wanted: WantedSession,
    today: date,
    *,
    is_meant: bool,
    told: Collection[PlanRule] = (),
) -> None:
    """Refuse a session against which something speaks, until a person who was told says so.

    Args:
        session: A database session.
        wanted: The session; whether it can take place at all is `check_session_day`'s answer.
        today: The present.
        is_meant: True when the person was told and wants it all the same.
        told: Rules of which the person was told beforehand, whatever else there is.

    Raises:
        InvalidError: It would break rules of the plan (`rules_bend`, with `rules`), or somebody
            is in another session at the time (`double_booked`); both name `clashes`.
    """
    if is_meant:
        return
    who = {*wanted.who, Attendee(wanted.supervisor_id, is_worker=False)}
    booking = booking_for(wanted.on, wanted.starts_at, wanted.minutes, who)
    clashes = () if booking is None else clashes_with(session, [booking], wanted.without)
    rules = tuple(one for one in rules_bent(session, wanted, today) if one not in told)
    if rules:
        # one tick sets both aside, so both are told at once
        raise InvalidError("rules_bend", rules=rules, clashes=clashes)
    if clashes:
        raise InvalidError("double_booked", clashes=clashes)


def rules_bent(session: Session, wanted: WantedSession, today: date) -> tuple[PlanRule, ...]:
    """Name the rules of the plan that a session would break, as a proposed month keeps them.

    Args:
        session: A database session.
        wanted: The session.
        today: The present.

    Returns:
        Rules, those about the person first; nothing for a day that is over. In a year
        without a holiday table weekdays count as worked: pages warn of it.
    """
    if wanted.on < today:
        return ()
    needs = _needs(wanted)
    span = GroundSpan(wanted.on.replace(day=1), today, without=wanted.without)
    try:
        days = working_days_of(session, span)
    except InvalidError:
        days = () if wanted.on.weekday() >= _SATURDAY else (wanted.on,)
    setting = plan_ground(session, span, needs, days).setting
    loads = Loads(setting)
    # as many needs as people, and one session: its time counts once
    barred = [need.barred.get(wanted.supervisor_id) for need in setting.needs]
    first = replace(setting.needs[0], minutes=wanted.minutes)
    found = [*barred, *loads.broken(first, wanted.supervisor_id, wanted.on)]
    return tuple(dict.fromkeys(one for one in found if one is not None and one not in _REFUSED))


def _needs(wanted: WantedSession) -> tuple[DueNeed, ...]:
    visit = [(NeedKind.CENTRE, wanted.centre_id)] if wanted.type in READS_FILES else []
    people = [(NeedKind.PRACTITIONER, one.id) for one in sorted(wanted.who) if one.is_worker]
    return tuple(
        DueNeed(kind, one, wanted.centre_id, wanted.type, wanted.on, Tier.LATER, DueWhy(""))
        for kind, one in visit + (people or ([] if visit else [(NeedKind.PRACTITIONER, 0)]))
    )
