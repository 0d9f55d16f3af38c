from io import BytesIO

import pytest
from openpyxl import load_workbook

from qa_app.reports.notices import PRINTED_NOTICE
from qa_app.reports.workbooks import Sheet, workbook

DOERS = ("=1+1", "+1", "-1", "@x", "\tx", "＝1+1", '=HYPERLINK("http://x","y")')


def read(*sheets: Sheet):
    return load_workbook(BytesIO(workbook(sheets)))


@pytest.mark.parametrize("text", DOERS)
def test_text_is_never_a_formula(text: str) -> None:
    cell = read(Sheet("一", (text,), [(text,)])).worksheets[0]["A2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)


def test_numbers_stay_numbers_and_nothing_stays_nothing() -> None:
    page = read(Sheet("数", ("a", "b"), [(3, None)])).worksheets[0]
    assert [(cell.value, cell.data_type) for cell in page[2]] == [(3, "n"), (None, "n")]
    assert page.freeze_panes == "A2"
    assert page["A1"].font.bold


def test_signs_that_no_workbook_holds_are_left_out() -> None:
    book = read(
        Sheet("a/b[c]:d*e?f\\g" + "长" * 40, ("x",), [("a\x00b\x1fc\nd",), ("x" * 40_000,)])
    )
    page = book.worksheets[0]
    assert page.title == "a b c  d e f g" + "长" * 17
    assert page["A2"].value == "abc\nd"
    assert len(page["A3"].value) == 32_767


def test_several_sheets_in_order() -> None:
    book = read(Sheet("一", ("a",), []), Sheet("二", ("b",), []))
    assert book.sheetnames == ["一", "二"]


def test_a_title_stands_above_the_heads() -> None:
    made = workbook([Sheet("a", ("x",), [("1",)], ("What it is", "=a day"))])
    page = load_workbook(BytesIO(made)).worksheets[0]
    assert [row[0] for row in page.iter_rows(values_only=True)] == [
        "What it is",
        "=a day",
        "x",
        "1",
    ]
    assert (page["A2"].data_type, page.freeze_panes) == ("s", "A4")
    # a long title makes no column wide
    assert page.column_dimensions["A"].width == 10


def test_the_notice_is_the_last_sheet_and_heads_printed_pages() -> None:
    token = PRINTED_NOTICE.set({"zh": "演示&虚构", "en": "All of it is invented"}.__getitem__)
    try:
        book = read(Sheet("一", ("a",), [("b",)]), Sheet("二", ("c",), []))
    finally:
        PRINTED_NOTICE.reset(token)
    assert book.sheetnames == ["一", "二", "说明 Notice"]
    assert [cell.value for cell in book["一"]["A"]] == ["a", "b"]
    assert [cell.value for cell in book["说明 Notice"]["A"]] == [
        "演示&虚构",
        "All of it is invented",
    ]
    assert book["一"].oddHeader.center.text == "演示&&虚构 All of it is invented"
    assert "说明 Notice" not in read(Sheet("一", ("a",), [])).sheetnames
