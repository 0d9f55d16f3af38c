"""Ask for a signed audit to be taken out of the totals; a second person decides."""

from datetime import datetime

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.events import AuditVoided
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.voiding import VoidReason
from qa_app.models.audits import AuditRow
from qa_app.models.places import CentreRow
from qa_app.models.transaction import locked, transaction
from qa_app.queries.audits import told_state
from qa_app.queries.openings import refuse_closed
from qa_app.queries.reach import SHOWN, centres_within, own_locked, signed_within


def ask_void(
    session: Session,
    actor: Actor,
    audit_id: int,
    reason: str,
    *,
    at: datetime,
    zone: str = "UTC",
) -> None:
    """Ask for an audit to be made void; by that alone nobody opens it.

    Args:
        session: A database session.
        actor: Who asks.
        audit_id: The audit.
        reason: Code of a `VoidReason`.
        at: The present.
        zone: Local time zone, for the day on which agreements hold.

    Raises:
        OutOfReachError: There is no such signed audit within reach, or the actor may not.
        AccessNeededError: The actor has to ask for access to its case file first.
        InvalidError: The reason is none that may be given (`unknown_reason`).
        ConflictError: Somebody asked already (`asked_before`), or it is void (`settled`).
    """
    if not may(actor, Permission.AUDIT_VOID) or actor.account_id is None:
        raise OutOfReachError("audit")
    event = AuditVoided(actor=actor, at=at, object_id=audit_id, step="ask", reason=reason)
    with transaction(session, event) as act:
        query = (
            select(AuditRow.centre_id, AuditRow.state, AuditRow.void_reason)
            .join(CentreRow, CentreRow.id == AuditRow.centre_id)
            .where(
                AuditRow.id == audit_id,
                # a locked one is asked for like any other: it waits until the pair is settled
                or_(AuditRow.state.in_(SHOWN), own_locked(actor)),
                centres_within(actor, Permission.AUDIT_VOID),
                or_(signed_within(actor), own_locked(actor)),
            )
        )
        audit = session.execute(locked(session, query, AuditRow)).one_or_none()
        if audit is None:
            raise OutOfReachError("audit")
        refuse_closed(session, actor, audit_id, at=at, on=local_day(at, zone))
        if reason not in tuple(VoidReason):
            raise InvalidError("unknown_reason")
        if told_state(audit.state) != "signed":
            raise ConflictError("settled")
        if audit.void_reason is not None:
            raise ConflictError("asked_before")
        session.execute(
            update(AuditRow)
            .where(AuditRow.id == audit_id)
            .values(void_reason=reason, void_asked_at=at, void_asked_by=actor.account_id)
            .execution_options(synchronize_session=False)
        )
        act.learn(centre_id=audit.centre_id)
