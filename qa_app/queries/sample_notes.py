"""What stands beside every result of a sample: where it came from, what was replaced."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.replacements import Replaced, ReplaceReason, SampleNote, sample_note
from qa_app.models.aliases import alias_of
from qa_app.models.cases import CaseFileRow, DrawRow
from qa_app.models.rounds import FileReplacementRow


@dataclass(frozen=True, slots=True)
class ReplacedLine:
    """A replacement as a page shows it.

    Attributes:
        reference: The file that left.
        by: The reserve that took its place; None when none was left.
        reason: Why.
        at: When it was said.
    """

    reference: str
    by: str | None
    reason: ReplaceReason
    at: datetime


def sample_notes(session: Session, draws: Collection[int]) -> Mapping[int, SampleNote]:
    """Sum up some drawn samples that are known to be in reach, with two queries.

    Args:
        session: A database session.
        draws: Which draws.

    Returns:
        Draw to its note; a draw that is frozen and not yet drawn has none.
    """
    if not draws:
        return {}
    replaced: dict[int, list[Replaced]] = defaultdict(list)
    for row in session.execute(
        select(FileReplacementRow).where(FileReplacementRow.draw_id.in_(draws))
    ).scalars():
        one = Replaced(row.case_file_id, row.by_file_id, ReplaceReason(row.reason))
        replaced[row.draw_id].append(one)
    rows = session.execute(
        select(DrawRow.id, DrawRow.frame_count, DrawRow.wanted_count).where(
            DrawRow.id.in_(draws), DrawRow.drawn_at.is_not(None)
        )
    )
    return {
        row.id: sample_note(
            row.frame_count, min(row.wanted_count, row.frame_count), replaced[row.id]
        )
        for row in rows
    }


def replaced_lines(session: Session, draw_id: int) -> tuple[ReplacedLine, ...]:
    """List the replacements of a draw that is known to be in reach.

    Args:
        session: A database session.
        draw_id: The draw.

    Returns:
        In the order in which they were made.
    """
    came = alias_of(CaseFileRow)
    rows = session.execute(
        select(
            CaseFileRow.reference,
            came.reference.label("by"),
            FileReplacementRow.reason,
            FileReplacementRow.replaced_at,
        )
        .join(CaseFileRow, CaseFileRow.id == FileReplacementRow.case_file_id)
        .outerjoin(came, came.id == FileReplacementRow.by_file_id)
        .where(FileReplacementRow.draw_id == draw_id)
        .order_by(FileReplacementRow.id)
    )
    return tuple(
        ReplacedLine(row.reference, row.by, ReplaceReason(row.reason), row.replaced_at)
        for row in rows
    )
