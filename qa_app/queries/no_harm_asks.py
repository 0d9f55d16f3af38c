"""Who was asked, one after the other, to confirm that something was no harm."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.text import BilingualText
from qa_app.models.accounts import AccountRow
from qa_app.models.aliases import alias_of
from qa_app.models.audits import AuditRow
from qa_app.models.cases import CaseFileRow
from qa_app.models.escalations import EscalationRow, NoHarmRequestRow
from qa_app.models.places import CentreRow
from qa_app.queries.escalations import Harm, harm_known_to

_SECOND, _BY = alias_of(AccountRow), alias_of(AccountRow)
_LAST = alias_of(NoHarmRequestRow)


@dataclass(frozen=True, slots=True)
class NoHarmAsk:
    """One time a supervisor was asked.

    Attributes:
        second: Name of who was asked.
        by: Name of who asked.
        at: When.
        answer: Code of a `NoHarmAnswer`; empty while, or when, they gave none.
        answered_at: When they answered; None without an answer.
        is_taken_back: True when somebody else was asked instead before they answered.
    """

    second: str
    by: str
    at: datetime
    answer: str
    answered_at: datetime | None
    is_taken_back: bool


@dataclass(frozen=True, slots=True)
class GivenToOther:
    """A question that a person was asked and that was given to somebody else.

    Attributes:
        harm_id: The harm.
        reference: The file's reference; None when the whole centre is read.
        centre_name: The centre's name.
        second: Name of who was asked instead.
        by: Name of who asked them.
        at: When.
    """

    harm_id: int
    reference: str | None
    centre_name: BilingualText
    second: str
    by: str
    at: datetime


def no_harm_asks(session: Session, harm: Harm) -> tuple[NoHarmAsk, ...]:
    """List who was asked to confirm that something was no harm.

    Args:
        session: A database session.
        harm: It, within reach of whoever asks.

    Returns:
        Every time somebody was asked, the first one first; what was asked of somebody before
        counts no more once somebody else is asked.
    """
    rows = session.execute(
        select(
            _SECOND.display_name.label("second"),
            _BY.display_name.label("by"),
            NoHarmRequestRow.asked_at,
            NoHarmRequestRow.answer,
            NoHarmRequestRow.answered_at,
        )
        .outerjoin(_SECOND, _SECOND.id == NoHarmRequestRow.second_id)
        .outerjoin(_BY, _BY.id == NoHarmRequestRow.asked_by)
        .where(NoHarmRequestRow.escalation_id == harm.id)
        .order_by(NoHarmRequestRow.id)
    ).all()
    return tuple(
        NoHarmAsk(
            row.second or "",
            row.by or "",
            row.asked_at,
            row.answer or "",
            row.answered_at,
            is_taken_back=row.answer is None and place < len(rows),
        )
        for place, row in enumerate(rows, start=1)
    )


def given_to_others(
    session: Session, actor: Actor, since: datetime, most: int
) -> tuple[GivenToOther, ...]:
    """List what a person was asked and somebody else was asked instead.

    Args:
        session: A database session.
        actor: Who was asked, as far as they may know of the harm.
        since: The earliest instant at which somebody else was asked that counts.
        most: At most so many.

    Returns:
        The last one first; whatever became of it since, and nothing that they are asked again.
    """
    if actor.account_id is None or not may(actor, Permission.AUDIT_VOID):
        return ()
    mine = NoHarmRequestRow
    asked_last = (
        select(func.max(_LAST.id).label("id"))
        .where(_LAST.escalation_id.in_(_asked_of(actor.account_id)))
        .group_by(_LAST.escalation_id)
        .subquery()
    )
    rows = session.execute(
        select(
            mine.escalation_id,
            CaseFileRow.reference,
            CentreRow.name_zh,
            CentreRow.name_en,
            _SECOND.display_name.label("second"),
            _BY.display_name.label("by"),
            mine.asked_at,
        )
        .join(asked_last, asked_last.c.id == mine.id)
        .join(EscalationRow, EscalationRow.id == mine.escalation_id)
        .join(AuditRow, AuditRow.id == EscalationRow.audit_id)
        .join(CentreRow, CentreRow.id == EscalationRow.centre_id)
        .outerjoin(CaseFileRow, CaseFileRow.id == AuditRow.case_file_id)
        .outerjoin(_SECOND, _SECOND.id == mine.second_id)
        .outerjoin(_BY, _BY.id == mine.asked_by)
        .where(mine.second_id != actor.account_id, mine.asked_at >= since, harm_known_to(actor))
        .order_by(mine.id.desc())
        .limit(most)
    )
    return tuple(
        GivenToOther(
            row.escalation_id,
            row.reference,
            BilingualText(row.name_zh, row.name_en),
            row.second or "",
            row.by or "",
            row.asked_at,
        )
        for row in rows
    )


def _asked_of(account_id: int) -> Select[int]:
    return select(NoHarmRequestRow.escalation_id).where(
        NoHarmRequestRow.second_id == account_id, NoHarmRequestRow.answer.is_(None)
    )
