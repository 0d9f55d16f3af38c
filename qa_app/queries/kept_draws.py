"""Draws as they were kept, for replaying them."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime

from sqlalchemy import String, cast, select
from sqlalchemy.orm import Session

from qa_app.domain.draw_check import KeptDraw, KeptFile
from qa_app.domain.events import FrameFrozen, SampleDrawn
from qa_app.domain.replacements import Replaced, ReplaceReason
from qa_app.domain.supervision import UNIT_CASE_FILE
from qa_app.models.audits import AuditRow
from qa_app.models.cases import CaseFileRow, DrawnFileRow, DrawRow
from qa_app.models.journal import JournalRow
from qa_app.models.rounds import FileReplacementRow
from qa_app.models.rubrics import RubricVersionRow
from qa_app.queries.journal_checkpoints import rows_gone_until

_AT_ONCE = 100


def draws_made(session: Session, draw_id: int | None = None) -> tuple[int, ...]:
    """List draws of files.

    Args:
        session: A database session.
        draw_id: Only this one; None for all.

    Returns:
        Draws whose files are drawn, oldest first; a rubric that reads the whole centre at
        once draws nothing, and a frame without a draw cannot be replayed yet.
    """
    query = (
        select(DrawRow.id)
        .join(RubricVersionRow, RubricVersionRow.id == DrawRow.rubric_version_id)
        .where(DrawRow.drawn_at.is_not(None), RubricVersionRow.kind == UNIT_CASE_FILE)
        .order_by(DrawRow.id)
    )
    if draw_id is not None:
        query = query.where(DrawRow.id == draw_id)
    return tuple(session.execute(query).scalars())


def kept_draws(session: Session, draws: Collection[int]) -> Iterator[tuple[int, KeptDraw]]:
    """Read draws with all that proves them.

    Args:
        session: A database session.
        draws: Which, as `draws_made` lists them.

    Yields:
        Each draw with its number, in order; a hundred are read at a time.
    """
    listed = sorted(draws)
    for start in range(0, len(listed), _AT_ONCE):
        yield from _some(session, listed[start : start + _AT_ONCE])


def _some(session: Session, draws: list[int]) -> Iterator[tuple[int, KeptDraw]]:
    files, replaced = _files(session, draws), _replaced(session, draws)
    read, told = _read(session, draws), _told(session, draws)
    expired = rows_gone_until(session)
    rows = session.execute(select(DrawRow).where(DrawRow.id.in_(draws)).order_by(DrawRow.id))
    for row in rows.scalars():
        yield (
            row.id,
            KeptDraw(
                frame=row.frame,
                frame_digest=row.frame_digest,
                frame_count=row.frame_count,
                wanted_count=row.wanted_count,
                design=row.design,
                seed=row.seed or "",
                is_seed_later=row.drawn_at is not None and row.frozen_at <= row.drawn_at,
                files=files[row.id],
                replaced=replaced[row.id],
                read=frozenset(read[row.id]),
                told=told[row.id] or _of_expired(row, expired),
            ),
        )


def _files(session: Session, draws: list[int]) -> Mapping[int, list[KeptFile]]:
    files: dict[int, list[KeptFile]] = defaultdict(list)
    rows = session.execute(
        select(DrawnFileRow, CaseFileRow.reference)
        .join(CaseFileRow, CaseFileRow.id == DrawnFileRow.case_file_id)
        .where(DrawnFileRow.draw_id.in_(draws))
        .order_by(DrawnFileRow.draw_id, DrawnFileRow.position)
    )
    for row, reference in rows:
        files[row.draw_id].append(
            KeptFile(row.case_file_id, reference, row.stratum, row.ticket, row.is_reserve)
        )
    return files


def _replaced(session: Session, draws: list[int]) -> Mapping[int, list[Replaced]]:
    replaced: dict[int, list[Replaced]] = defaultdict(list)
    rows = session.execute(
        select(FileReplacementRow)
        .where(FileReplacementRow.draw_id.in_(draws))
        .order_by(FileReplacementRow.id)
    ).scalars()
    for row in rows:
        replaced[row.draw_id].append(
            Replaced(row.case_file_id, row.by_file_id, ReplaceReason(row.reason))
        )
    return replaced


def _read(session: Session, draws: list[int]) -> Mapping[int, set[int]]:
    read: dict[int, set[int]] = defaultdict(set)
    rows = session.execute(
        select(AuditRow.draw_id, AuditRow.case_file_id).where(
            AuditRow.draw_id.in_(draws),
            AuditRow.case_file_id.is_not(None),
            AuditRow.state.not_in(("void", "dropped")),
        )
    )
    for draw_id, file_id in rows:
        if draw_id is not None and file_id is not None:
            read[draw_id].add(file_id)
    return read


def _of_expired(row: DrawRow, expired: datetime | None) -> dict[str, str]:
    # a signed checkpoint stands for the rows that told of it: there is nothing to hold it against
    if expired is None or row.frozen_at > expired:
        return {}
    return {"frame_digest": row.frame_digest, "seed": row.seed or ""}


def _told(session: Session, draws: list[int]) -> Mapping[int, dict[str, str]]:
    told: dict[int, dict[str, str]] = defaultdict(dict)
    rows = session.execute(
        select(JournalRow.object_id, JournalRow.detail)
        .join(DrawRow, JournalRow.object_id == cast(DrawRow.id, String))
        .where(
            JournalRow.object_type == SampleDrawn.object_type,
            JournalRow.action.in_((FrameFrozen.action, SampleDrawn.action)),
            DrawRow.id.in_(draws),
        )
        .order_by(JournalRow.seq)
    )
    for object_id, detail in rows:
        plain = json.loads(detail)
        # the first row counts: a draw that was cut is frozen a second time with the same digest
        for name in ("frame_digest", "seed"):
            if name in plain:
                told[int(object_id or 0)].setdefault(name, plain[name])
    return told
