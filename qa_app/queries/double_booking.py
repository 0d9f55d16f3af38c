"""Sessions that stand already where somebody would be in two at once."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, time
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from qa_app.domain.double_booking import Booking, Clash, booked, in_both
from qa_app.domain.errors import InvalidError
from qa_app.domain.people import Actor
from qa_app.domain.plan_rules import Attendee
from qa_app.domain.session_series import SeriesDifference, SeriesTerms
from qa_app.domain.supervision import SessionState, SessionType, minutes_of
from qa_app.domain.text import BilingualText
from qa_app.models.accounts import AccountRow
from qa_app.models.agreements import SupervisionAgreementRow
from qa_app.models.places import CentreRow, PractitionerRow
from qa_app.models.row_lock import Beyond, looking_beyond
from qa_app.models.supervision import SessionPersonRow, SessionStaffRow, SupervisionSessionRow
from qa_app.queries.plan_engagements import attending


@looking_beyond(Beyond.RULES)
def clashes_with(
    session: Session,
    wanted: Sequence[Booking],
    without: Collection[int] = (),
    besides: Collection[Booking] = (),
) -> tuple[Clash, ...]:
    """List who is in another session at the time of some sessions, with at most five queries.

    Args:
        session: A database session.
        wanted: The sessions that are to be booked, by people who may plan them.
        without: Sessions that do not count: those that are booked anew.
        besides: What else takes time, such as other lines of a plan.

    Returns:
        By day and time, those who lead first: the name of an account or the code of a
        practitioner, and when the other session is; nothing else of it, since it may be out of
        reach. Cancelled sessions and those without a time of the day take nobody's time.
    """
    if not wanted:
        return ()
    near = _near(session, wanted)
    standing = [*(one for key, one in near.items() if key not in without), *besides]
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


@looking_beyond(Beyond.RULES)
def double_booked(session: Session, sessions: Sequence[int]) -> frozenset[int]:
    """Tell which of some sessions put somebody in two at once, with at most six queries.

    Args:
        session: A database session.
        sessions: The sessions, in the order in which they take their time.

    Returns:
        Those that overlap one that stood before, or an earlier one of them that overlaps none.
    """
    if not sessions:
        return frozenset()
    rows = session.execute(_SESSIONS.where(SupervisionSessionRow.id.in_(sessions))).all()
    bookings = _bookings(session, rows)
    taken: dict[date, list[Booking]] = defaultdict(list)
    for key, booking in _near(session, bookings.values()).items():
        if key not in bookings:
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


def _near(session: Session, wanted: Collection[Booking]) -> dict[int, Booking]:
    # nothing else of these days is read, however large the network
    row = SupervisionSessionRow
    accounts = sorted({who for one in wanted for who in one.accounts})
    people = sorted({who for one in wanted for who in one.people})
    staff = select(SessionStaffRow.session_id).where(SessionStaffRow.account_id.in_(accounts))
    there = select(SessionPersonRow.session_id).where(SessionPersonRow.practitioner_id.in_(people))
    rows = session.execute(
        _SESSIONS.where(
            row.planned_on.in_(sorted({one.on for one in wanted})),
            row.state != SessionState.CANCELLED.value,
            row.starts_at_time.is_not(None),
            or_(row.supervisor_id.in_(accounts), row.id.in_(staff), row.id.in_(there)),
        )
    ).all()
    return _bookings(session, rows)


def nightly_clashes(
    session: Session, actor: Actor, today: date, most: int
) -> tuple[tuple[int, SessionType, date, BilingualText], ...]:
    """List the sessions ahead that a series got by itself although somebody is in another one.

    Args:
        session: A database session.
        actor: Who leads them.
        today: The present.
        most: At most so many sessions are looked at, the next first.

    Returns:
        By day: the session, its type, its day and the name of its centre.
    """
    row = SupervisionSessionRow
    found = session.execute(
        select(row.id, row.type, row.planned_on, CentreRow.name_zh, CentreRow.name_en)
        .join(CentreRow, CentreRow.id == row.centre_id)
        .where(
            row.supervisor_id == actor.account_id,
            row.state == SessionState.PLANNED.value,
            row.planned_on >= today,
            row.series_id.is_not(None),
            row.starts_at_time.is_not(None),
            # what a person puts there was told to that person
            row.created_by.is_(None),
            row.moved_from_on.is_(None),
        )
        .order_by(row.planned_on, row.starts_at_time, row.id)
        .limit(most)
    ).all()
    twice = double_booked(session, [one.id for one in found])
    return tuple(
        (one.id, SessionType(one.type), one.planned_on, BilingualText(one.name_zh, one.name_en))
        for one in found
        if one.id in twice
    )


def booking_for(
    on: date, starts_at: time | None, minutes: int, who: Collection[Attendee]
) -> Booking | None:
    """Tell when a session is to be and who would be in it.

    Args:
        on: The day.
        starts_at: Local time; None when not agreed.
        minutes: How long it takes.
        who: Whoever leads and whoever is supervised.

    Returns:
        The session; None without a time of the day.
    """
    accounts = [one.id for one in who if not one.is_worker]
    people = [one.id for one in who if one.is_worker]
    return booked(on, starts_at, minutes, accounts, people)


def _bookings(session: Session, rows: Sequence[Any]) -> dict[int, Booking]:
    attend = attending(session, [one.id for one, _ in rows])
    found: dict[int, Booking] = {}
    for one, agreed in rows:
        minutes = minutes_of(SessionType(one.type), one.starts_at_time, one.ends_at_time, agreed)
        who = {*attend.get(one.id, ()), Attendee(one.supervisor_id, is_worker=False)}
        booking = booking_for(one.planned_on, one.starts_at_time, minutes, who)
        if booking is not None:
            found[one.id] = booking
    return found


def _names(session: Session, key: Any, name: Any, wanted: Collection[int]) -> dict[int, str]:
    if not wanted:
        return {}
    rows = session.execute(select(key, name).where(key.in_(sorted(wanted))))
    return {row[0]: row[1] for row in rows}
