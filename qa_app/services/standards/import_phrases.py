"""Take in phrases that the product brings along, where nobody wrote any."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from qa_app.domain.errors import NotAllowedError
from qa_app.domain.library_events import PhrasesChanged
from qa_app.domain.people import Actor
from qa_app.domain.phrases import Phrase
from qa_app.models.rubric_drafts import ItemPhraseRow
from qa_app.models.transaction import transaction


def import_phrases(
    session: Session,
    actor: Actor,
    rubric: str,
    phrases: Mapping[str, tuple[Phrase, ...]],
    *,
    at: datetime,
) -> int:
    """Take phrases in.

    Args:
        session: A database session.
        actor: Who does it; only the system.
        rubric: Code of the rubric.
        phrases: Item to its phrases, tidied and without faults.
        at: The present.

    Returns:
        How many were taken in; items that have, or ever had, phrases keep theirs.

    Raises:
        NotAllowedError: The actor is not the system.
    """
    if not actor.is_system:
        raise NotAllowedError("rubric:write")
    known = set(
        session.scalars(
            select(ItemPhraseRow.item_code).where(ItemPhraseRow.rubric_code == rubric).distinct()
        )
    )
    rows = [
        {
            "rubric_code": rubric,
            "item_code": item,
            "position": position,
            "text_zh": phrase.zh,
            "text_en": phrase.en,
            "is_active": True,
            "updated_at": at,
        }
        for item, listed in phrases.items()
        if item not in known
        for position, phrase in enumerate(listed)
    ]
    if not rows:
        return 0
    event = PhrasesChanged(actor=actor, at=at, object_id=rubric, rubric=rubric, count=len(rows))
    with transaction(session, event):
        session.execute(insert(ItemPhraseRow), rows)
    return len(rows)
