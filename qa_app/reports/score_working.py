"""How a score came about, on paper."""

from collections.abc import Iterable
from typing import Any

from qa_app.reports.palette import INK_2
from qa_app.reports.sheet import (
    BODY,
    LABEL,
    RIGHT,
    SMALL,
    SMALL_RIGHT,
    STRONG,
    WIDTH,
    Look,
    gap,
    hairline,
    heading,
    paragraph,
    table,
)
from qa_app.wording.said import SaidWorking, SaidWorkingItem

_COLUMNS = (40.0, WIDTH - 270, 70.0, 50.0, 110.0)
_RULES = (40.0, 160.0, WIDTH - 200)


def working_story(working: SaidWorking) -> Iterable[Any]:
    """Draw how a score came about.

    Args:
        working: It, in words.

    Yields:
        Parts of the document.
    """
    yield from heading(working.heads["working"])
    for sentence in working.sentences:
        yield paragraph(sentence, Look(size=9.5, leading=15, colour=INK_2))
    if working.sections:
        yield gap(4)
        yield _sections(working)
        if working.rounding:
            yield paragraph(working.rounding, SMALL)
    if working.rules:
        rows = [
            [paragraph(code, STRONG), paragraph(title), paragraph(said, SMALL)]
            for code, title, said in working.rules
        ]
        yield table(rows, _RULES, commands=[hairline(0, -1)])


def _sections(working: SaidWorking) -> Any:
    heads = working.heads
    right = Look(size=9, leading=15, colour=LABEL.colour, is_right=True)
    rows: list[list[Any]] = [
        [
            "",
            "",
            paragraph(heads["value"], right),
            paragraph(heads["weight"], right),
            paragraph(heads["share"] if working.has_points else "", right),
        ]
    ]
    commands: list[tuple[Any, ...]] = []
    for section in working.sections:
        at = len(rows)
        title = [
            paragraph(section.title, STRONG, strong=section.code),
            paragraph(section.how, SMALL),
        ]
        rows.append([title, "", "", "", paragraph(section.points, RIGHT)])
        commands += [("SPAN", (0, at), (3, at)), ("TOPPADDING", (0, at), (-1, at), 8)]
        commands += [("NOSPLIT", (0, at), (-1, at + 1)), hairline(at, at, is_soft=False)]
        rows += [_item(item) for item in section.items]
        commands.append(hairline(at + 1, len(rows) - 1))
    if working.total:
        rows.append(
            [paragraph(heads["total"], STRONG), "", "", "", paragraph(working.total, RIGHT)]
        )
        commands.append(("SPAN", (0, len(rows) - 1), (3, len(rows) - 1)))
    return table(rows, _COLUMNS, commands=commands, has_head=True)


def _item(item: SaidWorkingItem) -> list[Any]:
    quiet = BODY if item.counts else Look(colour=INK_2)
    said = [paragraph(item.answer, quiet)]
    if item.why:
        said.append(paragraph(item.why, SMALL))
    return [
        paragraph(item.code, STRONG),
        said,
        paragraph(item.value, SMALL_RIGHT),
        paragraph(item.weight, SMALL_RIGHT),
        paragraph(item.points, SMALL_RIGHT),
    ]
