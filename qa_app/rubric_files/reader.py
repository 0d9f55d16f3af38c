"""Rubric files, from disk or as somebody sent them: read, checked, with what they lean on."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path as FilePath
from typing import Any

from qa_app.domain.defaults import RUBRIC_BYTES_MOST, RUBRIC_WORKBOOK_BYTES_MOST
from qa_app.domain.library_check import check_library_file
from qa_app.domain.list_matching import column_letter
from qa_app.domain.problems import Problem, Severity
from qa_app.domain.rubric import COUNTRY, Rubric
from qa_app.domain.rubric_check import check_rubric
from qa_app.domain.rubric_freeze import fingerprint_of, resolve
from qa_app.domain.rubric_library import Library
from qa_app.domain.rubric_thaw import thaw
from qa_app.domain.text import REQUIRED_LANGUAGE
from qa_app.domain.typed_values import as_kept
from qa_app.rubric_files.unreadable import Place, UnreadableError, too_much
from qa_app.rubric_files.workbook_build import WorkbookText
from qa_app.rubric_files.workbook_reader import read_workbook
from qa_app.rubric_files.workbook_tables import TABLES, table_named
from qa_app.rubric_files.yaml_text import YamlText, read_json, read_yaml

_MOST_KEPT = 16
_ZIP, _OLE = b"PK", b"\xd0\xcf\x11\xe0"
_ERROR = Severity.ERROR


@dataclass(frozen=True, slots=True)
class FileProblem:
    """A fault and where it stands in a file.

    Attributes:
        problem: What is wrong.
        line: From 1; of a workbook the row.
        column: From 1.
        sheet: Workbooks: the sheet as it is called; empty for other files.
    """

    problem: Problem
    line: int
    column: int
    sheet: str = ""

    @property
    def place(self) -> str:
        """Line and column such as `12:3`, or the cell, such as `survey!C12`."""
        if self.sheet:
            return f"{self.sheet}!{column_letter(self.column - 1)}{self.line}"
        return f"{self.line}:{self.column}"


class RubricFileError(Exception):
    """A rubric file cannot be used.

    Attributes:
        problems: Why, in order of line.
    """

    def __init__(self, problems: tuple[FileProblem, ...]) -> None:
        super().__init__("; ".join(f"{one.place} {one.problem.code}" for one in problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class RubricFile:
    """A rubric file that may be used.

    Attributes:
        rubric: What it defines.
        content: Its resolved content, which a published version keeps.
        warnings: Doubts about it.
    """

    rubric: Rubric
    content: Mapping[str, Any]
    warnings: tuple[FileProblem, ...]


def read_rubric(
    path: FilePath,
    shipped: FilePath,
    required_language: str = REQUIRED_LANGUAGE,
    region: str = COUNTRY,
    shelved: Callable[[Library], Library] = lambda library: library,
) -> RubricFile:
    """Read and check a rubric file.

    Args:
        path: The file.
        shipped: Folder of the rubrics that the product brings along.
        required_language: Language in which every text must be written.
        region: Region of the installation, which chooses among bands by region.
        shelved: Puts the library of an installation before the files, where there is one.

    Returns:
        The rubric, its content and the warnings.

    Raises:
        RubricFileError: The file has errors, or cannot be read at all.
    """
    text = read_rubric_text(path)
    library = shelved(load_library(path, shipped))
    found = placed(check_rubric(text.plain, library, required_language), text)
    errors = tuple(f for f in found if f.problem.severity is Severity.ERROR)
    if errors:
        raise RubricFileError(errors)
    content = resolve(text.plain, library, region)
    return RubricFile(thaw(content, fingerprint_of(content)), content, found)


def load_rubric(path: FilePath, shipped: FilePath) -> Rubric:
    """Read a rubric that is expected to be in order.

    Args:
        path: The file.
        shipped: Folder of the rubrics that the product brings along.

    Returns:
        The rubric.

    Raises:
        RubricFileError: The file has errors, or cannot be read at all.
    """
    return read_rubric(path, shipped).rubric


def load_library(path: FilePath, shipped: FilePath) -> Library:
    """Find the shared files: beside a rubric, then above it, then the shipped ones.

    Args:
        path: A rubric file.
        shipped: Folder of the rubrics that the product brings along.

    Returns:
        Scales and bands, the sources, and beside the sources the steps of the procedures and
        the clauses of the documents.

    Raises:
        RubricFileError: A shared file cannot be read.
    """
    scales = shared_file("scales.yaml", "qa.scales/1", path, shipped)
    sources_file = _find("sources.yaml", path, shipped)
    sources = _shared(sources_file, "qa.sources/1")["sources"] if sources_file.is_file() else None
    steps = {
        procedure["id"]: frozenset(str(step["id"]) for step in procedure["steps"])
        for file in sorted((sources_file.parent / "procedures").glob("*.yaml"))
        for procedure in [_shared(file, "qa.procedure/1")]
    }
    clauses = _clauses_in(sources_file.parent / "clauses")
    return Library(scales["scales"], scales["bands"], sources, steps, clauses)


def _clauses_in(folder: FilePath) -> Mapping[str, Mapping[str, str]] | None:
    files = sorted(folder.glob("*.yaml"))
    if not files:
        return None
    return _kept_clauses(tuple((file, file.stat().st_mtime_ns) for file in files))


@lru_cache(maxsize=_MOST_KEPT)
def _kept_clauses(files: tuple[tuple[FilePath, int], ...]) -> Mapping[str, Mapping[str, str]]:
    # asked with every rubric and every check of a draft, while the files hardly ever change
    read = [_shared(file, "qa.clauses/1") for file, _changed in files]
    return {
        plain["document"]: {one["locus"]: one.get("quote", "") for one in plain["clauses"]}
        for plain in read
    }


def shared_file(name: str, schema: str, path: FilePath, shipped: FilePath) -> Any:
    """Read a file that rubrics share: beside a rubric, else above it, else the shipped one.

    Args:
        name: Its name.
        schema: What it must be.
        path: A rubric file.
        shipped: Folder of the rubrics that the product brings along.

    Returns:
        Its data.

    Raises:
        RubricFileError: It has errors or cannot be read.
    """
    return _shared(_find(name, path, shipped), schema)


def _shared(file: FilePath, schema: str) -> Any:
    try:
        plain = read_plain(file).plain
    except RubricFileError as fault:
        raise _broken(file) from fault
    fits = isinstance(plain, dict) and plain.get("schema") == schema
    if not fits or any(p.severity is Severity.ERROR for p in check_library_file(plain)):
        raise _broken(file)
    return plain


def _broken(file: FilePath) -> RubricFileError:
    # its own faults are named when that file is checked
    return RubricFileError(
        (_at(Problem("shared_file_broken", params={"name": file.name}), (1, 1)),)
    )


def _find(name: str, path: FilePath, shipped: FilePath) -> FilePath:
    above = [path.resolve().parent, path.resolve().parent.parent]
    return next((folder / name for folder in above if (folder / name).is_file()), shipped / name)


def own_register(path: FilePath, shipped: FilePath) -> FilePath | None:
    """Find the register of sources that a rubric file brings along.

    Args:
        path: A rubric file.
        shipped: Folder of the rubrics that the product brings along.

    Returns:
        The file beside it or above it; None when the shipped register is meant.
    """
    found = _find("sources.yaml", path, shipped)
    is_own = found.is_file() and found.resolve() != (shipped / found.name).resolve()
    return found if is_own else None


def read_plain(path: FilePath) -> YamlText:
    """Read a YAML file as plain data with places.

    Args:
        path: The file.

    Returns:
        Its data and places.

    Raises:
        RubricFileError: It cannot be read.
    """
    with _faults_placed():
        return _parsed(_decoded(_bytes_of(path, RUBRIC_BYTES_MOST)))


@lru_cache(maxsize=_MOST_KEPT)
def _parsed(text: str) -> YamlText:
    # the shared files are read again with every rubric that leans on them
    return read_yaml(text)


@contextmanager
def _faults_placed() -> Iterator[None]:
    try:
        yield
    except UnreadableError as fault:
        line, column = fault.place or (1, 1)
        raise RubricFileError((FileProblem(fault.problem, line, column, fault.sheet),)) from fault
    except OSError as fault:
        problem = Problem("unreadable", params={"why": type(fault).__name__})
        raise RubricFileError((_at(problem, (1, 1)),)) from fault


def _bytes_of(path: FilePath, most: int) -> bytes:
    with path.open("rb") as file:
        data = file.read(most + 1)
        size = len(data) + len(file.read()) if len(data) > most else 0
    if size:
        raise too_much("bytes", size, most)
    return data


def _decoded(data: bytes) -> str:
    if len(data) > RUBRIC_BYTES_MOST:
        raise too_much("bytes", len(data), RUBRIC_BYTES_MOST)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        before = data[: fault.start]
        place = before.count(b"\n") + 1, fault.start - before.rfind(b"\n")
        raise UnreadableError(Problem("not_utf8"), place) from fault


def rubric_text(data: bytes, name: str) -> YamlText | WorkbookText:
    """Read a rubric as somebody sent it: YAML, JSON or a workbook.

    Args:
        data: The file; a workbook is known by its first bytes.
        name: Its name, by which JSON is known.

    Returns:
        Its data, and where everything in it stands.

    Raises:
        RubricFileError: It cannot be read.
    """
    with _faults_placed():
        text = _any_text(data, name.casefold())
        return replace(text, plain=as_kept(text.plain))


def _any_text(data: bytes, name: str) -> YamlText | WorkbookText:
    if data.startswith(_OLE):
        raise UnreadableError(Problem("workbook_old_or_locked"))
    if data.startswith(_ZIP):
        return read_workbook(data)
    if name.endswith(".csv"):
        raise UnreadableError(Problem("table_alone"))
    text = _decoded(data)
    return read_json(text) if name.endswith(".json") else _parsed(text)


def read_rubric_text(path: FilePath) -> YamlText | WorkbookText:
    """Read a rubric file of any kind.

    Args:
        path: The file.

    Returns:
        Its data, and where everything in it stands.

    Raises:
        RubricFileError: It cannot be read.
    """
    with _faults_placed():
        data = _bytes_of(path, RUBRIC_WORKBOOK_BYTES_MOST)
    return rubric_text(data, path.name)


def placed(problems: list[Problem], text: YamlText | WorkbookText) -> tuple[FileProblem, ...]:
    """Give every problem its line and column, or its cell.

    Args:
        problems: What is wrong.
        text: The file; what is wrong with the cells of a workbook is added.

    Returns:
        The problems in order of line; of a workbook sheet by sheet.
    """
    if isinstance(text, WorkbookText):
        return _in_cells(problems, text)
    found = [_at(_as_written(one, text), text.place_of(one.path)) for one in problems]
    return tuple(sorted(found, key=lambda one: (one.line, one.column)))


def _as_written(problem: Problem, text: YamlText) -> Problem:
    written = text.written.get(problem.path)
    if written is None or "value" not in problem.params:
        return problem
    return replace(problem, params=problem.params | {"value": written})


def _in_cells(problems: list[Problem], text: WorkbookText) -> tuple[FileProblem, ...]:
    broken = {
        (place.sheet, place.row) for problem, place in text.faults if problem.severity == _ERROR
    }
    # a cell that could not be read leaves a gap behind, which is no fault of its own
    kept = [
        (problem, place)
        for problem in problems
        for place in [text.place_of(problem.path)]
        if problem.code != "missing_field" or (place.sheet, place.row) not in broken
    ]
    found = [
        FileProblem(problem, place.row, place.column, place.sheet)
        for problem, place in (*text.faults, *kept)
    ]
    order = {table.name: number for number, table in enumerate(TABLES)}

    def sheet_by_sheet(one: FileProblem) -> tuple[int, str, int, int]:
        table = table_named(one.sheet)
        return order[table.name] if table else -1, one.sheet, one.line, one.column

    return tuple(sorted(found, key=sheet_by_sheet))


def _at(problem: Problem, place: Place) -> FileProblem:
    return FileProblem(problem, *place)
