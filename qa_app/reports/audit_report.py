"""The audit report on paper: A4, one language, the same bytes for the same report."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from qa_app.domain.audit_report import Standing
from qa_app.reports.follow_up import follow_up_story
from qa_app.reports.fonts import register_fonts
from qa_app.reports.page_ends import closed
from qa_app.reports.palette import ACCENT, INK_2, band_box, bar, role_mark, standing_mark
from qa_app.reports.score_working import working_story
from qa_app.reports.sheet import (
    BODY,
    LABEL,
    NOTE,
    RESULT,
    RIGHT,
    SMALL,
    SMALL_RIGHT,
    STRONG,
    SUBJECT,
    TITLE,
    WIDTH,
    Foot,
    Look,
    bound,
    closing_heading,
    gap,
    hairline,
    heading,
    kept_with_next,
    paragraph,
    table,
    too_tall,
)
from qa_app.wording.said import SaidItem, SaidLine, SaidRating, SaidReport, SaidSection
from qa_app.wording.said_follow_up import SaidFollowUp

_IDENTITY = (88.0, 160.0, 88.0, WIDTH - 336)
_SECTIONS = (24.0, 200.0, 140.0, WIDTH - 364)
_ITEMS = (30.0, 270.0, 14.0, 110.0, WIDTH - 424)
_RATINGS = (40.0, 320.0, WIDTH - 360)
_BAND = 34.0
_ROOM_OF_ITEMS = 200.0
"""Points for the heads of the table, of its first section, and a first item with its note."""
_NOTE_PART = 430
"""Characters of a note in one row: ten lines of Chinese."""
_BAR_HEIGHT = 7.0


def audit_pdf(
    report: SaidReport,
    made: str,
    *,
    has_working: bool = False,
    follow: SaidFollowUp | None = None,
) -> bytes:
    """Draw a report.

    Args:
        report: The report in words.
        made: When it is made, in words of the report's language.
        has_working: True adds how the score came about, item by item.
        follow: Findings, actions, answers and objection; None leaves them out.

    Returns:
        A PDF file; the same bytes for the same arguments.
    """
    register_fonts()
    left = " · ".join((report.number, report.version, report.heads["made"] % {"at": made}))
    foot = Foot(left, report.heads["page"], report.class_mark)
    title = f"{report.title} {report.subject}"
    try:
        story = _story(report, follow, is_loose=False, has_working=has_working)
        return bound(story, title, report.language, foot)
    except too_tall():
        # a requirement longer than a page: its rows may then be cut anywhere
        story = _story(report, follow, is_loose=True, has_working=has_working)
        return bound(story, title, report.language, foot)


def _story(
    report: SaidReport, follow: SaidFollowUp | None, *, is_loose: bool, has_working: bool
) -> list[Any]:
    story = [
        *_head(report),
        *_result(report),
        *_sections(report),
        *_short(report.heads["caps"], [_without_note(report, item) for item in report.caps]),
        *_findings(report),
        *(() if follow is None else follow_up_story(follow)),
        *_items(report, is_loose=is_loose),
        *_ratings(report.heads["outcomes"], report.outcomes),
        *_ratings(report.heads["ratings"], report.ratings),
        *_ratings(report.heads["questions"], report.questions),
        *(working_story(report.working) if has_working else ()),
    ]
    return closed(story, list(_verification(report)))


def _head(report: SaidReport) -> Iterable[Any]:
    is_void = report.standing is Standing.VOID
    title = replace(TITLE, colour=ACCENT) if is_void else TITLE
    standing = replace(STRONG, colour=ACCENT) if is_void else BODY
    is_counted = report.standing in {Standing.PROVISIONAL, Standing.FINAL}
    mark = standing_mark(is_final=report.standing is Standing.FINAL) if is_counted else ""
    words = paragraph(report.standing_words, standing)
    centred = [("VALIGN", (0, 0), (-1, -1), "MIDDLE"), ("BOTTOMPADDING", (0, 0), (-1, -1), 0)]
    yield table(
        [[paragraph(report.title, title), mark, words]],
        (WIDTH - 84, 14.0, 70.0),
        commands=centred,
    )
    yield paragraph(report.subject, SUBJECT)
    yield gap(6)
    cells = [cell for line in report.identity for cell in _pair(line)]
    cells += [""] * (-len(cells) % 4)
    rows = [cells[at : at + 4] for at in range(0, len(cells), 4)]
    tight = [("TOPPADDING", (0, 0), (-1, -1), 1), ("BOTTOMPADDING", (0, 0), (-1, -1), 1)]
    yield table(rows, _IDENTITY, commands=[*tight, hairline(-1, -1, is_soft=False)])
    yield gap(8)


def _pair(line: SaidLine) -> tuple[Any, Any]:
    return paragraph(line.label, LABEL), paragraph(line.value, Look(size=9.5, leading=15))


def _result(report: SaidReport) -> Iterable[Any]:
    is_void = report.standing is Standing.VOID
    words = [
        paragraph(report.result, replace(RESULT, is_struck=is_void)),
        paragraph(report.sentence, replace(BODY, is_struck=is_void)),
    ]
    if report.band_position is None:
        yield from words
    else:
        box = band_box(report.band_code, report.band_position, _BAND)
        yield table([[box, words]], (_BAND + 10, WIDTH - _BAND - 10))
    for remark in report.remarks:
        yield paragraph(remark, Look(size=9.5, leading=15, colour=INK_2))


def _sections(report: SaidReport) -> Iterable[Any]:
    # sections without a value of their own only group the items below
    if not any(section.value for section in report.sections):
        return
    yield from heading(report.heads["sections"])
    rows = [
        [
            paragraph(section.code, STRONG),
            paragraph(section.title),
            "" if section.fill is None else bar(section.fill, _SECTIONS[2] - 8, _BAR_HEIGHT),
            paragraph(section.value, RIGHT),
        ]
        for section in report.sections
    ]
    yield table(
        rows,
        _SECTIONS,
        commands=[hairline(0, -1), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")],
    )


def _findings(report: SaidReport) -> Iterable[Any]:
    heads = report.heads
    if report.items_follow:
        yield from _short(heads["findings"], report.findings, heads["no_findings"])
        yield from _short(heads["strengths"], report.strengths, heads["no_strengths"])


def _without_note(report: SaidReport, item: SaidItem) -> SaidItem:
    # its note stands among the findings
    return replace(item, note="", lost="") if item in report.findings else item


def _short(title: str, items: Sequence[SaidItem], nothing: str = "") -> Iterable[Any]:
    if not items and not nothing:
        return
    yield from heading(title)
    if not items:
        yield paragraph(nothing, SMALL)
    for item in items:
        yield kept_with_next(paragraph(item.text, strong=f"{item.code} {item.critical}".strip()))
        after = [part for part in (_answer(item), item.lost, item.note) if part]
        yield paragraph(" · ".join(after), Look(size=9.5, leading=15, colour=INK_2, after=4))


def _answer(item: SaidItem) -> str:
    return " ".join(part for part in (item.digit, item.answer) if part)


def _items(report: SaidReport, *, is_loose: bool) -> Iterable[Any]:
    if not report.items_follow:
        return
    heads = report.heads
    has_points = any(item.points for section in report.sections for item in section.items)
    yield from heading(heads["items"], _ROOM_OF_ITEMS)
    rows: list[list[Any]] = [
        [
            paragraph(heads["code"], LABEL),
            paragraph(heads["text"], LABEL),
            "",
            paragraph(heads["answer"], LABEL),
            paragraph(
                heads["points"] if has_points else "",
                Look(size=9, leading=15, colour=LABEL.colour, is_right=True),
            ),
        ]
    ]
    commands: list[tuple[Any, ...]] = []
    for section in report.sections:
        if section.items:
            _add_section(rows, commands, section)
    working = report.working
    if working.total:
        # wider than the points of one item: it takes the column of answers as well
        total = paragraph(working.total, SMALL_RIGHT)
        rows.append([paragraph(working.heads["total"], STRONG), "", "", total, ""])
        at = len(rows) - 1
        commands += [("SPAN", (0, at), (2, at)), ("SPAN", (3, at), (4, at))]
    if is_loose:
        commands = [command for command in commands if command[0] != "NOSPLIT"]
    yield table(rows, _ITEMS, commands=commands, has_head=True, is_loose=is_loose)
    if working.rounding:
        yield paragraph(working.rounding, SMALL)


def _add_section(
    rows: list[list[Any]], commands: list[tuple[Any, ...]], section: SaidSection
) -> None:
    at = len(rows)
    rows.append([paragraph(section.title, STRONG, strong=section.code), "", "", "", ""])
    commands += [("SPAN", (0, at), (-1, at)), ("TOPPADDING", (0, at), (-1, at), 8)]
    commands.append(("NOSPLIT", (0, at), (-1, at + 1)))
    commands.append(hairline(at, at, is_soft=False))
    for item in section.items:
        rows.append(_item_row(item))
        if item.note:
            commands.append(("NOSPLIT", (0, len(rows) - 1), (-1, len(rows))))
        for part in _parts(item.note):
            commands += _note_below(len(rows))
            rows.append(["", paragraph(part, NOTE), "", "", ""])
        commands.append(hairline(len(rows) - 1, len(rows) - 1))


def _parts(note: str) -> list[str]:
    # a row ends with a page: a long note goes over several rows
    return [note[at : at + _NOTE_PART] for at in range(0, len(note), _NOTE_PART)]


def _note_below(row: int) -> list[tuple[Any, ...]]:
    return [
        ("SPAN", (1, row), (-1, row)),
        ("TOPPADDING", (0, row), (-1, row), 0),
        ("BOTTOMPADDING", (0, row - 1), (-1, row - 1), 0),
    ]


def _item_row(item: SaidItem) -> list[Any]:
    quiet = BODY if item.counts else Look(colour=INK_2)
    red = Look(size=9, leading=14, colour=ACCENT if item.is_red else INK_2)
    text = [paragraph(item.text, quiet)]
    if item.critical:
        text.insert(0, paragraph(item.critical, red))
    text += [paragraph(detail, SMALL) for detail in item.details]
    mark = "" if item.role is None else [gap(4.5), role_mark(item.role)]
    return [
        paragraph(item.code, STRONG),
        text,
        mark,
        paragraph(_answer(item), quiet),
        paragraph(item.points, SMALL_RIGHT),
    ]


def _ratings(title: str, lines: Sequence[SaidRating]) -> Iterable[Any]:
    if not lines:
        return
    yield from heading(title)
    rows = [
        [
            paragraph(line.code, STRONG),
            [paragraph(line.title), *_noted(line)],
            paragraph(line.value),
        ]
        for line in lines
    ]
    yield table(rows, _RATINGS, commands=[hairline(0, -1)])


def _noted(line: SaidRating) -> list[Any]:
    return [paragraph(part, NOTE) for part in _parts(line.note)]


def _verification(report: SaidReport) -> Iterable[Any]:
    yield gap(10)
    yield paragraph(report.closing, SMALL)
    yield closing_heading(report.heads["verification"])
    for line in report.verification:
        yield paragraph(line.label, LABEL)
        yield paragraph(line.value, SMALL)
