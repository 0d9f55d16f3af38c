"""Note in the journal that someone looks into an audit, and refuse those who may not."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.errors import AccessNeededError, OutOfReachError
from qa_app.domain.events import AuditOpened
from qa_app.domain.openings import ACTION_VIEWS
from qa_app.domain.people import Actor
from qa_app.models.audits import AuditRow
from qa_app.models.transaction import Act, hold_journal, lock_rows, transaction
from qa_app.queries.openings import Opening, opening_of, was_noted


class _NotedError(Exception):
    """The same opening stands in the journal already; nothing is written."""


@dataclass(frozen=True, slots=True)
class Look:
    """How an audit is looked into.

    Attributes:
        page: Which page shows it.
        zone: Local time zone, for the day on which agreements hold.
    """

    page: str = "report"
    zone: str = "UTC"


_REPORT = Look()


def open_audit(
    session: Session,
    actor: Actor,
    audit_id: int,
    centre_id: int,
    *,
    at: datetime,
    look: Look = _REPORT,
) -> None:
    """Record that the content of an audit is shown to someone: once in a quarter of an hour.

    Args:
        session: A database session.
        actor: Who looks.
        audit_id: The audit.
        centre_id: Its centre.
        at: The present.
        look: Which page shows it, and where.

    Raises:
        OutOfReachError: There is no such audit of that centre within reach.
        AccessNeededError: The actor has to ask for access to its case file.
    """
    event = AuditOpened(actor=actor, at=at, object_id=audit_id, centre_id=centre_id, view=look.page)
    on = local_day(at, look.zone)

    def found() -> Opening:
        opening = opening_of(session, actor, audit_id, at=at, on=on)
        if opening.centre_id != centre_id:
            raise OutOfReachError("audit")
        if opening.why is None and look.page not in ACTION_VIEWS:
            raise AccessNeededError("access_needed", audit_id=audit_id)
        return opening

    if was_noted(session, actor, audit_id, look.page, at):
        found()
        return
    try:
        with transaction(session, event) as act:
            if lock_rows(session):
                # whoever withdraws the signature meanwhile waits for this lock, and then finds
                # the journal row
                session.execute(
                    select(AuditRow.id).where(AuditRow.id == audit_id).with_for_update(read=True)
                )
            opening = found()
            # two windows opened at once are one opening
            hold_journal(session)
            _refuse_noted(session, act, look)
            why = None if opening.why is None else opening.why.value
            act.learn(why=why, request=opening.request)
    except _NotedError:
        return


def _refuse_noted(session: Session, act: Act, look: Look) -> None:
    actor, at = act.event.actor, act.event.at
    if was_noted(session, actor, int(act.event.object_id or 0), look.page, at):
        raise _NotedError
