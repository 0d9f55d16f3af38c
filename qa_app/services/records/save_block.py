"""Save one block of a record; acknowledged only once committed."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.errors import OutOfReachError
from qa_app.domain.identity_guard import names_in
from qa_app.domain.journal import canonical_json
from qa_app.domain.people import Actor
from qa_app.domain.record_content import BlockContent, plain_content, read_content, texts_in
from qa_app.domain.record_events import RecordSaved
from qa_app.domain.session_blocks import OF_CASES, Block
from qa_app.domain.supervision_records import block_place
from qa_app.models.idempotency import Request, once
from qa_app.models.record_blocks import BlockSave, keep_block, keep_meeting
from qa_app.models.sealing import sealer_of
from qa_app.models.transaction import Act
from qa_app.queries.record_content import BlockStands, block_in
from qa_app.queries.record_places import (
    RecordInHand,
    cases_named,
    draft_of,
    led_session,
    people_named,
    spelt,
)


@dataclass(frozen=True, slots=True)
class BlockChange:
    """A block as it was sent.

    Attributes:
        block: The block.
        content: What it is to hold.
        base: Its revision as the writer saw it; 0 for a block that was never saved.
        key: Random key of the save; None when the caller has none.
    """

    block: Block
    content: BlockContent
    base: int
    key: str | None = None


@dataclass(frozen=True, slots=True)
class SavedBlock:
    """What became of a save.

    Attributes:
        revision: The block's revision as it stands now.
        conflict: What stands instead; None when the save took effect.
    """

    revision: int
    conflict: BlockStands | None = None


class _OvertakenError(Exception):
    """The block was saved since the writer saw it; nothing of this save is kept."""

    def __init__(self, stands: BlockStands) -> None:
        super().__init__()
        self.stands = stands


def save_block(
    session: Session, actor: Actor, session_id: int, change: BlockChange, zone: str, *, at: datetime
) -> SavedBlock:
    """Save a block of a record that one is writing.

    Args:
        session: A database session.
        actor: Who leads the session.
        session_id: The session.
        change: The block as sent.
        zone: Local time zone.
        at: The present.

    Returns:
        The new revision, the same for the same key; or what stands, when the block was saved
        since the writer saw it: then nothing is kept of what was sent.

    Raises:
        OutOfReachError: There is no such record that the actor writes.
        ConflictError: It is signed (`record_signed`), its session was cancelled
            (`session_cancelled`), or the key was used for something else (`key_reused`).
        InvalidError: Something does not fit (`domain.record_content.read_content`,
            `queries.record_places.people_named`, `cases_named`).
    """
    body = f"{session_id}\n{change.block.value}\n{change.base}\n"
    body += canonical_json(plain_content(change.content))
    request = Request(actor.account_id, change.key, "record:save", body)
    event = RecordSaved(actor=actor, at=at, object_id=session_id, block=change.block.value)

    def save(act: Act) -> int:
        return _save(session, act, session_id, change, zone).revision

    try:
        return SavedBlock(once(session, request, event, save))
    except _OvertakenError as fault:
        return SavedBlock(fault.stands.revision, fault.stands)


def _save(session: Session, act: Act, session_id: int, change: BlockChange, zone: str) -> BlockSave:
    actor, at, block = act.event.actor, act.event.at, change.block
    held = led_session(session, actor, session_id)
    draft_of(held)
    content = read_content(held.type, block, spelt(change.content), local_day(at, zone))
    stands = block_in(session, session_id, block)
    if stands.revision != change.base:
        raise _OvertakenError(stands)
    if not any(names_in(text) for text in texts_in(held.type, block, content)):
        content = replace(content, name_reason="")
    save = BlockSave(session_id, block, content, stands.revision + 1, actor.account_id, at)
    _keep(session, actor, held, save)
    act.learn(
        centre_id=held.session.centre_id,
        revision=save.revision,
        name_reason=_digest(session, save),
    )
    return save


def _keep(session: Session, actor: Actor, held: RecordInHand, save: BlockSave) -> None:
    if held.record is None:
        raise OutOfReachError("record")
    if save.block is Block.MEETING:
        people = people_named(session, held, save.content, actor.practitioner_id)
        keep_meeting(session, save, people)
        return
    cases = cases_named(session, held, save.content) if save.block in OF_CASES else {}
    keep_block(session, save, held.record.held_on, cases)


def _digest(session: Session, save: BlockSave) -> str | None:
    reason = save.content.name_reason
    if not reason:
        return None
    return sealer_of(session).digest(reason, block_place(save.session_id, save.block))
