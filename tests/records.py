"""A supervision session that took place, and people who were in it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from qa_app.domain.people import Actor, Role
from qa_app.domain.record_content import BlockContent
from qa_app.domain.session_blocks import Block
from qa_app.domain.supervision import SessionType
from qa_app.domain.supervision_records import RecordState, record_digest
from qa_app.queries.record_content import block_in, blocks_in
from qa_app.queries.records import record_head
from qa_app.services.records.open_record import open_record
from qa_app.services.records.save_block import BlockChange, SavedBlock, save_block
from qa_app.services.records.sign_record import SignSent, sign_record
from tests.audits import ZONE
from tests.kept import kept
from tests.sessions import Scene, a_scene, a_session, at_centre, someone

EVENING = datetime(2026, 4, 9, 12, 0, tzinfo=UTC)
"""Eight in the evening in Shanghai, on the day of the session."""

MEETING = {
    "held_on": "2026-04-09",
    "began_at": "09:00",
    "ended_at": "10:30",
    "mode": "at_centre",
    "accountability": "yes",
    "next_on": "2026-05-07",
}


@dataclass(frozen=True)
class Talk:
    """A session of a supervisor with worker W1, who has an account."""

    scene: Scene
    session_id: int
    worker: Actor

    @property
    def lead(self) -> Actor:
        return self.scene.supervisor


@kept
def a_talk(session: Session, fine: SessionType = SessionType.INDIVIDUAL, **fields: Any) -> Talk:
    scene = a_scene(session)
    worker = at_centre(
        someone(session, "worker", Role.CASEWORKER, "A", scene.workers["W1"]),
        Role.CASEWORKER,
        scene.centre,
    )
    values = {"people": (scene.workers["W1"],), **fields}
    made = a_session(session, scene, type=fine, rubric_version_id=None, files_wanted=0, **values)
    return Talk(scene, made, worker)


def begin(session: Session, talk: Talk, at: datetime = EVENING) -> None:
    open_record(session, talk.lead, talk.session_id, ZONE, at=at)


def save(
    session: Session,
    talk: Talk,
    block: Block,
    values: dict[str, str] | None = None,
    rows: tuple[dict[str, str], ...] = (),
    *,
    base: int | None = None,
    key: str | None = None,
    name_reason: str = "",
    at: datetime = EVENING,
) -> SavedBlock:
    if base is None:
        base = block_in(session, talk.session_id, block).revision
        session.rollback()
    content = BlockContent(values or {}, rows, name_reason)
    change = BlockChange(block, content, base, key)
    return save_block(session, talk.lead, talk.session_id, change, ZONE, at=at)


def fill(session: Session, talk: Talk, at: datetime = EVENING) -> None:
    """All that an individual session needs before it is signed."""
    rows = ({"person": "W1", "minutes": "90"},)
    save(session, talk, Block.MEETING, MEETING, rows, at=at)
    save(session, talk, Block.SUPPORT, {"workload": "6"}, at=at)


def digest_of(session: Session, talk: Talk) -> str:
    head = record_head(session, talk.lead, talk.session_id)
    assert head is not None
    contents = {
        block: one.content for block, one in blocks_in(session, talk.session_id, head.type).items()
    }
    session.rollback()
    return record_digest(talk.session_id, head.type, contents)


def sign(
    session: Session,
    talk: Talk,
    who: Actor | None = None,
    *,
    on_paper: frozenset[int] = frozenset(),
    at: datetime = EVENING,
) -> RecordState:
    sent = SignSent(digest_of(session, talk), on_paper)
    return sign_record(session, who or talk.lead, talk.session_id, sent, ZONE, at=at)
