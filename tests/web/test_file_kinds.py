"""A file is taken for what the end of its name says, where its bytes say the same."""

from io import BytesIO

import pytest
from flask import Flask
from werkzeug.datastructures import FileStorage

from qa_app.web.file_kinds import CRITERIA, SCANS, TABLES, wrong_kind

OTHER, ELSE = "本页接受的文件扩展名为", "但文件内容不是该类型"


@pytest.mark.parametrize(
    ("name", "content", "kinds", "told"),
    [
        ("list.CSV", "编号,日期".encode("gb18030"), TABLES, None),
        ("list.csv", "编号,日期".encode("utf-16"), TABLES, None),
        ("list.xlsx", b"PK\x03\x04rest", TABLES, None),
        ("scan.JPEG", b"\xff\xd8\xff\xe0", SCANS, None),
        ("scan.pdf", b"\n\n%PDF-1.4", SCANS, None),
        ("criteria.yml", b"code: A", CRITERIA, None),
        ("list.xls", b"\xd0\xcf\x11\xe0", TABLES, None),  # its reader tells of old workbooks
        ("list.csv", b"", TABLES, None),  # and that nothing is in it
        ("list.csv", b"PK\x03\x04rest", TABLES, ELSE),
        ("list.xlsx", b"a,b", TABLES, ELSE),
        ("scan.png", b"\xff\xd8\xff\xe0", SCANS, ELSE),
        ("scan.pdf", b"MZ\x90", SCANS, ELSE),
        ("criteria.yaml", b"%PDF-1.4", CRITERIA, ELSE),
        ("list.xlsx.exe", b"PK\x03\x04rest", TABLES, OTHER),
        ("csv", b"a,b", TABLES, OTHER),
        ("scan.svg", b"<svg/>", SCANS, OTHER),
    ],
)
def test_names_and_bytes_must_say_the_same(
    app: Flask, name: str, content: bytes, kinds: tuple[str, ...], told: str | None
) -> None:
    sent = FileStorage(BytesIO(content), name)
    with app.test_request_context(headers={"Accept-Language": "zh"}):
        app.preprocess_request()  # a request begins by asking for its own language
        said = wrong_kind(sent, kinds)
    assert (said is None) if told is None else (said is not None and told in said)
    assert sent.read() == content
