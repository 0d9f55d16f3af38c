"""Whether a signature may still be taken back, and a review be made void."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from qa_app.domain.defaults import WITHDRAW_MINUTES
from qa_app.domain.errors import ConflictError
from qa_app.domain.events import AuditOpened, AuditSigned
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.reading_pairs import PairState
from qa_app.models.audits import AuditRow
from qa_app.models.finding_sheets import are_untouched
from qa_app.models.findings import AmendmentRow
from qa_app.models.journal import JournalRow
from qa_app.models.pairs import ReadingPairRow, SingleModerationRow
from qa_app.models.places import CentreRow
from qa_app.queries.audits import told_state
from qa_app.queries.bars import bar_against
from qa_app.queries.pairs import is_compared
from qa_app.queries.reach import SHOWN, centres_within, own_locked


@dataclass(frozen=True, slots=True)
class Voiding:
    """What somebody may do about making a review void.

    Attributes:
        may_ask: True when nobody asked and they may.
        may_confirm: True when somebody else asked and they may confirm it.
        has_asked: True when they asked, and a second person is awaited.
        why_not: Why they may not confirm what somebody else asked for: `own_reading`, `barred`
            or `barred_own`; empty otherwise.
    """

    may_ask: bool = False
    may_confirm: bool = False
    has_asked: bool = False
    why_not: str = ""


_NOTHING = Voiding()


def why_not_withdrawn(session: Session, actor: Actor, audit_id: int, at: datetime) -> str | None:
    """Tell whether somebody may still take their signature back.

    Args:
        session: A database session.
        actor: Who asks.
        audit_id: The review.
        at: The present.

    Returns:
        None when they may; else the code of the refusal, empty for what they did not sign.
    """
    if actor.account_id is None or not may(actor, Permission.AUDIT_SIGN):
        return ""
    query = (
        select(AuditRow)
        .join(CentreRow, CentreRow.id == AuditRow.centre_id)
        .where(
            AuditRow.id == audit_id,
            AuditRow.signed_by == actor.account_id,
            AuditRow.state.in_((*SHOWN, "locked")),
            centres_within(actor, Permission.AUDIT_SIGN),
        )
    )
    audit = session.execute(query).scalar_one_or_none()
    if audit is None:
        return ""
    try:
        refuse_withdrawal(session, actor, audit, at)
    except ConflictError as fault:
        return fault.code
    return None


def refuse_withdrawal(session: Session, actor: Actor, audit: AuditRow, at: datetime) -> None:
    """Refuse to take a signature back.

    Args:
        session: A database session.
        actor: The signer.
        audit: What they signed.
        at: The present.

    Raises:
        ConflictError: It is signed too long ago (`too_late`), somebody else has opened it
            (`opened`), it has a supplement (`supplemented`), a moderator has let it stand
            (`moderated`), its result is final or void (`settled`), or it took the place of
            another reading (`took_place`).
    """
    # two people agreed to it: neither takes it back alone, and another amendment changes it
    if audit.replaces_id is not None:
        raise ConflictError("took_place")
    _refuse_settled(session, audit, at)
    if _was_opened(session, actor, audit.id) or not are_untouched(session, audit.id):
        raise ConflictError("opened")
    if _is_supplemented(session, audit.id):
        raise ConflictError("supplemented")
    # a moderator's decision is not the reader's to undo
    if _is_moderated(session, audit.id):
        raise ConflictError("moderated")


def voiding(session: Session, actor: Actor, audit_id: int, on: date) -> Voiding:
    """Tell what somebody may do about making a review void.

    Args:
        session: A database session.
        actor: Who asks.
        audit_id: The review.
        on: The local day.

    Returns:
        What they may; nothing for who voids no reviews of the centre, and for what does not
        count (any more).
    """
    if actor.account_id is None or not may(actor, Permission.AUDIT_VOID):
        return _NOTHING
    query = (
        select(AuditRow)
        .join(CentreRow, CentreRow.id == AuditRow.centre_id)
        .where(
            AuditRow.id == audit_id,
            or_(AuditRow.state == "signed", own_locked(actor)),
            ~is_compared(),
            centres_within(actor, Permission.AUDIT_VOID),
        )
    )
    audit = session.execute(query).scalar_one_or_none()
    if audit is None or told_state(audit.state) != "signed":
        return _NOTHING
    if audit.void_reason is None:
        return Voiding(may_ask=True)
    if audit.void_asked_by == actor.account_id:
        return Voiding(has_asked=True)
    if actor.account_id in {audit.reader_id, audit.signed_by}:
        return Voiding(why_not="own_reading")
    bar = bar_against(session, actor.account_id, audit_id, on)
    return Voiding(may_confirm=not bar, why_not=bar)


def _refuse_settled(session: Session, audit: AuditRow, at: datetime) -> None:
    is_blind = audit.state == "locked" and _is_in_open_pair(session, audit.id)
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


def _is_in_open_pair(session: Session, audit_id: int) -> bool:
    row = ReadingPairRow
    query = select(row.id).where(
        or_(row.first_id == audit_id, row.second_id == audit_id),
        row.state == PairState.OPEN.value,
    )
    return session.execute(query.limit(1)).first() is not None


def _is_moderated(session: Session, audit_id: int) -> bool:
    query = select(SingleModerationRow.audit_id).where(
        SingleModerationRow.audit_id == audit_id, SingleModerationRow.settled_at.is_not(None)
    )
    return session.execute(query.limit(1)).first() is not None


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
