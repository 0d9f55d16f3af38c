import io
import zipfile

import pytest
from openpyxl import Workbook

from qa_app.domain.defaults import IMPORT_COLUMNS_MOST
from qa_app.rubric_files.case_lists import read_sheet
from qa_app.rubric_files.hidden_parts import hidden_parts


def packed(text: bytes) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("a.xml", text)
    return data.getvalue()


@pytest.mark.parametrize(
    ("text", "columns", "rows"),
    [
        (b'<cols><col min="2" max="3" hidden="1"/></cols>', (1, 2), ()),
        (b'<x:col hidden="true" max="5" min="5" width="9"/>', (4,), ()),
        (b'<col min="1" max="1" hidden="0"/><row r="2" hidden="1"/>', (), (2,)),
        # no more columns than a list may have
        (b'<col min="40" max="16384" hidden="1"/>', tuple(range(39, IMPORT_COLUMNS_MOST)), ()),
        (b'<c r="A1" t="inlineStr"><is><t>row hidden="1"</t></is></c>', (), ()),
        (b"", (), ()),
    ],
)
def test_hidden_columns_and_rows(text: bytes, columns: tuple, rows: tuple) -> None:
    assert hidden_parts(packed(text), "a.xml") == (columns, rows)


def test_a_workbook_with_a_filter_and_hidden_columns_is_read_whole_and_told() -> None:
    book = Workbook()
    sheet = book.active
    for row in (("案卷编号", "专业领域", "接案日期"), ("K-1", "社工", "2026-1-5"),
                ("K-2", "社工", "2026-1-6")):  # fmt: skip
        sheet.append(row)
    sheet.column_dimensions["B"].hidden = True
    sheet.row_dimensions[3].hidden = True
    data = io.BytesIO()
    book.save(data)
    read = read_sheet(data.getvalue())
    assert (read.hidden_columns, read.hidden_rows) == ((1,), (3,))
    assert len(read.rows) == 3
