"""`qa competencies` as a person runs it."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.conftest import Run


def rows(home: Path, asked: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(home / "plumbline.db")) as connection:
        return list(connection.execute(asked))


def shipped_file(shipped: Path, name: str = "legal_aid") -> Path:
    return shipped / "competencies" / f"{name}.yaml"


@pytest.mark.parametrize("name", ["legal_aid", "social_work"])
def test_the_shipped_files_are_in_order(qa: Run, shipped: Path, name: str) -> None:
    result = qa("competencies", "check", str(shipped_file(shipped, name)), "--lang", "en")
    assert result.exit_code == 0
    assert result.stdout.strip().endswith("0 errors, 0 warnings")


@pytest.mark.parametrize(
    ("language", "said"), [("en", "there is no rubric legal_ade"), ("zh", "没有标准legal_ade")]
)
def test_faults_are_told_with_their_line(
    qa: Run, shipped: Path, tmp_path: Path, language: str, said: str
) -> None:
    text = shipped_file(shipped).read_text("utf-8")
    file = tmp_path / "f.yaml"
    file.write_text(text.replace("items: {legal_aid: [A2]}", "items: {legal_ade: [A2]}"), "utf-8")
    line = next(
        n for n, one in enumerate(text.splitlines(), 1) if "items: {legal_aid: [A2]}" in one
    )
    result = qa("competencies", "check", str(file), "--lang", language)
    assert result.exit_code == 1
    assert f"{file}:{line}:" in result.stderr
    assert said in result.stderr


def test_what_is_no_file_ends_with_two(qa: Run, tmp_path: Path) -> None:
    assert qa("competencies", "check", str(tmp_path / "x.yaml")).exit_code == 2


def test_shipped_frameworks_are_published_once_and_for_ever(qa: Run, home: Path) -> None:
    first = qa("competencies", "publish", "--shipped", "--lang", "en")
    assert first.exit_code == 0, first.output
    assert "competencies of legal_aid 1.0.0: published" in first.output
    again = qa("competencies", "publish", "--shipped", "--lang", "en")
    assert "social_work 1.0.0: published already, nothing changed" in again.output
    asked = "SELECT area_code, version FROM competency_framework ORDER BY 1"
    assert rows(home, asked) == [("legal_aid", "1.0.0"), ("social_work", "1.0.0")]
    assert qa("journal", "verify").exit_code == 0


def test_a_published_version_with_another_content_is_refused(
    qa: Run, shipped: Path, tmp_path: Path
) -> None:
    qa("competencies", "publish", "--shipped")
    file = tmp_path / "f.yaml"
    text = shipped_file(shipped).read_text("utf-8").replace("hours: 6", "hours: 7", 1)
    file.write_text(text, "utf-8")
    refused = qa("competencies", "publish", str(file), "--lang", "en")
    assert refused.exit_code == 1
    assert "is published with another content" in refused.output
    file.write_text(text.replace("version: 1.0.0", "version: 0.9.0"), "utf-8")
    assert (
        "higher version number" in qa("competencies", "publish", str(file), "--lang", "en").output
    )
    file.write_text(text.replace("version: 1.0.0", "version: 1.1.0"), "utf-8")
    assert qa("competencies", "publish", str(file)).exit_code == 0


def test_nothing_is_published_with_an_error_or_without_a_file(qa: Run, tmp_path: Path) -> None:
    file = tmp_path / "f.yaml"
    file.write_text("schema: qa.competencies/1\n", "utf-8")
    assert qa("competencies", "publish", str(file)).exit_code == 1
    assert qa("competencies", "publish").exit_code == 2
