"""What stands in a supervision record, block by block."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.record_content import BlockContent, content_from
from qa_app.domain.session_blocks import OF_CASES, Block, blocks_of
from qa_app.domain.supervision import SessionType
from qa_app.domain.supervision_records import block_place, case_place
from qa_app.models.cases import CaseFileRow
from qa_app.models.places import PractitionerRow
from qa_app.models.records import (
    RecordBlockRow,
    RecordCaseRow,
    RecordPresenceRow,
    SupervisionRecordRow,
)
from qa_app.models.sealing import Sealer, sealer_of
from qa_app.queries.agreed import agreed_block


@dataclass(frozen=True, slots=True)
class BlockStands:
    """A block as it stands: how often it was saved (0 for never), and what it holds."""

    revision: int
    content: BlockContent


_SAID = {None: "", True: "yes", False: "no"}
NOTHING = BlockStands(0, BlockContent())


def blocks_in(session: Session, session_id: int, fine: SessionType) -> Mapping[Block, BlockStands]:
    """Read every block of a record.

    Args:
        session: A database session.
        session_id: The session; the caller knows that its record is theirs to read.
        fine: What kind of session.

    Returns:
        Every block that the kind has, in order of the form; one that was never saved is empty.
        Nothing at all without a record.
    """
    record = session.get(SupervisionRecordRow, session_id)
    if record is None:
        return {}
    saved = {
        Block(row.block): row
        for row in session.execute(
            select(RecordBlockRow).where(RecordBlockRow.session_id == session_id)
        ).scalars()
    }
    found: dict[Block, BlockStands] = {}
    for block in blocks_of(fine):
        if block is Block.MEETING:
            found[block] = BlockStands(record.revision, _meeting(session, record))
        elif block is Block.ACTIONS:
            found[block] = BlockStands(0, agreed_block(session, session_id))
        elif block in saved:
            found[block] = _opened(session, saved[block])
        else:
            found[block] = NOTHING
    return found


def block_in(session: Session, session_id: int, block: Block) -> BlockStands:
    """Read one block of a record.

    Args:
        session: A database session.
        session_id: The session, whose record exists.
        block: The block, one of its kind's.

    Returns:
        How it stands.
    """
    if block is Block.MEETING:
        record = session.get_one(SupervisionRecordRow, session_id)
        return BlockStands(record.revision, _meeting(session, record))
    if block is Block.ACTIONS:
        return BlockStands(0, agreed_block(session, session_id))
    row = session.get(RecordBlockRow, (session_id, block.value))
    return NOTHING if row is None else _opened(session, row)


def _opened(session: Session, row: RecordBlockRow) -> BlockStands:
    block, sealer = Block(row.block), sealer_of(session)
    content = content_from(json.loads(sealer.open(row.body, block_place(row.session_id, block))))
    if block in OF_CASES:
        content = BlockContent(
            content.values, _cases(session, row.session_id, sealer), content.name_reason
        )
    return BlockStands(row.revision, content)


def _meeting(session: Session, record: SupervisionRecordRow) -> BlockContent:
    values = {
        "held_on": record.held_on.isoformat(),
        "began_at": "" if record.began_at is None else f"{record.began_at:%H:%M}",
        "ended_at": "" if record.ended_at is None else f"{record.ended_at:%H:%M}",
        "mode": record.mode or "",
        "was_interrupted": _SAID[record.was_interrupted],
        **{str(one): "yes" for one in record.functions},
        "next_on": "" if record.next_on is None else record.next_on.isoformat(),
    }
    rows = session.execute(
        select(PractitionerRow.code, RecordPresenceRow.minutes)
        .join(PractitionerRow, PractitionerRow.id == RecordPresenceRow.practitioner_id)
        .where(RecordPresenceRow.session_id == record.session_id)
        .order_by(PractitionerRow.code)
    )
    return BlockContent(
        _filled(values),
        tuple(
            _filled({"person": code, "minutes": "" if minutes is None else str(minutes)})
            for code, minutes in rows
        ),
    )


def _cases(session: Session, session_id: int, sealer: Sealer) -> tuple[Mapping[str, str], ...]:
    rows = session.execute(
        select(RecordCaseRow, CaseFileRow.reference)
        .join(CaseFileRow, CaseFileRow.id == RecordCaseRow.case_file_id)
        .where(RecordCaseRow.session_id == session_id)
        .order_by(RecordCaseRow.position)
    )
    return tuple(_case(row, reference, sealer) for row, reference in rows)


def _case(row: RecordCaseRow, reference: str, sealer: Sealer) -> Mapping[str, str]:
    texts: dict[str, Any] = {}
    if row.body is not None:
        texts = json.loads(sealer.open(row.body, case_place(row.session_id, row.case_file_id)))
    return _filled(
        {
            "case": reference,
            "risk": row.risk or "",
            "safety_seen": _SAID[row.is_safety_seen],
            "child_heard": _SAID[row.is_child_heard],
            **texts,
            "owner": row.owner or "",
            "due_on": "" if row.due_on is None else row.due_on.isoformat(),
        }
    )


def _filled(values: Mapping[str, str]) -> dict[str, str]:
    return {code: value for code, value in values.items() if value}
