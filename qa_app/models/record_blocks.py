"""Keeps blocks of a supervision record, inside the transaction that saves them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import delete, insert, update
from sqlalchemy.orm import Session

from qa_app.domain.journal import canonical_json
from qa_app.domain.record_content import BlockContent, plain_content
from qa_app.domain.session_blocks import OF_CASES, Block, Function
from qa_app.domain.supervision_records import block_place, case_place
from qa_app.models.records import (
    RecordBlockRow,
    RecordCaseRow,
    RecordPresenceRow,
    SupervisionRecordRow,
)
from qa_app.models.sealing import sealer_of

_TYPED = frozenset({"case", "risk", "safety_seen", "child_heard", "owner", "due_on"})
"""Fields of a case that stand in columns; the others are texts."""


@dataclass(frozen=True, slots=True)
class BlockSave:
    """A block that is saved.

    Attributes:
        session_id: The session of the record.
        block: The block.
        content: What it is to hold.
        revision: The number of this save, from 1.
        by: The account that saves.
        at: The present.
    """

    session_id: int
    block: Block
    content: BlockContent
    revision: int
    by: int | None
    at: datetime


def keep_meeting(session: Session, save: BlockSave, people: Mapping[str, int]) -> None:
    """Keep when and how people met, and who was there.

    Args:
        session: A session inside `transaction`.
        save: The block, checked.
        people: Code of everybody in it to the practitioner.
    """
    values = save.content.values
    changes: dict[str, Any] = {
        "began_at": _time(values.get("began_at")),
        "ended_at": _time(values.get("ended_at")),
        "mode": values.get("mode"),
        "was_interrupted": _said(values.get("was_interrupted")),
        "functions": [one.value for one in Function if values.get(one)],
        "next_on": _day(values.get("next_on")),
        "revision": save.revision,
        "saved_at": save.at,
    }
    held = _day(values.get("held_on"))
    if held is not None:
        changes["held_on"] = held
    session.execute(
        update(SupervisionRecordRow)
        .where(SupervisionRecordRow.session_id == save.session_id)
        .values(**changes)
        .execution_options(synchronize_session=False)
    )
    _empty(session, RecordPresenceRow, save.session_id)
    rows = [
        {
            "session_id": save.session_id,
            "practitioner_id": people[row["person"]],
            "minutes": int(row["minutes"]) if "minutes" in row else None,
        }
        for row in save.content.rows
    ]
    if rows:
        session.execute(insert(RecordPresenceRow), rows)


def keep_block(session: Session, save: BlockSave, held_on: date, cases: Mapping[str, int]) -> None:
    """Keep any other block, sealed; rows about cases stand beside the case they are about.

    Args:
        session: A session inside `transaction`.
        save: The block, checked.
        held_on: The day of the session.
        cases: Reference of every case in it to the file.
    """
    content = save.content
    if save.block in OF_CASES:
        _keep_cases(session, save, held_on, cases)
        content = BlockContent(content.values, (), content.name_reason)
    body = canonical_json(plain_content(content))
    sealed = sealer_of(session).seal(body, block_place(save.session_id, save.block))
    values = {
        "revision": save.revision,
        "body": sealed,
        "saved_at": save.at,
        "saved_by": save.by,
    }
    if save.revision == 1:
        session.execute(
            insert(RecordBlockRow).values(
                session_id=save.session_id, block=save.block.value, **values
            )
        )
    else:
        session.execute(
            update(RecordBlockRow)
            .where(
                RecordBlockRow.session_id == save.session_id,
                RecordBlockRow.block == save.block.value,
            )
            .values(**values)
            .execution_options(synchronize_session=False)
        )
    session.execute(
        update(SupervisionRecordRow)
        .where(SupervisionRecordRow.session_id == save.session_id)
        .values(saved_at=save.at)
        .execution_options(synchronize_session=False)
    )


def _keep_cases(session: Session, save: BlockSave, held_on: date, cases: Mapping[str, int]) -> None:
    # a kind of session has one block about cases, so that all rows of the record are its rows
    _empty(session, RecordCaseRow, save.session_id)
    sealer = sealer_of(session)
    rows = []
    for position, row in enumerate(save.content.rows):
        case_id = cases[row["case"]]
        texts = {code: text for code, text in row.items() if code not in _TYPED}
        place = case_place(save.session_id, case_id)
        rows.append(
            {
                "session_id": save.session_id,
                "position": position,
                "case_file_id": case_id,
                "discussed_on": held_on,
                "risk": row.get("risk"),
                "is_safety_seen": _said(row.get("safety_seen")),
                "is_child_heard": _said(row.get("child_heard")),
                "owner": row.get("owner"),
                "due_on": _day(row.get("due_on")),
                "body": sealer.seal(json.dumps(texts, ensure_ascii=False), place)
                if texts
                else None,
            }
        )
    if rows:
        session.execute(insert(RecordCaseRow), rows)


def _empty(
    session: Session, table: type[RecordPresenceRow | RecordCaseRow], session_id: int
) -> None:
    session.execute(
        delete(table)
        .where(table.session_id == session_id)
        .execution_options(synchronize_session=False)
    )


def _said(value: str | None) -> bool | None:
    return None if value is None else value == "yes"


def _day(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)


def _time(value: str | None) -> time | None:
    return None if value is None else time.fromisoformat(value)
