"""Papers as Word drafts, laid out like official documents; edited on and approved elsewhere."""

import re
import zipfile
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from qa_app.reports.notices import PRINTED_NOTICE
from qa_app.wording.said_printed import SaidPart, SaidPrinted, SaidTable

TOP_MM, LEFT_MM, TEXT_WIDTH_MM, TEXT_HEIGHT_MM = 37, 28, 156, 225
"""Margins and type area of an official document (GB/T 9704-2012, 5.2.1)."""

_A4_MM = 210, 297
_TITLE_PT, _BODY_PT, _TABLE_PT, _PAGE_PT = 22, 16, 12, 14
_LINE_PT = 28
_SONG, _FANG, _HEI, _LATIN = "宋体", "仿宋", "黑体", "Times New Roman"
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_ZIP_DAY = (2000, 1, 1, 0, 0, 0)
_UNIX = 3
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def word_draft(paper: SaidPrinted) -> bytes:
    """Write a paper as a Word file that can be edited.

    Args:
        paper: The paper in words.

    Returns:
        A DOCX file marked as a draft for approval, without letterhead, seal or number of its
        own; the same bytes for the same words.

    Source: GB/T 9704-2012 for margins, type sizes and the number of the page.
    """
    # here, so that only who asks for a draft waits for it
    from docx import Document

    document = Document()
    _lay_out(document, paper)
    _add(document, paper.draft, face=_HEI)
    _add(document, paper.title, size=_TITLE_PT, face=_SONG, is_centred=True, style="Title")
    _add(document, paper.subject, is_centred=True)
    for line in paper.identity:
        _add(document, _paired(paper, line.label, line.value))
    for remark in paper.remarks:
        _add(document, remark)
    for part in paper.parts:
        _add_part(document, part)
    _add(document, paper.closing)
    _add(document, paper.verification_head, face=_HEI, style="Heading 1")
    for line in paper.verification:
        _add(document, _paired(paper, line.label, line.value), size=_TABLE_PT)
    content = BytesIO()
    document.save(content)
    return _steady(content.getvalue())


def _paired(paper: SaidPrinted, label: str, value: str) -> str:
    return f"{label}：{value}" if paper.language == "zh" else f"{label}: {value}"


def _lay_out(document: Any, paper: SaidPrinted) -> None:
    from docx.shared import Mm, Pt, RGBColor

    page, (width, height) = document.sections[0], _A4_MM
    page.page_width, page.page_height = Mm(width), Mm(height)
    page.top_margin, page.left_margin = Mm(TOP_MM), Mm(LEFT_MM)
    page.right_margin = Mm(width - LEFT_MM - TEXT_WIDTH_MM)
    page.bottom_margin = Mm(height - TOP_MM - TEXT_HEIGHT_MM)
    _number_pages(page.footer.paragraphs[0])
    _put_notice(page.header.paragraphs[0], PRINTED_NOTICE.get()(paper.language))
    for name, size in (("Normal", _BODY_PT), ("Title", _TITLE_PT), ("Heading 1", _BODY_PT)):
        style = document.styles[name]
        style.font.size, style.font.color.rgb = Pt(size), RGBColor(0, 0, 0)
        style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
        _face(style.element.get_or_add_rPr(), _FANG)
        # the template draws a line below titles
        for border in style.element.xpath("./w:pPr/w:pBdr"):
            border.getparent().remove(border)
    kept = document.core_properties
    kept.title, kept.author, kept.comments = _clean(paper.title), "Plumbline 准绳", ""
    kept.language = "zh-CN" if paper.language == "zh" else "en"
    kept.created = kept.modified = _EPOCH.replace(tzinfo=None)


def _put_notice(head: Any, told: str) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    if told:
        head.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = head.add_run(_clean(told))
        run.font.size = Pt(_TABLE_PT)
        _face(run._r.get_or_add_rPr(), _FANG)  # noqa: SLF001 - the library has no public way in


def _number_pages(foot: Any) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt

    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for text in ("— ", None, " —"):
        run = foot.add_run(text or "")
        run.font.size = Pt(_PAGE_PT)
        _face(run._r.get_or_add_rPr(), _SONG)  # noqa: SLF001 - the library has no public way in
        if text is None:
            for kind in ("begin", "PAGE", "end"):
                name = "w:instrText" if kind == "PAGE" else "w:fldChar"
                mark = OxmlElement(name)
                if kind == "PAGE":
                    mark.text = kind
                else:
                    mark.set(qn("w:fldCharType"), kind)
                run._r.append(mark)  # noqa: SLF001 - likewise


def _face(properties: Any, chinese: str) -> None:
    from docx.oxml.ns import qn

    fonts = properties.get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for name, face in (("ascii", _LATIN), ("hAnsi", _LATIN), ("eastAsia", chinese)):
        fonts.set(qn(f"w:{name}"), face)


def _add(
    holder: Any,
    text: str,
    *,
    size: int = _BODY_PT,
    face: str = _FANG,
    is_centred: bool = False,
    style: str | None = None,
) -> None:
    _write(holder.add_paragraph(style=style), text, size=size, face=face, is_centred=is_centred)


def _write(into: Any, text: str, *, size: int, face: str, is_centred: bool = False) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    if is_centred:
        into.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if size == _BODY_PT:
        into.paragraph_format.line_spacing = Pt(_LINE_PT)
    run = into.add_run(_clean(text))
    run.font.size, run.font.bold = Pt(size), False
    _face(run._r.get_or_add_rPr(), face)  # noqa: SLF001 - the library has no public way in


def _clean(text: str) -> str:
    return _NOT_IN_XML.sub("", text)


def _add_part(document: Any, part: SaidPart) -> None:
    if part.heading:
        _add(document, part.heading, face=_HEI, style="Heading 1")
    for one in part.paragraphs:
        _add(document, one)
    if part.table is not None:
        # two tables with nothing between them become one, with the heads of the first
        if document.element.body.xpath("./w:tbl/following-sibling::*[1][self::w:sectPr]"):
            _add(document, "", size=_TABLE_PT)
        _add_table(document, part.table)


def _add_table(document: Any, told: SaidTable) -> None:
    from docx.oxml import OxmlElement
    from docx.shared import Mm

    made = document.add_table(rows=len(told.rows) + 1, cols=len(told.heads))
    made.style, made.autofit = "Table Grid", False
    widths = [Mm(TEXT_WIDTH_MM * share / sum(told.shares)) for share in told.shares]
    for column, width in zip(made.columns, widths, strict=True):
        column.width = width
    for at, (row, cells) in enumerate(zip(made.rows, (told.heads, *told.rows), strict=True)):
        for cell, width, text in zip(row.cells, widths, cells, strict=True):
            cell.width = width
            face = _FANG if at else _HEI
            _write(cell.paragraphs[0], text, size=_TABLE_PT, face=face)
    # the heads come again on every page
    made.rows[0]._tr.get_or_add_trPr().append(  # noqa: SLF001 - the library has no public way in
        OxmlElement("w:tblHeader")
    )


def _steady(content: bytes) -> bytes:
    # a zip file keeps when each of its parts was written
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as made, zipfile.ZipFile(out, "w") as kept:
        for name in made.namelist():
            part = zipfile.ZipInfo(name, _ZIP_DAY)
            part.compress_type, part.create_system = zipfile.ZIP_DEFLATED, _UNIX
            kept.writestr(part, made.read(name))
    return out.getvalue()
