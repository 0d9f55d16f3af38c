"""Ask to open what was read of a case file that is not one's own; somebody else answers."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.access_events import AccessAsked
from qa_app.domain.access_requests import (
    AccessPurpose,
    AccessState,
    Standing,
    access_state,
    check_request,
)
from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.identity_guard import identity_in
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.models.asked_access import AccessRequestRow
from qa_app.models.cases import CaseFileRow
from qa_app.models.idempotency import Request, once
from qa_app.models.sealing import sealer_of
from qa_app.models.transaction import Act, locked
from qa_app.queries.access_requests import words_place
from qa_app.queries.openings import opening_of


@dataclass(frozen=True, slots=True)
class NewAccess:
    """A request as its form sends it.

    Attributes:
        audit_id: A reading of the file.
        purpose: What for.
        words: The same in words.
        days: For how many days.
        key: Random key of the form; None when the caller has none.
    """

    audit_id: int
    purpose: AccessPurpose
    words: str
    days: int
    key: str | None = None


def ask_access(session: Session, actor: Actor, new: NewAccess, zone: str, *, at: datetime) -> int:
    """Ask for access to the case file of a reading that is known to the asker.

    Args:
        session: A database session.
        actor: Who asks.
        new: The request.
        zone: Local time zone of the installation.
        at: The present.

    Returns:
        The request; the same for the same key of a form.

    Raises:
        OutOfReachError: The actor may not ask, or knows of no such reading.
        InvalidError: Words or days do not fit (`domain.access_requests.check_request`), the words
            tell who a child is (`access_identity`), or the actor opens the file anyway
            (`access_held`).
        ConflictError: They asked for the file already (`access_waits`), or the key was used for
            something else (`key_reused`).
    """
    who = actor.account_id
    if not may(actor, Permission.ACCESS_ASK) or who is None:
        raise OutOfReachError("access_request")
    check_request(new.words, new.days)
    if identity_in(new.words):
        raise InvalidError("access_identity")
    words = new.words.strip()
    body = f"{new.audit_id}\n{new.purpose.value}\n{new.days}\n{words}"
    request = Request(who, new.key, Permission.ACCESS_ASK.value, body)
    event = AccessAsked(actor=actor, at=at, file="", purpose=new.purpose.value, days=new.days)

    def make(act: Act) -> int:
        opening = opening_of(session, actor, new.audit_id, at=at, on=local_day(at, zone))
        if opening.why is not None or opening.file_id is None:
            raise InvalidError("access_held")
        # one request at a time for each file
        file = select(CaseFileRow.id).where(CaseFileRow.id == opening.file_id)
        session.execute(locked(session, file, CaseFileRow))
        if _waits(session, who, opening.file_id, at):
            raise ConflictError("access_waits")
        sealed = sealer_of(session).seal(words, words_place(who, at))
        made: int = session.execute(
            insert(AccessRequestRow)
            .values(
                case_file_id=opening.file_id,
                centre_id=opening.centre_id,
                asked_by=who,
                asked_at=at,
                purpose=new.purpose.value,
                words=sealed,
                days=new.days,
            )
            .returning(AccessRequestRow.id)
        ).scalar_one()
        act.learn(object_id=made, centre_id=opening.centre_id, file=opening.reference)
        return made

    return once(session, request, event, make)


def _waits(session: Session, asked_by: int, file_id: int, at: datetime) -> bool:
    rows = session.execute(
        select(AccessRequestRow.asked_at).where(
            AccessRequestRow.case_file_id == file_id,
            AccessRequestRow.asked_by == asked_by,
            AccessRequestRow.is_approved.is_(None),
            AccessRequestRow.ended_at.is_(None),
        )
    ).scalars()
    return any(
        access_state(Standing(asked_at, None, None, None), at) is AccessState.ASKED
        for asked_at in rows
    )
