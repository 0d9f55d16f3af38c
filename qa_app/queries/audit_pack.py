"""The figures of the yearly audit of data of minors, counted from the journal and the tables."""

from datetime import date, datetime, time
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from qa_app.domain.errors import NotAllowedError
from qa_app.domain.incidents import IncidentKind
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.models.accounts import AccountRow, RoleGrantRow
from qa_app.models.asked_access import AccessRequestRow
from qa_app.models.cases import CaseFileRow
from qa_app.models.journal import JournalRow
from qa_app.models.privacy_rows import GuardReasonRow
from qa_app.models.row_lock import Beyond, beyond_reach
from qa_app.models.service_records import IncidentRow

ACTS = (
    "audit:read",
    "record:read",
    "complaint:read",
    "incident:read",
    "consultation:read",
    "audit:deny",
    "page:deny",
    "access:ask",
    "access:answer",
    "guard:refuse",
    "guard:keep",
    "guard:list",
    "retention:reduce",
    "retention:remove",
    "key:seal",
    "key:rotate",
    "key:revoke",
)
"""Acts of the journal that the pack counts."""


class Figure(NamedTuple):
    """One figure of the pack.

    Attributes:
        what: What is counted: `files`, `files_sealed`, `access_approved`, `access_refused`,
            `access_open`, `incidents_privacy` (disclosures of private information),
            `incidents_other`, `guard_reasons`; an act of the journal; or `role/` and a role for
            the accounts that hold it.
        number: How many.
    """

    what: str
    number: int


def pack_figures(session: Session, actor: Actor, year: int, zone: str) -> tuple[Figure, ...]:
    """Count what a yearly audit asks for.

    Args:
        session: A database session.
        actor: Who asks: the administrator of the journal, or the system.
        year: The year, by local days, 2020 to 2100.
        zone: Local time zone.

    Returns:
        Figures of the year; those of files and of roles tell how it stands now.

    Raises:
        NotAllowedError: The actor may not read the journal.
    """
    if not may(actor, Permission.JOURNAL_READ):
        raise NotAllowedError(Permission.JOURNAL_READ.value)
    # the administrator of the journal reaches no content, and is told numbers alone
    with beyond_reach(session, Beyond.ADMINISTRATION):
        return _figures(session, year, zone)


def first_year(session: Session, zone: str) -> int | None:
    """Tell the first year of which the journal knows.

    Args:
        session: A database session.
        zone: Local time zone.

    Returns:
        The year, by local days; None while the journal is empty.
    """
    at = session.scalar(select(JournalRow.at).order_by(JournalRow.seq).limit(1))
    return None if at is None else at.astimezone(ZoneInfo(zone)).year


def _figures(session: Session, year: int, zone: str) -> tuple[Figure, ...]:
    first, last = date(year, 1, 1), date(year + 1, 1, 1)
    begin, end = (datetime.combine(day, time(), ZoneInfo(zone)) for day in (first, last))
    asked = (AccessRequestRow.asked_at >= begin, AccessRequestRow.asked_at < end)
    approved = AccessRequestRow.is_approved
    known = (
        IncidentRow.known_at >= begin,
        IncidentRow.known_at < end,
        IncidentRow.ended_at.is_(None),
    )
    is_private = IncidentRow.kind == IncidentKind.PRIVACY.value
    found = [
        Figure("files", _count(session, CaseFileRow.id)),
        Figure("files_sealed", _count(session, CaseFileRow.id, CaseFileRow.is_sealed.is_(True))),
        Figure("access_approved", _count(session, AccessRequestRow.id, *asked, approved.is_(True))),
        Figure("access_refused", _count(session, AccessRequestRow.id, *asked, approved.is_(False))),
        Figure("access_open", _count(session, AccessRequestRow.id, *asked, approved.is_(None))),
        Figure("incidents_privacy", _count(session, IncidentRow.id, *known, is_private)),
        Figure("incidents_other", _count(session, IncidentRow.id, *known, ~is_private)),
        Figure(
            "guard_reasons",
            _count(session, GuardReasonRow.id, GuardReasonRow.at >= begin, GuardReasonRow.at < end),
        ),
    ]
    counts = {
        row[0]: row[1]
        for row in session.execute(
            select(JournalRow.action, func.count())
            .where(JournalRow.at >= begin, JournalRow.at < end, JournalRow.action.in_(ACTS))
            .group_by(JournalRow.action)
        )
    }
    found += [Figure(action, counts.get(action, 0)) for action in ACTS]
    roles = session.execute(
        select(RoleGrantRow.role, func.count(func.distinct(RoleGrantRow.account_id)))
        .join(AccountRow, AccountRow.id == RoleGrantRow.account_id)
        .where(AccountRow.is_active.is_(True))
        .group_by(RoleGrantRow.role)
        .order_by(RoleGrantRow.role)
    ).all()
    return (*found, *(Figure(f"role/{role}", count) for role, count in roles))


def _count(
    session: Session, column: InstrumentedAttribute[int], *conditions: ColumnElement[bool]
) -> int:
    query = select(func.count(column)).where(*conditions)
    return session.execute(query).scalar_one()
