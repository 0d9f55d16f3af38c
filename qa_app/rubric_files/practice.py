"""Practice files as the product ships them."""

from datetime import datetime
from pathlib import Path
from typing import Any

from qa_app.domain.asked import HOLISTIC_KEY
from qa_app.domain.audit_entries import Entry, EntryKind
from qa_app.domain.practice import Agreed, PracticeFile
from qa_app.domain.text import BilingualText
from qa_app.rubric_files.reader import read_plain

_SCHEMA = "qa.practice/1"


def read_practice_files(folder: Path) -> tuple[PracticeFile, ...]:
    """Read every practice file of a folder.

    Args:
        folder: The folder; one that is not there holds none.

    Returns:
        In order of name.

    Raises:
        RubricFileError: A file cannot be read.
        ValueError: A file is no practice file.
    """
    return tuple(_read(file) for file in sorted(folder.glob("*.yaml")))


def _read(file: Path) -> PracticeFile:
    plain = read_plain(file).plain
    if not isinstance(plain, dict) or plain.get("schema") != _SCHEMA:
        raise ValueError(file.name)
    answers = {str(code): _agreed(one) for code, one in plain["items"].items()}
    if "holistic" in plain:
        answers[HOLISTIC_KEY] = _agreed(plain["holistic"])
    return PracticeFile(
        code=str(plain["id"]),
        rubric=str(plain["rubric"]),
        version=str(plain["version"]),
        title=_text(plain["title"]),
        read_at=datetime.fromisoformat(plain["read_at"]),
        holds=tuple(_text(one) for one in plain["holds"]),
        background=tuple(_background(plain)),
        answers=answers,
    )


def _agreed(one: list[str]) -> Agreed:
    code, en, zh = (str(part) for part in one)
    return Agreed(code, BilingualText(zh, en))


def _text(one: dict[str, str]) -> BilingualText:
    return BilingualText(one["zh"], one["en"])


def _background(plain: dict[str, Any]) -> list[Entry]:
    facts = [Entry(EntryKind.FACT, code, value) for code, value in plain["facts"].items()]
    clocks = [Entry(EntryKind.CLOCK, code, value) for code, value in plain["clocks"].items()]
    logs = [
        Entry(EntryKind.LOG, code, [_row(row) for row in rows])
        for code, rows in plain.get("logs", {}).items()
    ]
    return [*facts, *clocks, *logs]


def _row(row: Any) -> dict[str, Any]:
    if isinstance(row, str):
        return {"at": row}
    at, value = row
    return {"at": at, "value": value}
