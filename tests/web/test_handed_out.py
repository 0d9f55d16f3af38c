"""What a browser calls a file that the product hands out."""

import pytest
from flask import Flask

from qa_app.web.handed_out import named_file
from tests.conftest import ROOT


@pytest.mark.parametrize(
    ("name", "is_shown", "header"),
    [
        ("coverage.xlsx", False, 'attachment; filename="coverage.xlsx"'),
        ("slip-3.pdf", True, 'inline; filename="slip-3.pdf"'),
        ('a"; filename="b.exe', False, 'attachment; filename="a; filename=b.exe"'),
        ("a\r\nSet-Cookie: b.csv", False, 'attachment; filename="aSet-Cookie: b.csv"'),
        ("../a\\b.csv", False, 'attachment; filename="..ab.csv"'),
        ("家.csv", False, "attachment; filename*=UTF-8''%E5%AE%B6.csv"),
    ],
)
def test_a_file_is_named(name: str, is_shown: bool, header: str) -> None:
    headers = named_file(name, is_shown=is_shown)
    assert headers == {"Content-Disposition": header}
    assert Flask("names").response_class(headers=headers).headers["Content-Disposition"] == header


def test_one_place_writes_the_header() -> None:
    files = (ROOT / "qa_app").rglob("*.py")
    written = [one.name for one in files if '"Content-Disposition"' in one.read_text("utf-8")]
    assert written == ["handed_out.py"]
