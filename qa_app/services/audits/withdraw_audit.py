"""Take one's own signature back while nobody has seen the result."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from qa_app.domain.errors import OutOfReachError
from qa_app.domain.events import AuditWithdrawn
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.models.audits import AuditRow
from qa_app.models.finding_sheets import withdraw_actions
from qa_app.models.pair_steps import hold_readings
from qa_app.models.readings_before import keep_before
from qa_app.models.single_moderations import is_moderated, withdraw_moderation
from qa_app.models.totals import count_readings
from qa_app.models.transaction import transaction
from qa_app.queries.reach import SHOWN, centres_within
from qa_app.queries.readings import counted_reading
from qa_app.queries.signature import refuse_withdrawal
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
            (`moderated`), its result is final or void (`settled`), or it took the place of
            another reading (`took_place`).
    """
    if actor.account_id is None or not may(actor, Permission.AUDIT_SIGN):
        raise OutOfReachError("audit")
    with transaction(session, AuditWithdrawn(actor=actor, at=at, object_id=audit_id)) as act:
        own = AuditRow.signed_by == actor.account_id
        within = centres_within(actor, Permission.AUDIT_SIGN)
        states = (*SHOWN, "locked")
        # nobody completes the pair or lets the review stand meanwhile
        hold_readings(session, (audit_id,))
        audit, place_path = locked_signed(session, audit_id, own, within, states=states)
        is_counted = audit.state == "signed"
        is_moderated(session, audit_id)
        refuse_withdrawal(session, actor, audit, at)
        if is_counted:
            reading = counted_reading(session, audit, place_path, is_final=False)
            count_readings(session, [reading], -1)
        act.learn(centre_id=audit.centre_id)
        keep_before(session, AuditRow.id == audit_id, at)
        _back_to_draft(session, audit_id)
        withdraw_actions(session, audit_id)
        withdraw_moderation(session, audit_id)


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
            practitioner_id=None,
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
