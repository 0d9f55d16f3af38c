"""Sessions that stand already where somebody would be in two at once."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, time
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.double_booking import Booking, Clash, booked, ends_after, in_both
from qa_app.domain.errors import InvalidError
from qa_app.domain.session_series import SeriesDifference, SeriesTerms
from qa_app.domain.supervision import SessionState, SessionType
from qa_app.models.accounts import AccountRow
from qa_app.models.agreements import SupervisionAgreementRow
from qa_app.models.places import PractitionerRow
from qa_app.models.supervision import (
    SessionPersonRow,
    SessionStaffRow,
    SupervisionSessionRow,
)
from qa_app.queries.plan_ground import minutes_of


def booking_of(
    session: Session, session_id: int, on: date, starts_at: time | None
) -> Booking | None:
    """Tell when a session would be on another day, and who is in it.

    Args:
        session: A database session.
        session_id: The session; the caller knows that it is in reach.
        on: The other day.
        starts_at: Local time on that day; None when not agreed.

    Returns:
        The session as long as it is; None without a time of the day.
    """
    row = session.execute(_SESSIONS.where(SupervisionSessionRow.id == session_id)).one()
    accounts, people = _who_is_in(session, [session_id])
    who = accounts[session_id] | {row[0].supervisor_id}
    return booked(on, starts_at, _minutes(row), who, people[session_id])


def clashes_with(
    session: Session, wanted: Sequence[Booking], without: Collection[int] = ()
) -> tuple[Clash, ...]:
    """List who is in another session at the time of some sessions, with at most five queries.

    Args:
        session: A database session.
        wanted: The sessions that are to be booked, by people who may plan them.
        without: Sessions that do not count: those that are booked anew.

    Returns:
        By day and time, those who lead first: the name of an account or the code of a
        practitioner, and when the other session is; nothing else of it, since it may be out of
        reach. Cancelled sessions and those without a time of the day take nobody's time.
    """
    days = sorted({one.on for one in wanted})
    if not days:
        return ()
    rows = session.execute(
        _SESSIONS.where(
            SupervisionSessionRow.planned_on.in_(days),
            SupervisionSessionRow.state != SessionState.CANCELLED.value,
            SupervisionSessionRow.starts_at_time.is_not(None),
            SupervisionSessionRow.id.not_in(sorted(without)),
        )
    ).all()
    standing = _bookings(session, rows).values()
    accounts: set[tuple[int, Booking]] = set()
    people: set[tuple[int, Booking]] = set()
    for one in wanted:
        for other in standing:
            leading, expected = in_both(one, other)
            accounts |= {(who, other) for who in leading}
            people |= {(who, other) for who in expected}
    names = _names(session, AccountRow.id, AccountRow.display_name, {who for who, _ in accounts})
    codes = _names(session, PractitionerRow.id, PractitionerRow.code, {who for who, _ in people})
    found = [
        *((0, Clash(names[who], at.on, at.starts_at, at.ends_at)) for who, at in accounts),
        *((1, Clash(codes[who], at.on, at.starts_at, at.ends_at)) for who, at in people),
    ]
    ordered = sorted(found, key=lambda one: (one[1].on, one[1].starts_at, one[0], one[1].name))
    return tuple(dict.fromkeys(clash for _, clash in ordered))


def refuse_clashes(
    session: Session, wanted: Booking | None, without: Collection[int] = (), *, is_meant: bool
) -> None:
    """Refuse a session in which somebody would be in two at once, until a person says so.

    Args:
        session: A database session.
        wanted: The session; None without a time of the day.
        without: Sessions that do not count.
        is_meant: True when the person was told and wants it all the same.

    Raises:
        InvalidError: Somebody is in another session at the time (`double_booked`, with
            `clashes`).
    """
    if wanted is None or is_meant:
        return
    found = clashes_with(session, [wanted], without)
    if found:
        raise InvalidError("double_booked", clashes=found)


def series_clashes(
    session: Session,
    fine: SessionType,
    terms: SeriesTerms,
    found: SeriesDifference,
) -> tuple[Clash, ...]:
    """List who would be in two sessions at once on the days of a series.

    Args:
        session: A database session.
        fine: Type of its sessions.
        terms: How it goes on.
        found: Days that are added, and sessions that get the time and the people of the terms.

    Returns:
        As `clashes_with`; nothing without a time of the day.
    """
    minutes = minutes_of(fine, terms.starts_at, terms.ends_at)
    free = {one.day for one in found.kept if one.is_free}
    days = sorted(free | {one.day for one in found.added})
    wanted = [
        booked(day, terms.starts_at, minutes, [terms.supervisor_id], terms.people) for day in days
    ]
    own = [one.id for one in (*found.kept, *found.removed)]
    return clashes_with(session, [one for one in wanted if one is not None], own)


def double_booked(session: Session, sessions: Sequence[int]) -> frozenset[int]:
    """Tell which of some sessions put somebody in two at once, with at most three queries.

    Args:
        session: A database session.
        sessions: The sessions, in the order in which they take their time.

    Returns:
        Those that overlap one that stood before, or an earlier one of them that overlaps none.
    """
    days = select(SupervisionSessionRow.planned_on).where(SupervisionSessionRow.id.in_(sessions))
    rows = session.execute(
        _SESSIONS.where(
            SupervisionSessionRow.planned_on.in_(days),
            SupervisionSessionRow.state != SessionState.CANCELLED.value,
            SupervisionSessionRow.starts_at_time.is_not(None),
        )
    ).all()
    bookings, asked = _bookings(session, rows), frozenset(sessions)
    taken: dict[date, list[Booking]] = defaultdict(list)
    for key, booking in bookings.items():
        if key not in asked:
            taken[booking.on].append(booking)
    found = set()
    for key in sessions:
        own = bookings.get(key)
        if own is None:
            continue
        if any(any(in_both(own, other)) for other in taken[own.on]):
            found.add(key)
        else:
            taken[own.on].append(own)
    return frozenset(found)


def refuse_untold(clashes: Sequence[Clash], told: int) -> None:
    """Refuse a series of which more clashes are found than its preview told.

    Args:
        clashes: Who would be in two sessions at once.
        told: How many the person saw.

    Raises:
        InvalidError: There are more (`double_booked`, with `clashes`).
    """
    if len(clashes) > told:
        raise InvalidError("double_booked", clashes=tuple(clashes))


_SESSIONS = select(SupervisionSessionRow, SupervisionAgreementRow.minutes).outerjoin(
    SupervisionAgreementRow, SupervisionAgreementRow.id == SupervisionSessionRow.agreement_id
)


def _minutes(row: Any) -> int:
    found: SupervisionSessionRow = row[0]
    starts, ends = found.starts_at_time, found.ends_at_time
    if row.minutes is not None and ends is None:
        return int(row.minutes)
    return minutes_of(SessionType(found.type), starts, ends)


def _bookings(session: Session, rows: Sequence[Any]) -> dict[int, Booking]:
    accounts, people = _who_is_in(session, [row[0].id for row in rows])
    return {
        row[0].id: Booking(
            row[0].planned_on,
            row[0].starts_at_time,
            ends_after(row[0].starts_at_time, _minutes(row)),
            frozenset(accounts[row[0].id] | {row[0].supervisor_id}),
            frozenset(people[row[0].id]),
        )
        for row in rows
        if row[0].starts_at_time is not None
    }


def _who_is_in(
    session: Session, sessions: Sequence[int]
) -> tuple[Mapping[int, set[int]], Mapping[int, set[int]]]:
    accounts: dict[int, set[int]] = defaultdict(set)
    people: dict[int, set[int]] = defaultdict(set)
    if not sessions:
        return accounts, people
    staff = select(SessionStaffRow.session_id, SessionStaffRow.account_id)
    for one, who in session.execute(staff.where(SessionStaffRow.session_id.in_(sessions))):
        accounts[one].add(who)
    there = select(SessionPersonRow.session_id, SessionPersonRow.practitioner_id)
    for one, who in session.execute(there.where(SessionPersonRow.session_id.in_(sessions))):
        people[one].add(who)
    return accounts, people


def _names(session: Session, key: Any, name: Any, wanted: Collection[int]) -> dict[int, str]:
    if not wanted:
        return {}
    rows = session.execute(select(key, name).where(key.in_(sorted(wanted))))
    return {row[0]: row[1] for row in rows}
