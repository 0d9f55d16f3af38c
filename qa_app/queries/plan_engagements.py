"""What stands in a month already, and whose time it takes."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from qa_app.domain.due_needs import NeedKind
from qa_app.domain.month_grid import last_of
from qa_app.domain.month_plans import LineState
from qa_app.domain.plan_rules import Attendee, Engagement
from qa_app.domain.plan_times import minutes_after_midnight
from qa_app.domain.supervision import SessionState, SessionType, minutes_of
from qa_app.models.agreements import SupervisionAgreementRow
from qa_app.models.month_plans import MonthPlanLineRow, MonthPlanRow
from qa_app.models.supervision import (
    SessionPersonRow,
    SessionStaffRow,
    SupervisionSessionRow,
)


@dataclass(frozen=True, slots=True)
class GroundSpan:
    """Which month is planned.

    Attributes:
        month: First day of the month.
        today: The present; days before it are over.
        plan_id: Plan whose own lines are no engagements; None for none.
        without: Sessions that are no engagements: they are put on a day anew.
    """

    month: date
    today: date
    plan_id: int | None = None
    without: tuple[int, ...] = ()

    @property
    def last(self) -> date:
        """Give the last day of the month."""
        return last_of(self.month)


def engagements_of(
    session: Session, span: GroundSpan, accounts: Collection[int], who: Collection[Attendee]
) -> tuple[Engagement, ...]:
    """List what stands in a month already, with four queries.

    Args:
        session: A database session.
        span: The month, and what of it does not count.
        accounts: Supervisors.
        who: Those who are to be supervised; what others lead with them counts as well.

    Returns:
        Sessions, and lines of other plans, by day.
    """
    if not accounts:
        return ()
    standing = [*_of_sessions(session, span, accounts, who), *_of_lines(session, span, accounts)]
    return tuple(sorted(standing, key=lambda one: (one.day, one.supervisor, one.centre)))


def _of_sessions(
    session: Session, span: GroundSpan, accounts: Collection[int], who: Collection[Attendee]
) -> Iterator[Engagement]:
    row = SupervisionSessionRow
    workers = sorted(one.id for one in who if one.is_worker)
    # whoever is supervised may be in sessions that somebody else leads
    theirs = select(SessionPersonRow.session_id).where(
        SessionPersonRow.practitioner_id.in_(workers)
    )
    supervised = {*accounts, *(one.id for one in who if not one.is_worker)}
    also = select(SessionStaffRow.session_id).where(
        SessionStaffRow.account_id.in_(sorted(supervised))
    )
    found = session.execute(
        select(row, SupervisionAgreementRow.minutes)
        .outerjoin(SupervisionAgreementRow, SupervisionAgreementRow.id == row.agreement_id)
        .where(
            or_(row.supervisor_id.in_(sorted(supervised)), row.id.in_(theirs), row.id.in_(also)),
            row.planned_on.between(span.month, span.last),
            row.state != SessionState.CANCELLED.value,
            row.id.not_in(span.without),
        )
    ).all()
    attend = attending(session, [one.id for one, _ in found])
    for one, agreed in found:
        yield Engagement(
            one.supervisor_id,
            one.centre_id,
            one.planned_on,
            minutes_of(SessionType(one.type), one.starts_at_time, one.ends_at_time, agreed),
            minutes_after_midnight(one.starts_at_time),
            frozenset(attend.get(one.id, ())),
        )


def attending(session: Session, sessions: Collection[int]) -> dict[int, set[Attendee]]:
    """Tell who is in sessions besides those that lead them, with two queries.

    Args:
        session: A database session.
        sessions: The sessions.

    Returns:
        By session: workers who are expected, and supervisors who are supervised.
    """
    found: dict[int, set[Attendee]] = defaultdict(set)
    if not sessions:
        return found
    staff = select(SessionStaffRow.session_id, SessionStaffRow.account_id)
    for one, who in session.execute(staff.where(SessionStaffRow.session_id.in_(sessions))):
        found[one].add(Attendee(who, is_worker=False))
    there = select(SessionPersonRow.session_id, SessionPersonRow.practitioner_id)
    for one, who in session.execute(there.where(SessionPersonRow.session_id.in_(sessions))):
        found[one].add(Attendee(who, is_worker=True))
    return found


def _of_lines(
    session: Session, span: GroundSpan, accounts: Collection[int]
) -> Iterator[Engagement]:
    line, agreement = MonthPlanLineRow, SupervisionAgreementRow
    lines = session.execute(
        select(line, agreement.minutes, agreement.practitioner_id, agreement.account_id)
        .join(MonthPlanRow, MonthPlanRow.id == line.plan_id)
        .outerjoin(
            agreement,
            and_(line.need == NeedKind.AGREEMENT.value, agreement.id == line.need_id),
        )
        .where(
            MonthPlanRow.month == span.month,
            line.supervisor_id.in_(accounts),
            line.state == LineState.PROPOSED.value,
            line.plan_id != (span.plan_id or 0),
        )
    )
    for one, agreed, worker, account in lines:
        who = one.need_id if one.need == NeedKind.PRACTITIONER else worker
        yield Engagement(
            one.supervisor_id,
            one.centre_id,
            one.day,
            minutes_of(SessionType(one.type), agreed=agreed),
            minutes_after_midnight(one.starts_at_time),
            both_of(who, account),
        )


def both_of(worker: int | None, account: int | None) -> frozenset[Attendee]:
    """Give who is supervised under an agreement.

    Args:
        worker: A practitioner; None for none.
        account: A supervisor who is supervised; None for none.

    Returns:
        Those that are given.
    """
    one = set() if worker is None else {Attendee(worker, is_worker=True)}
    return frozenset(one if account is None else {*one, Attendee(account, is_worker=False)})
