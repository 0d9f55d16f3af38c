"""A report of a quarter or a year in words: the blocks that page, PDF and Word file all show."""

from dataclasses import dataclass

from qa_app.wording.said_printed import SaidPart, SaidPrinted


@dataclass(frozen=True, slots=True)
class SaidBlock:
    """A part of the report.

    Attributes:
        key: Unique in the report.
        part: Its heading, sentences and table.
        area: The rubric whose charts stand between its sentences and its table; empty for none.
        tints: For each row of its table the tint of each cell but the first, 0 to 3, the higher
            the nearer to the top; None for no tint. Empty without tints.
        is_explained: True where its first sentences explain its table or the method, and are set
            small on paper as all later ones are.
        centres: The rubric whose centres are drawn with their intervals; empty for none.
        breaks: Columns of its table, from 1, before which another version begins.
    """

    key: str
    part: SaidPart
    area: str = ""
    tints: tuple[tuple[int | None, ...], ...] = ()
    is_explained: bool = False
    centres: str = ""
    breaks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class SaidPeriod:
    """The whole report.

    Attributes:
        headline: The finding.
        paper: Head and ends of the paper, and its parts in the order of the blocks.
        blocks: The same parts with what else stands in them.
    """

    headline: str
    paper: SaidPrinted
    blocks: tuple[SaidBlock, ...]
