"""Set the phrases that readers may insert into the note of an item."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, NotAllowedError, OutOfReachError
from qa_app.domain.library_events import PhrasesChanged
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.phrases import Phrase, digest_of_phrases, faults_of_phrases, tidied_phrases
from qa_app.models.rubric_drafts import ItemPhraseRow
from qa_app.models.transaction import locked, transaction
from qa_app.models.twins import one_of_a_kind
from qa_app.queries.rubric_standing import item_codes_used


@dataclass(frozen=True, slots=True)
class PhrasesTyped:
    """The phrases of an item as they shall be from now on.

    Attributes:
        rubric: Code of the rubric.
        item: Code of the item.
        seen: Digest of the phrases that the writer had before them.
        phrases: As typed.
    """

    rubric: str
    item: str
    seen: str
    phrases: tuple[Phrase, ...]


def set_item_phrases(session: Session, actor: Actor, typed: PhrasesTyped, *, at: datetime) -> bool:
    """Set the phrases of an item.

    Args:
        session: A database session.
        actor: Who writes.
        typed: The phrases.
        at: The present.

    Returns:
        False when exactly these stand there already and nothing was done.

    Raises:
        NotAllowedError: The actor may not write rubrics.
        OutOfReachError: No published version of the rubric has such an item.
        InvalidError: What `faults_of_phrases` names, all of them.
        ConflictError: Somebody changed them meanwhile (`stale`).
    """
    if not may(actor, Permission.RUBRIC_WRITE):
        raise NotAllowedError(Permission.RUBRIC_WRITE.value)
    if typed.item not in item_codes_used(session, typed.rubric):
        raise OutOfReachError("item")
    phrases = tidied_phrases(typed.phrases)
    faults = faults_of_phrases(phrases)
    if faults:
        raise InvalidError(*faults)
    if _standing(_rows(session, typed)) == phrases:
        return False
    event = PhrasesChanged(
        actor=actor,
        at=at,
        object_id=f"{typed.rubric}/{typed.item}",
        rubric=typed.rubric,
        count=len(phrases),
    )
    with one_of_a_kind("stale", ConflictError), transaction(session, event):
        rows = _rows(session, typed)
        if digest_of_phrases(_standing(rows)) != typed.seen:
            raise ConflictError("stale")
        _keep(session, actor, typed, {one.text_zh: one for one in rows}, phrases, at)
    return True


def _rows(session: Session, typed: PhrasesTyped) -> list[ItemPhraseRow]:
    query = (
        select(ItemPhraseRow)
        .where(ItemPhraseRow.rubric_code == typed.rubric, ItemPhraseRow.item_code == typed.item)
        .order_by(ItemPhraseRow.position, ItemPhraseRow.id)
    )
    return list(session.execute(locked(session, query, ItemPhraseRow)).scalars())


def _standing(rows: list[ItemPhraseRow]) -> tuple[Phrase, ...]:
    return tuple(Phrase(one.text_zh, one.text_en) for one in rows if one.is_active)


def _keep(
    session: Session,
    actor: Actor,
    typed: PhrasesTyped,
    known: dict[str, ItemPhraseRow],
    phrases: tuple[Phrase, ...],
    at: datetime,
) -> None:
    wanted = {one.zh for one in phrases}
    for row in known.values():
        if row.text_zh not in wanted:
            row.is_active = False  # a phrase that left stays known, so that no file brings it back
    for position, phrase in enumerate(phrases):
        row = known.get(phrase.zh) or ItemPhraseRow(
            rubric_code=typed.rubric, item_code=typed.item, text_zh=phrase.zh
        )
        row.text_en, row.position, row.is_active = phrase.en, position, True
        row.updated_at, row.updated_by = at, actor.account_id
        session.add(row)
