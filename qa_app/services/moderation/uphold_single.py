"""Let a review that one person read stand, as a moderator who looked at it."""

from datetime import datetime

from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.errors import ConflictError, OutOfReachError
from qa_app.domain.moderation_events import SingleUpheld
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.single_moderation import (
    causes_from,
    check_upheld,
    reason_place,
)
from qa_app.models.audits import AuditRow
from qa_app.models.sealing import sealer_of
from qa_app.models.transaction import transaction
from qa_app.queries.bars import refuse_barred
from qa_app.queries.hands import refuse_one_person
from qa_app.queries.single_moderations import held_single


def uphold_single(
    session: Session, actor: Actor, audit_id: int, reason: str, zone: str, *, at: datetime
) -> None:
    """Note that a moderator looked at a review and lets it stand; its result does not change.

    What should be changed is amended instead (`services.answers.propose_amendment`); the review
    that takes the place waits for nobody.

    Args:
        session: A database session.
        actor: A moderator at the centre who did not read the file.
        audit_id: The review.
        reason: What was looked at, and why it stands.
        zone: Local time zone of the installation.
        at: The present.

    Raises:
        OutOfReachError: No such review waits within reach, or the actor read it.
        ConflictError: Somebody let it stand before (`settled`), or something bars the actor
            from the file (`barred`, `barred_own`).
        InvalidError: The reason is missing (`reason_missing`) or its words may not be kept.
        OnePersonError: One person may be behind who read it and who lets it stand
            (`queries.hands`).
    """
    if not may(actor, Permission.MODERATE_DECIDE):
        raise OutOfReachError("audit")
    event = SingleUpheld(actor=actor, at=at, object_id=audit_id, causes=())
    with transaction(session, event) as act:
        row = held_single(session, actor, audit_id)
        if row is None:
            raise OutOfReachError("audit")
        if row.settled_at is not None:
            raise ConflictError("settled")
        audit = session.get_one(AuditRow, audit_id)
        read = ((one, audit.signed_at or at) for one in (audit.reader_id, audit.signed_by))
        refuse_one_person(session, actor.account_id, at, *read)
        refuse_barred(session, actor.account_id or 0, audit_id, local_day(at, zone))
        kept = check_upheld(reason)
        row.reason = sealer_of(session).seal(kept, reason_place(audit_id))
        row.settled_at, row.settled_by = at, actor.account_id
        act.learn(
            centre_id=audit.centre_id,
            causes=tuple(one.kind.value for one in causes_from(row.causes)),
        )
