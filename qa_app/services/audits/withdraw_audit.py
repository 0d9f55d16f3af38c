"""Take one's own signature back while nobody has seen the result."""

from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from qa_app.domain.defaults import WITHDRAW_MINUTES
from qa_app.domain.errors import ConflictError, OutOfReachError
from qa_app.domain.events import AuditOpened, AuditWithdrawn
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.models.audits import AuditRow
from qa_app.models.journal import JournalRow
from qa_app.models.places import CentreRow
from qa_app.models.totals import count_readings
from qa_app.models.transaction import lock_rows, transaction
from qa_app.queries.readings import counted_reading


def withdraw_audit(session: Session, actor: Actor, audit_id: int, *, at: datetime) -> None:
    """Make a signed audit a draft again and take it out of the totals.

    Whoever opens an audit holds its row until the journal says so, hence waiting for the
    row's lock is waiting for everyone who is just being shown it.

    Args:
        session: A database session.
        actor: The signer.
        audit_id: The audit.
        at: The present.

    Raises:
        OutOfReachError: The actor signed no such audit.
        ConflictError: It is signed too long ago (`too_late`), somebody else has opened it
            (`opened`), or its result is final or void (`settled`).
    """
    if actor.account_id is None or not may(actor, Permission.AUDIT_SIGN):
        raise OutOfReachError("audit")
    with transaction(session, AuditWithdrawn(actor=actor, at=at, object_id=audit_id)) as act:
        audit, place_path = _signed(session, actor, audit_id)
        if audit.state != "signed" or audit.result_state != "provisional":
            raise ConflictError("settled")
        if audit.signed_at is None or at > audit.signed_at + timedelta(minutes=WITHDRAW_MINUTES):
            raise ConflictError("too_late", minutes=WITHDRAW_MINUTES)
        if _was_opened(session, actor, audit_id, audit.signed_at):
            raise ConflictError("opened")
        reading = counted_reading(session, audit, place_path, is_final=False)
        count_readings(session, [reading], -1)
        act.learn(centre_id=audit.centre_id)
        _back_to_draft(session, audit_id)


def _signed(session: Session, actor: Actor, audit_id: int) -> tuple[AuditRow, str]:
    query = (
        select(AuditRow, CentreRow.place_path)
        .join(CentreRow, CentreRow.id == AuditRow.centre_id)
        .where(
            AuditRow.id == audit_id,
            AuditRow.signed_by == actor.account_id,
            AuditRow.state != "draft",
        )
    )
    if lock_rows(session):
        query = query.with_for_update(of=AuditRow).execution_options(populate_existing=True)
    row = session.execute(query).one_or_none()
    if row is None:
        raise OutOfReachError("audit")
    return row[0], row.place_path


def _was_opened(session: Session, actor: Actor, audit_id: int, signed_at: datetime) -> bool:
    opened = select(JournalRow.seq).where(
        JournalRow.object_type == AuditOpened.object_type,
        JournalRow.object_id == str(audit_id),
        JournalRow.action == AuditOpened.action,
        JournalRow.actor_id != actor.account_id,
        JournalRow.at >= signed_at,
    )
    return session.execute(opened.limit(1)).first() is not None


def _back_to_draft(session: Session, audit_id: int) -> None:
    session.execute(
        update(AuditRow)
        .where(AuditRow.id == audit_id)
        .values(
            state="draft",
            result_state=None,
            read_at=None,
            reviewed_on=None,
            signed_at=None,
            signed_by=None,
            status=None,
            score_millionths=None,
            band=None,
            band_position=None,
            stop_count=0,
            gate_count=0,
            explanation=None,
            explanation_digest=None,
            void_reason=None,
            void_asked_at=None,
            void_asked_by=None,
        )
        .execution_options(synchronize_session=False)
    )
