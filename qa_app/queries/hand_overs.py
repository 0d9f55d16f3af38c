"""What passed from one person to another at a session, as the journal tells it."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import String, and_, cast, or_, select
from sqlalchemy.orm import Session

from qa_app.domain.hand_over import (
    HandOverReason,
)
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.domain.reader_events import AuditHandedOver, ReaderNamed, SessionReassigned
from qa_app.domain.text import BilingualText
from qa_app.models.accounts import AccountRow
from qa_app.models.audits import AuditRow
from qa_app.models.cases import CaseFileRow, DrawRow
from qa_app.models.journal import JournalRow
from qa_app.models.places import CentreRow
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.queries.pairs import hidden_from
from qa_app.queries.reach import centres_within


@dataclass(frozen=True, slots=True)
class PassedOn:
    """One change of hands.

    Attributes:
        at: When.
        audit_id: The draft that was handed over; None when it was the session itself, or all
            that nobody had begun to read of its draw.
        file_count: How many drafts changed hands with the draw's reader; 0 for a draw that was
            not drawn yet; None when it was no draw.
        from_name: Who had it; empty when nobody did.
        to_name: Who goes on with it.
        reason: Why.
    """

    at: datetime
    audit_id: int | None
    file_count: int | None
    from_name: str
    to_name: str
    reason: HandOverReason


def passed_on(session: Session, session_id: int) -> tuple[PassedOn, ...]:
    """List what changed hands at a session that is known to be in reach, with two queries.

    Args:
        session: A database session.
        session_id: The supervision session.

    Returns:
        Oldest first.
    """
    audits = select(cast(AuditRow.id, String)).where(AuditRow.session_id == session_id)
    draws = select(cast(DrawRow.id, String)).where(DrawRow.session_id == session_id)
    of_audit = and_(
        JournalRow.object_type == AuditHandedOver.object_type,
        JournalRow.action == AuditHandedOver.action,
        JournalRow.object_id.in_(audits),
    )
    of_draw = and_(
        JournalRow.object_type == ReaderNamed.object_type,
        JournalRow.action == ReaderNamed.action,
        JournalRow.object_id.in_(draws),
    )
    of_session = and_(
        JournalRow.object_type == SessionReassigned.object_type,
        JournalRow.action == SessionReassigned.action,
        JournalRow.object_id == str(session_id),
    )
    rows = session.execute(
        select(JournalRow.at, JournalRow.action, JournalRow.object_id, JournalRow.detail)
        .where(or_(of_audit, of_draw, of_session))
        .order_by(JournalRow.seq)
    ).all()
    told = [(row, json.loads(row.detail)) for row in rows]
    accounts = {one[side] for _, one in told for side in ("from_account", "to_account")}
    names: dict[int | None, str] = dict(
        session.execute(
            select(AccountRow.id, AccountRow.display_name).where(
                AccountRow.id.in_(accounts - {None})
            )
        ).all()
        if told
        else ()
    )
    return tuple(
        PassedOn(
            at=row.at,
            audit_id=int(row.object_id) if row.action == AuditHandedOver.action else None,
            file_count=detail.get("count"),
            from_name=names.get(detail["from_account"], ""),
            to_name=names.get(detail["to_account"], ""),
            # only a reader who may no longer read there is replaced for a whole draw
            reason=HandOverReason(detail.get("reason", HandOverReason.LEFT)),
        )
        for row, detail in told
    )


@dataclass(frozen=True, slots=True)
class PassedDuty:
    """A duty that passed from one person to another.

    Attributes:
        audit_id: The draft; None for a session.
        reference: The file's reference, or who is supervised; None for a session or a whole
            centre.
        centre: Name of the centre; None for a supervised supervisor.
        to_name: Who has it now.
        agreement_id: The agreement of supervision; None for a draft or a session.
    """

    audit_id: int | None
    reference: str | None
    centre: BilingualText | None
    to_name: str
    agreement_id: int | None = None


def passed_from(
    session: Session,
    actor: Actor,
    account_id: int,
    audits: Collection[int],
    sessions: Collection[int],
) -> tuple[PassedDuty, ...]:
    """List what passed from a person to others, of some drafts and sessions, with four queries.

    Args:
        session: A database session.
        actor: Who asks; what they may not give to others themselves is left out, and of draws
            they take part in what is hidden from them.
        account_id: From whom.
        audits: Drafts.
        sessions: Sessions.

    Returns:
        Drafts, then sessions, each once and as it passed last; only what the journal tells to
        have passed from that person.
    """
    drafts = session.execute(
        select(AuditRow.id, CaseFileRow.reference, CentreRow.name_zh, CentreRow.name_en)
        .join(CentreRow, CentreRow.id == AuditRow.centre_id)
        .outerjoin(CaseFileRow, CaseFileRow.id == AuditRow.case_file_id)
        .where(
            AuditRow.id.in_(audits),
            centres_within(actor, Permission.SAMPLE_DRAW),
            ~hidden_from(actor.account_id),
        )
        .order_by(AuditRow.id)
    ).all()
    led = session.execute(
        select(SupervisionSessionRow.id, CentreRow.name_zh, CentreRow.name_en)
        .join(CentreRow, CentreRow.id == SupervisionSessionRow.centre_id)
        .where(
            SupervisionSessionRow.id.in_(sessions), centres_within(actor, Permission.SESSION_PLAN)
        )
        .order_by(SupervisionSessionRow.id)
    ).all()
    told = {
        **_last(session, AuditHandedOver, account_id, [row.id for row in drafts]),
        **_last(session, SessionReassigned, account_id, [row.id for row in led]),
    }
    names = _names(session, set(told.values()))
    return (
        *(
            PassedDuty(row.id, row.reference, BilingualText(row.name_zh, row.name_en), names[to])
            for row in drafts
            if (to := told.get((AuditHandedOver.action, row.id))) is not None
        ),
        *(
            PassedDuty(None, None, BilingualText(row.name_zh, row.name_en), names[to])
            for row in led
            if (to := told.get((SessionReassigned.action, row.id))) is not None
        ),
    )


def _last(
    session: Session,
    kind: type[AuditHandedOver | SessionReassigned],
    account_id: int,
    objects: Collection[int],
) -> dict[tuple[str, int], int]:
    # object to who has it since it last passed, where it passed from this person
    rows = session.execute(
        select(JournalRow.object_id, JournalRow.detail)
        .where(
            JournalRow.object_type == kind.object_type,
            JournalRow.action == kind.action,
            JournalRow.object_id.in_([str(one) for one in objects]),
        )
        .order_by(JournalRow.seq)
    ).all()
    last = {int(row.object_id or 0): json.loads(row.detail) for row in rows}
    return {
        (kind.action, one): detail["to_account"]
        for one, detail in last.items()
        if detail["from_account"] == account_id
    }


def _names(session: Session, accounts: Collection[int]) -> dict[int, str]:
    query = select(AccountRow.id, AccountRow.display_name).where(AccountRow.id.in_(accounts))
    return dict(session.execute(query).all())
