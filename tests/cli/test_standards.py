"""`qa standards import` as a person runs it."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.conftest import Run

LOCAL = """\
schema: qa.clauses/1
document: DB53
about:
  kind: standard
  region: CN-53
  status: read
  title: {zh: "云南地方标准"}
  in_force: {from: "2026-01-01"}
  area: social_work
clauses:
  - {locus: "5.2", text: {zh: "首次接触在24小时内完成"}, quote: "应在24小时内"}
"""


@pytest.fixture
def local(tmp_path: Path) -> Path:
    file = tmp_path / "db53.yaml"
    file.write_text(LOCAL, "utf-8")
    return file


def rows(home: Path, asked: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(home / "plumbline.db")) as connection:
        return list(connection.execute(asked))


def test_the_shipped_library_comes_in_once(qa: Run, home: Path) -> None:
    first = qa("standards", "import", "--shipped", "--lang", "en")
    assert first.exit_code == 0, first.output
    assert "MPL is added (clauses: " in first.output
    assert "unchanged documents" not in first.output
    count = len(first.output.splitlines())
    assert rows(home, "SELECT count(*) FROM standard_document") == [(count,)]
    assert rows(home, "SELECT count(*) FROM standard_clause")[0][0] > 90
    again = qa("standards", "import", "--shipped", "--lang", "en")
    assert again.output == f"unchanged documents: {count}\n"
    assert qa("journal", "verify").exit_code == 0


def test_a_document_of_ones_own(qa: Run, home: Path, local: Path) -> None:
    assert qa("standards", "import", str(local), "--lang", "en").output == (
        "DB53 is added (clauses: 1)\n"
    )
    local.write_text(LOCAL.replace("24小时内完成", "24小时内完成并记录"), "utf-8")
    assert qa("standards", "import", str(local), "--lang", "zh").output == (
        "DB53已更新（条款：1）\n"
    )
    assert rows(home, "SELECT locus, quote FROM standard_clause") == [("5.2", "应在24小时内")]


def test_what_people_changed_is_kept_and_said(qa: Run, home: Path, local: Path) -> None:
    qa("standards", "import", str(local))
    with closing(sqlite3.connect(home / "plumbline.db")) as connection, connection:
        connection.execute("UPDATE standard_document SET number = 'DB53/T 1'")
    local.write_text(LOCAL.replace("24小时内完成", "24小时内完成并记录"), "utf-8")
    told = qa("standards", "import", str(local), "--lang", "en")
    assert told.exit_code == 0
    assert "was changed here and is kept as it is" in told.output
    assert rows(home, "SELECT number FROM standard_document") == [("DB53/T 1",)]


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("status: read", "status: glanced", "db53.yaml:6:"),
        ('locus: "5.2"', 'locus: "5 2"', "db53.yaml:11:"),
        ("clauses:", "clauses: [", "db53.yaml:11:"),
        ("document: DB53", "document: {", "db53.yaml:"),
    ],
)
def test_a_fault_has_its_place_and_nothing_comes_in(
    qa: Run, home: Path, local: Path, tmp_path: Path, old: str, new: str, place: str
) -> None:
    sound = tmp_path / "sound.yaml"
    sound.write_text(LOCAL.replace("DB53", "DB54"), "utf-8")
    local.write_text(LOCAL.replace(old, new), "utf-8")
    result = qa("standards", "import", str(sound), str(local))
    assert result.exit_code == 1, result.output
    assert place in result.output
    assert rows(home, "SELECT count(*) FROM standard_document") == [(0,)]


def test_a_file_that_is_not_there(qa: Run, tmp_path: Path) -> None:
    result = qa("standards", "import", str(tmp_path / "gone.yaml"))
    assert result.exit_code == 2
    assert "gone.yaml" in result.output


def test_nothing_named(qa: Run) -> None:
    result = qa("standards", "import", "--lang", "en")
    assert result.exit_code == 2
    assert "name at least one file" in result.output


def test_a_file_in_another_encoding_cannot_be_read_at_all(qa: Run, local: Path) -> None:
    local.write_bytes(LOCAL.encode("gb18030"))
    result = qa("standards", "import", str(local))
    assert (result.exit_code, "db53.yaml:" in result.output) == (2, True)
