"""Take a signed audit out of the totals, as a second person; it stays visible."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.errors import ConflictError, OutOfReachError
from qa_app.domain.events import AuditVoided
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.models.amended_actions import replaced_before
from qa_app.models.audits import AuditRow
from qa_app.models.finding_sheets import drop_actions
from qa_app.models.totals import count_readings
from qa_app.models.transaction import transaction
from qa_app.queries.bars import refuse_barred
from qa_app.queries.hands import refuse_one_person
from qa_app.queries.reach import centres_within, signed_within
from qa_app.queries.readings import counted_reading
from qa_app.queries.signed import locked_signed


def confirm_void(session: Session, actor: Actor, audit_id: int, zone: str, *, at: datetime) -> None:
    """Make an audit void that somebody else asked to void.

    Args:
        session: A database session.
        actor: The second person.
        audit_id: The audit.
        zone: Local time zone of the installation, for the day on which ties are looked at.
        at: The present.

    Raises:
        OutOfReachError: There is no such signed audit within reach, or the actor may not.
        ConflictError: Nobody asked (`not_asked`), the actor asked (`same_person`), read or
            signed it (`own_reading`), is tied to it (`domain.bars.BARRED`), or it is void already
            (`settled`).
        OnePersonError: One person may be behind two of these steps (`queries.hands`).
    """
    if not may(actor, Permission.AUDIT_VOID) or actor.account_id is None:
        raise OutOfReachError("audit")
    event = AuditVoided(actor=actor, at=at, object_id=audit_id, step="confirm", reason="")
    with transaction(session, event) as act:
        within = centres_within(actor, Permission.AUDIT_VOID)
        audit, place_path = locked_signed(session, audit_id, within, signed_within(actor))
        if audit.state != "signed":
            raise ConflictError("settled")
        if audit.void_reason is None:
            raise ConflictError("not_asked")
        if audit.void_asked_by == actor.account_id:
            raise ConflictError("same_person")
        if actor.account_id in {audit.reader_id, audit.signed_by}:
            raise ConflictError("own_reading")
        asked = (audit.void_asked_by, audit.void_asked_at or at)
        signed = (audit.signed_by, audit.signed_at or at)
        refuse_one_person(session, actor.account_id, at, asked, signed)
        refuse_barred(session, actor.account_id, audit_id, local_day(at, zone))
        is_final = audit.result_state == "final"
        reading = counted_reading(session, audit, place_path, is_final=is_final)
        count_readings(session, [reading], -1)
        drop_actions(session, (audit_id, *replaced_before(session, audit_id)), at=at)
        act.learn(centre_id=audit.centre_id, reason=audit.void_reason)
        session.execute(
            update(AuditRow)
            .where(AuditRow.id == audit_id)
            .values(state="void", voided_at=at, voided_by=actor.account_id, counted_until=at)
            .execution_options(synchronize_session=False)
        )
