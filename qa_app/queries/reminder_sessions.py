"""Sessions that reminders are about: whom they concern, what was told, and what still stands."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, or_, select, union
from sqlalchemy.orm import Session

from qa_app.domain.defaults import REMINDER_DAYS
from qa_app.domain.reminders import ReminderKind, Told, TurnOfSession, told_in
from qa_app.domain.supervision import SessionState
from qa_app.models.accounts import AccountRow
from qa_app.models.reminders import OutboxMessageRow
from qa_app.models.supervision import SessionPersonRow, SessionStaffRow, SupervisionSessionRow

_SESSION = SupervisionSessionRow
_MESSAGE = OutboxMessageRow
_A_DAY = timedelta(days=1)

Days = Mapping[date, Collection[TurnOfSession]]


def days_of_people(session: Session, people: Collection[int], today: date) -> Mapping[int, Days]:
    """Tell which sessions concern some people soon, with one query.

    Args:
        session: A database session.
        people: Accounts.
        today: Local day.

    Returns:
        Account to day to sessions that they lead, are expected at or are joined to.
    """
    return _by_day(session, _of_people(people, *_soon(today))) if people else {}


def days_of_centres(session: Session, centres: Collection[int], today: date) -> Mapping[int, Days]:
    """Tell which sessions some centres have soon, with one query.

    Args:
        session: A database session.
        centres: Centres.
        today: Local day.

    Returns:
        Centre to day to its sessions.
    """
    return _by_day(session, _of_centres(centres, *_soon(today))) if centres else {}


def told_before(
    session: Session, people: Collection[int], robots: Collection[int], today: date
) -> Told:
    """Tell of which sessions messages were put into the outbox before, with one query.

    Args:
        session: A database session.
        people: Accounts that get mail.
        robots: Robots.
        today: Local day.

    Returns:
        What was told to whom of today and the days ahead; whatever became of the message.
    """
    rows = session.execute(
        select(_MESSAGE.account_id, _MESSAGE.robot_id, _MESSAGE.content).where(
            # its key begins with the day; by the index of keys the past is not read
            _MESSAGE.key.between(f"sessions:{today}", f"sessions:{_last(today) + _A_DAY}"),
            _MESSAGE.kind == ReminderKind.SESSIONS.value,
            or_(
                _MESSAGE.account_id.in_(sorted(people)),
                _MESSAGE.robot_id.in_(sorted(robots)),
            ),
        )
    )
    told: dict[tuple[int | None, int | None], set[tuple[date, int, TurnOfSession]]] = defaultdict(
        set
    )
    for row in rows:
        told[(row.account_id, row.robot_id)] |= told_in(row.content)
    return told


def sessions_standing(session: Session, row: OutboxMessageRow, centre_id: int | None) -> int:
    """Count the sessions of a message that are still to come as it says.

    Args:
        session: A database session.
        row: A message about sessions.
        centre_id: The centre of its robot; None for mail.

    Returns:
        How many are still planned on that day and concern who gets it; one that was moved,
        cancelled or held, and one that became another's, counts no more.
    """
    content = row.content
    named = [number for number, _sequence in content["sessions"]]
    there = (
        _SESSION.state == SessionState.PLANNED.value,
        _SESSION.planned_on == date.fromisoformat(content["day"]),
        _SESSION.id.in_(named),
    )
    if centre_id is not None:
        return len(session.execute(_of_centres([centre_id], *there)).all())
    return len(session.execute(_of_people([row.account_id or 0], *there)).all())


def _soon(today: date) -> tuple[ColumnElement[bool], ...]:
    return (
        _SESSION.state == SessionState.PLANNED.value,
        _SESSION.planned_on.between(today, _last(today)),
    )


def _last(today: date) -> date:
    return today + timedelta(days=max(REMINDER_DAYS))


def _of_people(people: Collection[int], *there: ColumnElement[bool]) -> CompoundSelect[Any]:
    # who leads it, who is expected, who is joined to it: each person once for each session
    among = sorted(people)
    told = (_SESSION.id, _SESSION.sequence, _SESSION.planned_on)
    led = select(*told, _SESSION.supervisor_id.label("whose")).where(
        _SESSION.supervisor_id.in_(among), *there
    )
    expected = (
        select(*told, AccountRow.id)
        .join(SessionPersonRow, SessionPersonRow.session_id == _SESSION.id)
        .join(AccountRow, AccountRow.practitioner_id == SessionPersonRow.practitioner_id)
        .where(AccountRow.id.in_(among), *there)
    )
    joined = (
        select(*told, SessionStaffRow.account_id)
        .join(SessionStaffRow, SessionStaffRow.session_id == _SESSION.id)
        .where(SessionStaffRow.account_id.in_(among), *there)
    )
    return union(led, expected, joined)


def _of_centres(centres: Collection[int], *there: ColumnElement[bool]) -> Any:
    return select(
        _SESSION.id, _SESSION.sequence, _SESSION.planned_on, _SESSION.centre_id.label("whose")
    ).where(_SESSION.centre_id.in_(sorted(centres)), *there)


def _by_day(session: Session, query: Any) -> Mapping[int, Days]:
    days: dict[int, dict[date, list[TurnOfSession]]] = defaultdict(lambda: defaultdict(list))
    for number, sequence, day, whose in session.execute(query):
        days[whose][day].append((number, sequence))
    return days
