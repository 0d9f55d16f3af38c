"""Take in sessions of the past from a list, all or none."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.errors import InvalidError, NotAllowedError
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.session_events import SessionsImported
from qa_app.domain.session_list import PastSession
from qa_app.domain.supervision import SessionState
from qa_app.models.required_counts import hold_in_post
from qa_app.models.row_lock import Beyond, beyond_reach
from qa_app.models.session_counts import counting_sessions
from qa_app.models.supervision import SessionPersonRow, SupervisionSessionRow
from qa_app.models.transaction import transaction
from qa_app.queries.session_register import known_sessions, lock_centres

_CHUNK = 1000


@dataclass(frozen=True, slots=True)
class ImportedSessions:
    """What an import did.

    Attributes:
        added: Sessions that are new.
        unchanged: Sessions that were there already.
    """

    added: int
    unchanged: int


class _NothingError(Exception):
    """Every session is there already; nothing is written, not even in the journal."""


def import_sessions(
    session: Session, actor: Actor, entries: Sequence[PastSession], zone: str, *, at: datetime
) -> ImportedSessions:
    """Take in sessions as held; a list that was taken in before adds nothing.

    Args:
        session: A database session.
        actor: The system, or an administrator for centres in reach.
        entries: Lines of a list without a fault, each session once.
        zone: Local time zone.
        at: The present.

    Returns:
        The counts.

    Raises:
        NotAllowedError: The actor may take in no sessions.
        OutOfReachError: A centre of the list is out of reach. Nothing is taken in.
        InvalidError: There is no line (`no_rows`), or one lies ahead (`not_yet`).
    """
    if not may(actor, Permission.SESSION_IMPORT):
        raise NotAllowedError(Permission.SESSION_IMPORT.value)
    if not entries:
        raise InvalidError("no_rows")
    if max(one.on for one in entries) > local_day(at, zone):
        raise InvalidError("not_yet")
    try:
        with (
            transaction(session, SessionsImported(actor=actor, at=at)) as act,
            beyond_reach(session, Beyond.ADMINISTRATION),
        ):
            lock_centres(session, actor, entries)
            fresh = _fresh(session, entries)
            unchanged = len(entries) - len(fresh)
            hold_in_post(session, {who for one in fresh for who in one.people})
            for start in range(0, len(fresh), _CHUNK):
                act.made += _write(session, actor, fresh[start : start + _CHUNK], at)
            act.learn(added=len(fresh), unchanged=unchanged)
    except _NothingError:
        return ImportedSessions(0, len(entries))
    return ImportedSessions(len(fresh), unchanged)


def _fresh(session: Session, entries: Sequence[PastSession]) -> list[PastSession]:
    known = known_sessions(session, entries)
    fresh = [one for one in entries if one.key() not in known]
    if not fresh:
        raise _NothingError
    return fresh


def _write(
    session: Session, actor: Actor, entries: Sequence[PastSession], at: datetime
) -> tuple[int, ...]:
    with counting_sessions(session) as touched:
        ids = session.scalars(
            insert(SupervisionSessionRow).returning(
                SupervisionSessionRow.id, sort_by_parameter_order=True
            ),
            [
                {
                    "centre_id": one.centre_id,
                    "type": one.type.value,
                    "planned_on": one.on,
                    "starts_at_time": one.at,
                    "supervisor_id": one.supervisor_id,
                    "files_wanted": 0,
                    "sequence": 0,
                    "state": SessionState.HELD.value,
                    "settled_at": at,
                    "settled_by": actor.account_id,
                    "created_at": at,
                    "created_by": actor.account_id,
                }
                for one in entries
            ],
        ).all()
        touched.update(ids)
        people = [
            {"session_id": session_id, "practitioner_id": who}
            for session_id, one in zip(ids, entries, strict=True)
            for who in one.people
        ]
        if people:
            session.execute(insert(SessionPersonRow), people)
    return tuple(ids)
