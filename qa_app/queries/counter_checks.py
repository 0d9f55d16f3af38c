"""Months in which one person was two administrators: what they did, and whether it was checked."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from hashlib import sha256
from zoneinfo import ZoneInfo

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.access_events import RolesAnswered
from qa_app.domain.errors import NotAllowedError, OutOfReachError
from qa_app.domain.events import AccountAdded, AccountChanged
from qa_app.domain.journal import canonical_json
from qa_app.domain.people import Actor, Role
from qa_app.domain.permissions import Permission, may
from qa_app.domain.two_hats import (
    HatSpan,
    RolesHeld,
    due_on,
    first_of,
    hat_spans,
    month_after,
    months_over,
    worn_between,
)
from qa_app.models.accounts import AccountRow, RoleGrantRow
from qa_app.models.aliases import alias_of
from qa_app.models.asked_access import CounterCheckRow
from qa_app.models.journal import JournalRow
from qa_app.queries.hands import Hand

_BEFORE_ALL = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class HatAct:
    """One act under two hats.

    Attributes:
        seq: Its row of the journal.
        at: When.
        person: Who, as the journal names them.
        action: What.
        object_type: On what kind of thing.
        object_id: On which; None when the act has no single object.
        outcome: `done` or `refused`.
        hash: Digest of the row.
    """

    seq: int
    at: datetime
    person: str
    action: str
    object_type: str
    object_id: str | None
    outcome: str
    hash: str


@dataclass(frozen=True, slots=True)
class CheckedMonth:
    """That a month was looked through.

    Attributes:
        at: When that was recorded.
        by: By whom.
        outsider: Who signed the printed list; empty where the recorder checked it themselves.
        signed_on: When they signed; None likewise.
        digest: Digest of the list as it was then.
    """

    at: datetime
    by: str
    outsider: str
    signed_on: date | None
    digest: str


@dataclass(frozen=True, slots=True)
class HatMonth:
    """A month in which somebody wore two hats.

    Attributes:
        month: Such as `2026-03`.
        people: Who did, by name.
        due_on: Last day in time for its check.
        checked: The check; None before.
    """

    month: str
    people: tuple[str, ...]
    due_on: date
    checked: CheckedMonth | None


def hat_months(session: Session, actor: Actor, zone: str, *, at: datetime) -> tuple[HatMonth, ...]:
    """List the months that are over and in which somebody wore two hats.

    Args:
        session: A database session.
        actor: Who reads the journal.
        zone: Local time zone.
        at: The present.

    Returns:
        Newest first.

    Raises:
        NotAllowedError: The actor does not read the journal.
    """
    if not may(actor, Permission.JOURNAL_READ):
        raise NotAllowedError("journal:read")
    spans = _spans(session)
    if not spans:
        return ()
    checks = _checks(session)
    names = _names(session, {span.account_id for span in spans})
    found = []
    for month in months_over(local_day(spans[0].since, zone), local_day(at, zone)):
        worn = worn_between(spans, *_bounds(month, zone))
        if worn:
            people = tuple(sorted(names[one] for one in worn))
            found.append(HatMonth(month, people, due_on(month), checks.get(month)))
    return tuple(reversed(found))


def hat_acts(session: Session, actor: Actor, month: str, zone: str) -> tuple[HatAct, ...]:
    """List everything that was done under two hats in a month.

    Args:
        session: A database session.
        actor: Who reads the journal.
        month: Such as `2026-03`.
        zone: Local time zone.

    Returns:
        Oldest first.

    Raises:
        NotAllowedError: The actor does not read the journal.
        InvalidError: It is no month (`month`).
        OutOfReachError: Nobody wore two hats then.
    """
    if not may(actor, Permission.JOURNAL_READ):
        raise NotAllowedError("journal:read")
    worn = worn_between(_spans(session), *_bounds(month, zone))
    if not worn:
        raise OutOfReachError("counter_check")
    parts = [
        and_(JournalRow.actor_id == account_id, JournalRow.at >= since, JournalRow.at < until)
        for account_id, spans in worn.items()
        for since, until in spans
    ]
    rows = session.execute(
        select(
            JournalRow.seq,
            JournalRow.at,
            JournalRow.actor_name,
            JournalRow.action,
            JournalRow.object_type,
            JournalRow.object_id,
            JournalRow.outcome,
            JournalRow.hash,
        )
        .where(or_(*parts))
        .order_by(JournalRow.seq)
    )
    return tuple(HatAct(*row) for row in rows)


def hat_wearers(session: Session, month: str, zone: str) -> tuple[Hand, ...]:
    """Tell who wore two hats in a month.

    Args:
        session: A database session.
        month: Such as `2026-03`.
        zone: Local time zone.

    Returns:
        Each account, with the end of the last time it did.
    """
    worn = worn_between(_spans(session), *_bounds(month, zone))
    return tuple((one, max(until for _, until in spans)) for one, spans in worn.items())


def acts_digest(month: str, acts: tuple[HatAct, ...]) -> str:
    """Give the digest that a printed list bears.

    Args:
        month: The month.
        acts: What was done.

    Returns:
        SHA-256 (hex) over the month and the digests of the rows.
    """
    content = canonical_json([month, [[one.seq, one.hash] for one in acts]])
    return sha256(content.encode()).hexdigest()


def _bounds(month: str, zone: str) -> tuple[datetime, datetime]:
    first = first_of(month)
    place = ZoneInfo(zone)
    return (
        datetime.combine(first, time.min, place),
        datetime.combine(month_after(first), time.min, place),
    )


def _spans(session: Session) -> tuple[HatSpan, ...]:
    rows = session.execute(
        select(JournalRow.at, JournalRow.object_id, JournalRow.action, JournalRow.detail)
        .where(
            JournalRow.action.in_(
                [AccountAdded.action, AccountChanged.action, RolesAnswered.action]
            )
        )
        .order_by(JournalRow.seq)
    ).all()
    changes = []
    for row in rows:
        detail = json.loads(row.detail)
        is_roles = detail.get("change", "roles") == "roles" and detail.get("step") != "drop"
        if is_roles and row.object_id is not None:
            roles = frozenset(Role(one) for one in detail.get("roles", ()))
            changes.append(RolesHeld(row.at, int(row.object_id), roles))
    # who wears both and of whom the journal tells no more began before everything it tells
    known = {one.account_id for one in changes if one.roles >= {Role.SYS_ADMIN, Role.SEC_ADMIN}}
    both = frozenset({Role.SYS_ADMIN, Role.SEC_ADMIN})
    older = [RolesHeld(_BEFORE_ALL, one, both) for one in _wearers(session) - known]
    return hat_spans((*older, *changes))


def _wearers(session: Session) -> set[int]:
    other = alias_of(RoleGrantRow)
    query = (
        select(RoleGrantRow.account_id)
        .join(other, other.account_id == RoleGrantRow.account_id)
        .where(RoleGrantRow.role == Role.SYS_ADMIN, other.role == Role.SEC_ADMIN)
    )
    return set(session.execute(query).scalars())


def _names(session: Session, people: set[int]) -> Mapping[int, str]:
    rows = session.execute(
        select(AccountRow.id, AccountRow.display_name).where(AccountRow.id.in_(sorted(people)))
    )
    return {row.id: row.display_name for row in rows}


def _checks(session: Session) -> Mapping[str, CheckedMonth]:
    rows = session.execute(
        select(CounterCheckRow, AccountRow.display_name).join(
            AccountRow, AccountRow.id == CounterCheckRow.checked_by
        )
    )
    return {
        row.month: CheckedMonth(row.checked_at, name, row.outsider or "", row.signed_on, row.digest)
        for row, name in rows
    }
