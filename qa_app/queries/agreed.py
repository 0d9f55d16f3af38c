"""What was agreed in one session, for the people of its record."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.actions import ActionState, Owner
from qa_app.domain.agreed import agreed_place
from qa_app.domain.record_content import BlockContent
from qa_app.models.findings import CorrectiveActionRow
from qa_app.models.places import PractitionerRow
from qa_app.models.sealing import sealer_of

WORKER_OF_AGREED = (
    select(PractitionerRow.code)
    .where(
        PractitionerRow.id == CorrectiveActionRow.practitioner_id,
        CorrectiveActionRow.session_id.is_not(None),
    )
    .correlate(CorrectiveActionRow)
    .scalar_subquery()
)
"""Code of the worker whom something agreed is about; null for what follows from a reading."""


@dataclass(frozen=True, slots=True)
class AgreedLine:
    """An action of a session.

    Attributes:
        id: It.
        what: What is to be done.
        owner: Who does it.
        worker: Code of the worker it is about; empty for the centre as a whole.
        wanted_on: By when it was agreed; None without a day.
        due_on: By when it is due; None while the record is written.
        evidence: What would show it; empty for nothing.
        state: Where it stands.
    """

    id: int
    what: str
    owner: Owner
    worker: str
    wanted_on: date | None
    due_on: date | None
    evidence: str
    state: ActionState


def agreed_in(session: Session, session_id: int) -> tuple[AgreedLine, ...]:
    """List what was agreed in a session.

    Args:
        session: A database session.
        session_id: The session; the caller knows that its record is theirs to read.

    Returns:
        In the order in which it was written down; drafts among them.
    """
    sealer = sealer_of(session)
    rows = session.execute(
        select(CorrectiveActionRow, PractitionerRow.code)
        .outerjoin(PractitionerRow, PractitionerRow.id == CorrectiveActionRow.practitioner_id)
        .where(CorrectiveActionRow.session_id == session_id)
        .order_by(CorrectiveActionRow.id)
    )

    def text(body: bytes | None, field: str) -> str:
        return "" if body is None else sealer.open(body, agreed_place(session_id, field))

    return tuple(
        AgreedLine(
            row.id,
            text(row.what, "what"),
            Owner(row.owner),
            code or "",
            row.wanted_on,
            row.due_on,
            text(row.evidence, "evidence"),
            ActionState(row.state),
        )
        for row, code in rows
    )


def agreed_block(session: Session, session_id: int) -> BlockContent:
    """Give what was agreed as the block of the record that holds it, so that it is signed too.

    Args:
        session: A database session.
        session_id: The session; the caller knows that its record is theirs to read.

    Returns:
        A row for each action, the same before and after the signature.
    """
    rows = (
        {
            "what": one.what,
            "owner": one.owner.value,
            "person": one.worker,
            "due_on": "" if one.wanted_on is None else one.wanted_on.isoformat(),
            "evidence": one.evidence,
        }
        for one in agreed_in(session, session_id)
    )
    return BlockContent(
        {}, tuple({code: value for code, value in row.items() if value} for row in rows)
    )
