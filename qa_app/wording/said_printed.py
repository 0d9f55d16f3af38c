"""A paper of a round or of actions in words of one language: what PDF and Word both show."""

from collections.abc import Iterator
from dataclasses import dataclass

from qa_app.wording.said import SaidLine


@dataclass(frozen=True, slots=True)
class SaidTable:
    """A table.

    Attributes:
        heads: Heads of its columns.
        shares: Width of each column, as shares of the whole.
        rows: Cells; a cell may hold several lines.
    """

    heads: tuple[str, ...]
    shares: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class SaidPart:
    """A part of a paper.

    Attributes:
        heading: Its heading; empty without one.
        paragraphs: What it says.
        table: Its table; None without one.
        code: Text of a code to be scanned; empty without one.
        is_slip: True for what is taken off and sent back: it begins a page of its own.
    """

    heading: str
    paragraphs: tuple[str, ...] = ()
    table: SaidTable | None = None
    code: str = ""
    is_slip: bool = False


@dataclass(frozen=True, slots=True)
class SaidPrinted:
    """A paper.

    Attributes:
        language: `zh` or `en`.
        title: Its title.
        subject: What it is about.
        draft: The mark of a draft for approval.
        is_draft: True when the PDF bears the mark too; the Word file always bears it.
        identity: What it is about, line by line.
        remarks: What stands on page 1: safeguards that a team's profile relaxed, and limits.
        parts: The parts, in order.
        closing: The closing line of every paper.
        verification: Facts for verification, at the very end.
        verification_head: Their heading.
        foot: Left end of the foot, in the PDF.
        page: `%(page)s` and `%(pages)s` in words.
        class_mark: Right end of the foot.
    """

    language: str
    title: str
    subject: str
    draft: str
    is_draft: bool
    identity: tuple[SaidLine, ...]
    remarks: tuple[str, ...]
    parts: tuple[SaidPart, ...]
    closing: str
    verification: tuple[SaidLine, ...]
    verification_head: str
    foot: str
    page: str
    class_mark: str


def texts_of(
    title: str,
    identity: tuple[SaidLine, ...],
    remarks: tuple[str, ...],
    parts: tuple[SaidPart, ...],
) -> Iterator[str]:
    """Walk the texts of a paper in the order in which they are printed.

    Args:
        title: Its title.
        identity: What it is about.
        remarks: What stands on page 1.
        parts: Its parts.

    Yields:
        Each text.
    """
    yield title
    for line in identity:
        yield from (line.label, line.value)
    yield from remarks
    for part in parts:
        yield part.heading
        yield from part.paragraphs
        if part.table is not None:
            yield from part.table.heads
            for row in part.table.rows:
                yield from row
