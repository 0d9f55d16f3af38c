"""Take one's own signature back while nobody has seen the result."""

from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from qa_app.domain.defaults import WITHDRAW_MINUTES
from qa_app.domain.errors import ConflictError, OutOfReachError
from qa_app.domain.events import AuditOpened, AuditSigned, AuditWithdrawn
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.models.audits import AuditRow
from qa_app.models.finding_sheets import are_untouched, withdraw_actions
from qa_app.models.findings import AmendmentRow
from qa_app.models.journal import JournalRow
from qa_app.models.pair_steps import open_pair_of
from qa_app.models.pairs import ReadingPairRow
from qa_app.models.single_moderations import is_moderated, withdraw_moderation
from qa_app.models.totals import count_readings
from qa_app.models.transaction import transaction
from qa_app.queries.reach import SHOWN, centres_within
from qa_app.queries.readings import counted_reading
from qa_app.queries.signed import locked_signed


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
        OutOfReachError: The actor signed no such audit, or signs no more where it belongs.
        ConflictError: It is signed too long ago (`too_late`), somebody else has opened it
            (`opened`), it has a supplement (`supplemented`), a moderator has let it stand
            (`moderated`), or its result is final or void (`settled`).
    """
    if actor.account_id is None or not may(actor, Permission.AUDIT_SIGN):
        raise OutOfReachError("audit")
    with transaction(session, AuditWithdrawn(actor=actor, at=at, object_id=audit_id)) as act:
        own = AuditRow.signed_by == actor.account_id
        within = centres_within(actor, Permission.AUDIT_SIGN)
        states = (*SHOWN, "locked")
        audit, place_path = locked_signed(session, audit_id, own, within, states=states)
        is_counted = audit.state == "signed"
        _refuse_settled(session, audit, at)
        if _was_opened(session, actor, audit_id) or not are_untouched(session, audit_id):
            raise ConflictError("opened")
        if _is_supplemented(session, audit_id):
            raise ConflictError("supplemented")
        # a moderator's decision is not the reader's to undo
        if is_moderated(session, audit_id):
            raise ConflictError("moderated")
        if is_counted:
            reading = counted_reading(session, audit, place_path, is_final=False)
            count_readings(session, [reading], -1)
        act.learn(centre_id=audit.centre_id)
        _back_to_draft(session, audit_id)
        withdraw_actions(session, audit_id)
        withdraw_moderation(session, audit_id)


def _refuse_settled(session: Session, audit: AuditRow, at: datetime) -> None:
    is_blind = audit.state == "locked" and open_pair_of(session, audit.id) is not None
    if audit.result_state != "provisional" or not (audit.state == "signed" or is_blind):
        raise ConflictError("settled")
    if audit.signed_at is None or at > audit.signed_at + timedelta(minutes=WITHDRAW_MINUTES):
        raise ConflictError("too_late", minutes=WITHDRAW_MINUTES)
    # what was compared with another reading has been seen
    compared = select(ReadingPairRow.id).where(
        ReadingPairRow.first_id == audit.id, ReadingPairRow.completed_at.is_not(None)
    )
    # and so has a result that somebody asked to amend
    amending = select(AmendmentRow.id).where(AmendmentRow.audit_id == audit.id)
    if any(session.execute(seen).first() is not None for seen in (compared, amending)):
        raise ConflictError("opened")


def _was_opened(session: Session, actor: Actor, audit_id: int) -> bool:
    # by the order of the journal and not by its clock: whoever opens reads the clock before
    # they wait for the signer's transaction to end
    acts = JournalRow.object_type == AuditOpened.object_type, JournalRow.object_id == str(audit_id)
    signed = select(func.max(JournalRow.seq)).where(*acts, JournalRow.action == AuditSigned.action)
    opened = select(JournalRow.seq).where(
        *acts,
        JournalRow.action == AuditOpened.action,
        JournalRow.actor_id != actor.account_id,
        JournalRow.seq > func.coalesce(signed.scalar_subquery(), 0),
    )
    return session.execute(opened.limit(1)).first() is not None


def _is_supplemented(session: Session, audit_id: int) -> bool:
    query = select(AuditRow.id).where(AuditRow.supplements_id == audit_id, AuditRow.state != "void")
    return session.execute(query.limit(1)).first() is not None


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
            shared_at=None,
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
