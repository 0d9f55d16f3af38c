"""Inspection histories from CSV files, read as a stream by a mapping file."""

import csv
import gzip
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, TextIO

from qa_app.rubric_files.reader import read_plain


@dataclass(frozen=True, slots=True)
class HistoryFault:
    """Something in the files that cannot be taken in.

    Attributes:
        file: File it stands in.
        line: Line, from 1.
        code: What is wrong.
        value: What stands there.
    """

    file: str
    line: int
    code: str
    value: str


class HistoryFileError(Exception):
    """A file of the history cannot be read at all.

    Attributes:
        file: Its place.
        column: The column that it lacks; empty when the file itself is missing.
    """

    def __init__(self, file: Path, column: str = "") -> None:
        super().__init__(f"{file} {column}")
        self.file = file
        self.column = column


@dataclass(frozen=True, slots=True)
class HistoryCentre:
    """A provider of the source.

    Attributes:
        key: Its id in the source.
        name: Its name.
        place: Name of the place it stands in; empty when unknown.
        kind: Its kind in the source's words.
        onboarded_on: When it was registered; None when unknown.
    """

    key: str
    name: str
    place: str
    kind: str
    onboarded_on: date | None


@dataclass(frozen=True, slots=True)
class HistoryAudit:
    """An inspection of the source with its grades.

    Attributes:
        key: Its id in the source.
        centre: The provider's id.
        day: Day of inspection.
        rubric: Name of the rubric in the mapping.
        answers: Item to option code; superseded grades left out.
        published: What the source published, for comparison only.
        line: Line in its file.
    """

    key: str
    centre: str
    day: date
    rubric: str
    answers: Mapping[str, str]
    published: str
    line: int


@dataclass(slots=True)
class HistoryFiles:
    """The files of one history, ready to be streamed.

    Attributes:
        mapping: The mapping file's data.
        folder: Folder of the data files.
        home: Folder of the mapping and its rubrics.
        faults: What could not be taken in so far.
    """

    mapping: Mapping[str, Any]
    folder: Path
    home: Path
    faults: list[HistoryFault] = field(default_factory=list)

    def centres(self) -> Iterator[HistoryCentre]:
        """Stream the providers.

        Yields:
            Each provider that has an id.
        """
        columns = self.mapping["centres"]
        for line, row in self.rows(columns["file"]):
            key = row.get(columns["key"], "")
            if not key:
                self.note(columns["file"], line, "key_missing", "")
                continue
            onboarded = row.get(columns.get("onboarded_on", ""), "")
            yield HistoryCentre(
                key,
                row.get(columns["name"], "") or key,
                row.get(columns["place"], ""),
                row.get(columns["kind"], ""),
                self._day(columns["file"], line, onboarded) if onboarded else None,
            )

    def audits(self) -> Iterator[HistoryAudit]:
        """Stream the inspections, each joined with its grades.

        Files in one order are held one inspection at a time. A row of grades that stands
        elsewhere is kept until its inspection comes; one whose inspection never comes is a
        fault of its own and takes nothing from the others.

        Yields:
            Each inspection with a date and a known rubric, once.
        """
        columns = self.mapping["audits"]
        versions = columns["rubric"]
        grades = _Grouped(self)
        compare = self.mapping.get("compare", {}).get("grade", "")
        seen: set[str] = set()
        for line, row in self.rows(columns["file"]):
            key = row.get(columns["key"], "")
            if not key or key in seen:
                self.note(columns["file"], line, "audit_twice" if key else "key_missing", key)
                continue
            seen.add(key)
            answers = grades.of(key)
            day = self._day(columns["file"], line, row.get(columns["date"], ""))
            rubric = versions["values"].get(row.get(versions["column"], ""))
            if rubric is None:
                name = row.get(versions["column"], "")
                self.note(columns["file"], line, "unknown_rubric", name)
            elif day is not None:
                yield HistoryAudit(
                    key, row[columns["centre"]], day, rubric, answers, row.get(compare, ""), line
                )
        grades.finish()

    def _day(self, file: str, line: int, text: str) -> date | None:
        try:
            return date.fromisoformat(text)
        except ValueError:
            self.note(file, line, "not_a_date", text)
            return None

    def note(self, file: str, line: int, code: str, value: str) -> None:
        """Note something that cannot be taken in.

        Args:
            file: File it stands in.
            line: Line, from 1.
            code: What is wrong.
            value: What stands there.
        """
        self.faults.append(HistoryFault(file, line, code, value))

    def rows(self, name: str) -> Iterator[tuple[int, dict[str, str]]]:
        """Stream the rows of a file.

        Args:
            name: Its name, without the ending.

        Yields:
            Line and cells by column; missing cells are empty.

        Raises:
            HistoryFileError: The file is not there.
        """
        with _opened(self.folder, name) as handle:
            for row in (reader := csv.DictReader(handle)):
                yield reader.line_num, {k: v or "" for k, v in row.items() if k is not None}


class _Grouped:
    """The grades of one inspection after the other; of ordered files only one's rows are held."""

    def __init__(self, files: HistoryFiles) -> None:
        self.files = files
        self.columns = files.mapping["answers"]
        name = self.columns["audit"]
        # how many rows an inspection has, so that it is known when all of them were met
        self.left = Counter(row[name] for _, row in files.rows(self.columns["file"]))
        self.rows = files.rows(self.columns["file"])
        self.aside: dict[str, list[tuple[int, dict[str, str]]]] = {}

    def of(self, key: str) -> dict[str, str]:
        answers: dict[str, str] = {}
        for line, row in self._all_of(key):
            skipped = any(row.get(name) == value for name, value in self.columns["skip"].items())
            item = row[self.columns["item"]]
            if item in answers and not skipped:
                self.files.note(self.columns["file"], line, "grade_twice", item)
            elif not skipped:
                answers[item] = row[self.columns["code"]]
        return answers

    def _all_of(self, key: str) -> list[tuple[int, dict[str, str]]]:
        found = self.aside.pop(key, [])
        missing = self.left.pop(key, 0) - len(found)
        while missing:
            line, row = next(self.rows)
            owner = row[self.columns["audit"]]
            if owner == key:
                found.append((line, row))
                missing -= 1
            else:
                self.aside.setdefault(owner, []).append((line, row))
        return found

    def finish(self) -> None:
        # what is left belongs to no inspection
        waiting = [one for rows in self.aside.values() for one in rows]
        for line, row in (*sorted(waiting, key=lambda one: one[0]), *self.rows):
            self.files.note(self.columns["file"], line, "no_such_audit", row[self.columns["audit"]])


def _opened(folder: Path, name: str) -> TextIO:
    packed = folder / f"{name}.csv.gz"
    if packed.is_file():
        return gzip.open(packed, "rt", encoding="utf-8-sig", newline="")
    plain = folder / f"{name}.csv"
    if not plain.is_file():
        raise HistoryFileError(plain)
    return plain.open(encoding="utf-8-sig", newline="")


def _check_columns(mapping: Mapping[str, Any], folder: Path) -> None:
    centres, audits, answers = mapping["centres"], mapping["audits"], mapping["answers"]
    needed = (
        (centres["file"], [centres[name] for name in ("key", "name", "place", "kind")]),
        (
            audits["file"],
            [*(audits[name] for name in ("key", "centre", "date")), audits["rubric"]["column"]],
        ),
        (
            answers["file"],
            [*(answers[name] for name in ("audit", "item", "code")), *answers["skip"]],
        ),
    )
    for file, columns in needed:
        with _opened(folder, file) as handle:
            there = csv.DictReader(handle).fieldnames or ()
        for column in columns:
            if column not in there:
                raise HistoryFileError(folder / file, column)


def open_history(mapping: Path, folder: Path) -> HistoryFiles:
    """Open a history.

    Args:
        mapping: A file of schema `qa.history/1`.
        folder: Folder of the CSV files, plain or gzipped.

    Returns:
        The files; nothing but their first lines is read yet.

    Raises:
        RubricFileError: The mapping cannot be read.
        HistoryFileError: One of the CSV files is not there, or lacks a column that the mapping
            names.
    """
    plain = read_plain(mapping).plain
    _check_columns(plain, folder)
    return HistoryFiles(plain, folder, mapping.resolve().parent)
