"""Cells with placeholders in workbooks of all makes, and what is written into them."""

import zipfile
from io import BytesIO
from time import process_time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from qa_app.domain.defaults import OWN_FORM_CELLS_MOST
from qa_app.domain.list_faults import Flaw, UnreadableListError
from qa_app.rubric_files.own_form_cells import Fill, filled_form, read_form

PREFIXED = (
    '<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    '<x:sheetData><x:row r="1"><x:c r="A1" s="0" t="inlineStr"><x:is><x:t>{{a}}</x:t></x:is></x:c>'
    '<x:c r="B1"/><x:c r="C1" t="inlineStr"><x:is><x:t>{{b}} &amp; c</x:t></x:is></x:c>'
    "</x:row></x:sheetData></x:worksheet>"
)


def made(*cells: object) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row, value in enumerate(cells, 1):
        sheet.cell(row, 1).value = value  # type: ignore[assignment]
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for one in old.namelist():
            new.writestr(one, content if one == name else old.read(one))
        if name not in old.namelist():
            new.writestr(name, content)
    return out.getvalue()


def test_shared_rich_and_repeated_texts() -> None:
    rich = CellRichText("x {{", TextBlock(InlineFont(b=True), "a}}"))
    form = read_form(made("{{a}}", "{{a}}", rich, "no", 7, "=A1"))
    assert [(one.at, one.text) for one in form.cells] == [
        ("A1", "{{a}}"),
        ("A2", "{{a}}"),
        ("A3", "x {{a}}"),
    ]
    part = form.cells[0].part
    done = filled_form(
        form, {(part, "A1"): Fill("8.5", is_number=True), (part, "A3"): Fill("甲<&>")}
    )
    sheet = load_workbook(BytesIO(done)).active
    assert sheet is not None
    assert [sheet.cell(row, 1).value for row in range(1, 7)] == [
        8.5, "{{a}}", "甲<&>", "no", 7, "=A1",
    ]  # fmt: skip


@pytest.mark.parametrize("mark", ["<si>", "<rPh a=''>"])
def test_marks_without_an_end_cost_no_more_than_their_length(mark: str) -> None:
    head = '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'

    def seconds(count: int) -> float:
        shared = f"{head}<si><t>{{{{a}}}}</t><!--{mark * count}--></si></sst>"
        data = with_part(made("{{a}}"), "xl/sharedStrings.xml", shared.encode())
        begun = process_time()
        assert [one.text for one in read_form(data).cells] == ["{{a}}"]
        return process_time() - begun

    # sixteen times as many: quadratic work would take some 256 times as long
    assert seconds(32_000) < 64 * max(seconds(2_000), 0.01)


@pytest.mark.parametrize(
    "name", ["xl/vbaproject.BIN", "xl/activeX/activeX1.bin", "xl/embeddings/o.bin", "../../e.txt"]
)
def test_nothing_that_runs_or_leaves_its_folder(name: str) -> None:
    with pytest.raises(UnreadableListError) as refused:
        read_form(with_part(made("{{a}}"), name, b"x"))
    assert refused.value.fault.flaw is Flaw.UNSAFE_WORKBOOK


def test_prefixes_and_escapes_of_other_makers() -> None:
    form = read_form(with_part(made("x"), "xl/worksheets/sheet1.xml", PREFIXED.encode()))
    assert [(one.at, one.text) for one in form.cells] == [("A1", "{{a}}"), ("C1", "{{b}} & c")]
    part = form.cells[0].part
    done = filled_form(form, {(part, "A1"): Fill("1", is_number=True), (part, "C1"): Fill("b & c")})
    sheet = load_workbook(BytesIO(done)).active
    assert sheet is not None
    assert (sheet["A1"].value, sheet["C1"].value) == (1, "b & c")


@pytest.mark.parametrize("value", ["=1+1", "+1", "-1", "@x", "\tx", "=cmd|' /C calc'!A0"])
def test_words_are_never_taken_for_a_formula(value: str) -> None:
    form = read_form(made("{{a}}"))
    done = filled_form(form, {(form.cells[0].part, "A1"): Fill(value)})
    sheet = load_workbook(BytesIO(done)).active
    assert sheet is not None
    assert (sheet["A1"].value, sheet["A1"].data_type) == (f"'{value}", "s")


def test_formulas_are_worked_out_anew_by_who_opens_it() -> None:
    plain = read_form(made("{{a}}"))
    fill = {(plain.cells[0].part, "A1"): Fill("2", is_number=True)}
    assert filled_form(plain, {}) == filled_form(plain, {})
    form = read_form(made("{{a}}", "=A1*2"))
    with zipfile.ZipFile(BytesIO(form.data)) as one:
        bare = one.read("xl/workbook.xml").replace(b'fullCalcOnLoad="1"', b"")
    for workbook in (
        bare,
        bare.replace(b"<calcPr", b"<notThere").replace(b"<notThere", b"<calcPr"),
    ):
        again = read_form(with_part(form.data, "xl/workbook.xml", workbook))
        assert load_workbook(BytesIO(filled_form(again, fill))).calculation.fullCalcOnLoad
    without = bare[: bare.index(b"<calcPr")] + bare[bare.index(b"/>", bare.index(b"<calcPr")) + 2 :]
    again = read_form(with_part(form.data, "xl/workbook.xml", without))
    assert load_workbook(BytesIO(filled_form(again, fill))).calculation.fullCalcOnLoad


@pytest.mark.parametrize(
    ("data", "flaw"),
    [
        (b"", Flaw.EMPTY),
        (b"PK" + bytes(2_000_000), Flaw.TOO_LARGE),
        (b"\xd0\xcf\x11\xe0", Flaw.OLD_OR_LOCKED),
        (b"a,b", Flaw.BROKEN_WORKBOOK),
        (b"PK", Flaw.BROKEN_WORKBOOK),
        (with_part(made("x"), "xl/vbaProject.bin", b"x"), Flaw.UNSAFE_WORKBOOK),
    ],
)
def test_what_is_no_form(data: bytes, flaw: Flaw) -> None:
    with pytest.raises(UnreadableListError) as refused:
        read_form(data)
    assert refused.value.fault.flaw is flaw


def test_a_form_with_too_many_names_is_refused() -> None:
    many = "{{a}}" * (OWN_FORM_CELLS_MOST // 4)
    read_form(made(*[many] * 4))
    with pytest.raises(UnreadableListError):
        read_form(made(*[many] * 5))


def test_a_broken_sheet_is_refused() -> None:
    broken = PREFIXED.replace("</x:c>", "")
    data = with_part(made("x"), "xl/worksheets/sheet1.xml", broken.encode())
    with pytest.raises(UnreadableListError):
        read_form(data)
    nothing = with_part(made("x"), "xl/workbook.xml", b"<nothing/>")
    assert read_form(nothing).cells == ()


ODD_PIECES = (
    "<c", "</c>", ' r="A1"', ' r="ZZZ99999999"', ' t="s"', ' t="inlineStr"', " t='b'", ">", "/>",
    "<v>", "</v>", "0", "99", "-1", "1e9", "<is>", "</is>", "<t>", '<t xml:space="preserve">',
    "</t>", "<f>", "</f>", "{{", "}}", "{{a}}", "{{得分|期间=2026年}}", "|", "=", "&amp;", "&#1;",
    "&", "&#xFFFFFFFF;", "<si>", "</si>", "<rPh>", "</rPh>", "<row>", "</row>", "x:", "<!--", "-->",
    "<![CDATA[", "]]>", "\x00", "\u202e", "甲", "😀",
)  # fmt: skip
ODD_PARTS = (
    "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "[Content_Types].xml",
    "xl/_rels/workbook.xml.rels", "xl/styles.xml",
)  # fmt: skip
ODD_BASE = made("{{a}}", "{{b|c=d}} x", "=1+1")


def taken_or_refused(data: bytes) -> None:
    """What is read is filled, and what comes out can be read again; all else is refused."""
    try:
        form = read_form(data)
    except UnreadableListError:
        return
    fills = {(one.part, one.at): Fill("=甲<&>") for one in form.cells if not one.is_formula}
    again = read_form(filled_form(form, fills))
    assert {one.sheet for one in again.cells} <= {one.sheet for one in form.cells}


@given(
    st.sampled_from(ODD_PARTS),
    st.lists(st.sampled_from(ODD_PIECES), max_size=30).map("".join),
    st.integers(0, 3000),
    st.integers(0, 60),
)
@example("xl/worksheets/sheet1.xml", '<c r="A1" t="s"><v>99999999999</v></c>', 0, 0)
@example("xl/sharedStrings.xml", "\ud800", 0, 0)
def test_parts_cut_and_mended_by_others_are_filled_or_refused(
    part: str, piece: str, at: int, cut: int
) -> None:
    with zipfile.ZipFile(BytesIO(ODD_BASE)) as archive:
        old = archive.read(part) if part in archive.namelist() else b""
    odd = piece.encode("utf-8", "surrogatepass")
    taken_or_refused(with_part(ODD_BASE, part, old[:at] + odd + old[at + cut :]))


@given(st.integers(0, len(ODD_BASE) - 1), st.binary(max_size=8), st.integers(0, 300))
def test_bytes_lost_or_changed_on_the_way_are_filled_or_refused(
    at: int, odd: bytes, cut: int
) -> None:
    taken_or_refused(ODD_BASE[:at] + odd + ODD_BASE[at + cut :])
