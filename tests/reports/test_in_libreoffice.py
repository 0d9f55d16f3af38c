"""Tables opened by LibreOffice itself: no text is worked out, and each stands as it was (CV-01)."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from xml.etree.ElementTree import Element, parse

import pytest
from openpyxl import Workbook

from qa_app.reports.tables import csv_table, safe_cell
from qa_app.reports.workbooks import Sheet, workbook

OFFICE = shutil.which("soffice")
HAS_TABLES = OFFICE is not None and Path(OFFICE).resolve().with_name("libsclo.so").exists()
CSV = "Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,0,true"
pytestmark = [
    pytest.mark.nightly,
    pytest.mark.skipif(not HAS_TABLES, reason="needs LibreOffice Calc"),
]
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE_NS = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
WORDS = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
LEADS = (
    "=1+1", "+1+1", "-1+1", "@SUM(1)", "=cmd|' /C calc'!A0", '=HYPERLINK("http://x","y")',
    '=WEBSERVICE("http://x")', '"=1+1', " =1+1", "  +1", "\u3000=1+1", "\u00a0=1+1", "\ufeff=1+1",
    "\u200b=1+1", "＝1+1", "＋1+1", "－1+1", "＠SUM(1)", ";=1+1", "|=1+1", "'=1+1", "=1+1;x",
    "%0A=1+1", "{=1+1}", "=DDE(1;2;3)", "=INDIRECT(1)",
)  # fmt: skip
"""26 beginnings of what a spreadsheet might work out."""


def opened(file: Path) -> list[Element]:
    """Let LibreOffice open a file; give every cell that it then holds."""
    assert OFFICE is not None
    home = file.parent / "office"
    command = [OFFICE, f"-env:UserInstallation=file://{home}", "--headless", "--convert-to", "fods"]
    # comma, quotes, UTF-8, and let it work out whatever it takes for a formula
    if file.suffix == ".csv":
        command.append(f"--infilter={CSV}")
    told = subprocess.run(
        [*command, "--outdir", str(file.parent), str(file)],
        capture_output=True, check=True, timeout=180,
    )  # fmt: skip
    made = file.with_suffix(".fods")
    assert made.exists(), told.stderr
    return [
        cell
        for cell in parse(made).iter(f"{TABLE}table-cell")  # noqa: S314 - as above
        if cell.find(f"{WORDS}p") is not None
    ]


def said(cell: Element) -> str:
    return "\n".join("".join(part.itertext()) for part in cell.findall(f"{WORDS}p"))


def formulas(cells: list[Element]) -> list[str]:
    return [one.attrib[f"{TABLE}formula"] for one in cells if f"{TABLE}formula" in one.attrib]


def test_a_formula_is_seen_where_there_is_one(tmp_path: Path) -> None:
    book = Workbook()
    book.active["A1"] = "=1+1"
    book.save(tmp_path / "own.xlsx")
    assert formulas(opened(tmp_path / "own.xlsx")) == ["of:=1+1"]
    (tmp_path / "own.csv").write_text("a\n=1+1\n", "utf-8")
    assert formulas(opened(tmp_path / "own.csv")) == ["of:=1+1"]


def test_no_cell_of_ours_is_worked_out(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    rows = [(text, f"n{number}", text) for number, text in enumerate(LEADS)]
    (tmp_path / "ours.csv").write_bytes(csv_table(["甲", "n", "乙"], rows))
    (tmp_path / "ours.xlsx").write_bytes(workbook([Sheet("表", ("甲", "n", "乙"), rows)]))
    for name, text_of in (("ours.csv", safe_cell), ("ours.xlsx", str)):
        cells = opened(tmp_path / name)
        assert formulas(cells) == []
        assert {one.attrib[f"{OFFICE_NS}value-type"] for one in cells} == {"string"}
        stand = [said(one) for one in cells]
        for text, number, _ in rows:
            place = stand.index(number)
            wanted = " ".join(text_of(text).split())
            assert " ".join(stand[place - 1].split()) == wanted, name
            assert " ".join(stand[place + 1].split()) == wanted, name
        record_property(f"cells opened from {name}", len(cells))
