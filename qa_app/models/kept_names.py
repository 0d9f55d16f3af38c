"""Keeps the reason why what looks like a name stands in a text, beside that text."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from qa_app.domain.identity_guard import names_in
from qa_app.domain.name_reasons import NamePlace, reason_place
from qa_app.models.name_reasons import NameReasonRow
from qa_app.models.sealing import sealer_of


@dataclass(frozen=True, slots=True)
class NamedText:
    """Where a name is kept, and by whom.

    Attributes:
        audit_id: The reading that the text belongs to; None for what belongs to a session.
        place: Which text of it.
        by: The account that keeps it; None for the system.
        at: The present.
        key: The item of a note; empty elsewhere.
        session_id: The session of supervision that the text belongs to; None for a reading.
    """

    audit_id: int | None
    place: NamePlace
    by: int | None
    at: datetime
    key: str = ""
    session_id: int | None = None


def keep_reason(session: Session, where: NamedText, reason: str) -> str:
    """Keep a reason.

    Args:
        session: A session inside `transaction`.
        where: Where and by whom.
        reason: Why, as typed; checked before.

    Returns:
        Its keyed digest, for the journal.
    """
    said, sealer = reason.strip(), sealer_of(session)
    about = reason_place(where.audit_id, where.session_id)
    session.execute(
        insert(NameReasonRow).values(
            audit_id=where.audit_id,
            session_id=where.session_id,
            place=where.place.value,
            key=where.key,
            reason=sealer.seal(said, about),
            at=where.at,
            by=where.by,
        )
    )
    return sealer.digest(said, about)


def keep_reason_for(
    session: Session, where: NamedText, texts: Iterable[str], reason: str
) -> str | None:
    """Keep a reason where a text needs one.

    Args:
        session: A session inside `transaction`.
        where: Where and by whom.
        texts: What is kept.
        reason: Why, as typed; checked before.

    Returns:
        Its keyed digest, for the journal; None when nothing looks like a name.
    """
    if not any(names_in(text) for text in texts):
        return None
    return keep_reason(session, where, reason)
