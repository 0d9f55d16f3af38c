import csv
import io
from datetime import date

import pytest

from qa_app.reports.tables import csv_table, safe_cell


def test_cells_as_spreadsheets_want_them() -> None:
    made = csv_table(
        ["编号", "n"], [("a,b", 3), ('x"y', None), ("两\n行", date(2026, 3, 2)), ("", -1)]
    )
    assert made == ('\ufeff编号,n\r\n"a,b",3\r\n"x""y",\r\n"两\n行",2026-03-02\r\n,-1\r\n'.encode())


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\tx",
        "\rx",
        "\nx",
        "＝1",
        "＋1",
        "－1",
        "＠x",
        "|x",
        "=cmd|' /C calc'!A0",
        " =1",
        "\u3000＝1",
        "\u00a0 +1",
        "\u200b=1",
        " \ufeff \u2060@x",
        *(f"{unseen}=1" for unseen in "\u00ad\u061c\u200f\u202e\u2061\u2066\U000e0001"),
        "\ufe621",
        "\u202e \ufe621",
    ],
)
def test_no_cell_is_a_formula(cell: str) -> None:
    text = csv_table([cell], [[cell]]).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert rows == [[f"'{cell}"], [f"'{cell}"]]


@pytest.mark.parametrize("cell", [" ", "\u200b", " a=1", "\u3000一", "3-1"])
def test_what_begins_otherwise_stays(cell: str) -> None:
    assert safe_cell(cell) == cell
