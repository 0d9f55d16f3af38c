"""Documents of the library from disk: the register, files of clauses, working procedures."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from qa_app.domain.library_check import check_library_file
from qa_app.domain.problems import Problem, Severity
from qa_app.domain.standards import About, Clause, Document, DocumentState
from qa_app.domain.text import REQUIRED_LANGUAGE, text_from
from qa_app.rubric_files.reader import FileProblem, RubricFileError, placed, read_plain

Plain = Mapping[str, Any]

SOURCES, CLAUSES, PROCEDURE = "qa.sources/1", "qa.clauses/1", "qa.procedure/1"
_PROPOSAL = "proposal"
_STATE_OF_STATUS = {"published": DocumentState.IN_FORCE, "retired": DocumentState.SUPERSEDED}


class LibraryFilesError(Exception):
    """Files of the library cannot be used.

    Attributes:
        problems: File to what is wrong with it, in order of line; every file with errors.
    """

    def __init__(self, problems: Mapping[Path, tuple[FileProblem, ...]]) -> None:
        super().__init__(len(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class _Read:
    file: Path
    plain: Plain
    about: Mapping[str, Plain]


def read_documents(
    files: Sequence[Path], shipped: Path, required_language: str = REQUIRED_LANGUAGE
) -> tuple[Document, ...]:
    """Read documents with their clauses.

    A register brings along the clauses and procedures in the folders beside it. A file of
    clauses says itself what its document is, or the register beside or above it does.

    Args:
        files: Registers, files of clauses, procedures.
        shipped: Folder of the rubrics that the product brings along.
        required_language: Language in which every text must be written.

    Returns:
        In the order of the register, then of the files; each document once.

    Raises:
        LibraryFilesError: A file has errors or cannot be read.
    """
    problems: dict[Path, tuple[FileProblem, ...]] = {}
    read: list[_Read] = []
    for file in _expanded(files):
        try:
            read.append(_read(file, shipped, required_language))
        except RubricFileError as fault:
            problems[file] = fault.problems
    if problems:
        raise LibraryFilesError(problems)
    return _documents(read)


def _expanded(files: Iterable[Path]) -> tuple[Path, ...]:
    found: list[Path] = []
    for file in files:
        found.append(file)
        if file.name == "sources.yaml":
            for folder in ("clauses", "procedures"):
                found += sorted((file.parent / folder).glob("*.yaml"))
    return tuple(dict.fromkeys(found))


def _read(file: Path, shipped: Path, required_language: str) -> _Read:
    text = read_plain(file)
    plain = text.plain
    schema = plain.get("schema") if isinstance(plain, dict) else None
    if schema not in {SOURCES, CLAUSES, PROCEDURE}:
        problem = Problem("unknown_schema", ("schema",), params={"name": str(schema)})
        raise RubricFileError(placed([problem], text))
    found = check_library_file(plain, required_language=required_language)
    about = _register(file, shipped)
    if not any(one.severity is Severity.ERROR for one in found):
        found += _unknown(plain, about)
    errors = [one for one in found if one.severity is Severity.ERROR]
    if errors:
        raise RubricFileError(placed(errors, text))
    return _Read(file, plain, about)


def _unknown(plain: Plain, about: Mapping[str, Plain]) -> list[Problem]:
    code = plain.get("document")
    if plain["schema"] == CLAUSES and "about" not in plain and code not in about:
        return [Problem("unknown_source", ("document",), params={"name": str(code)})]
    return []


def _register(file: Path, shipped: Path) -> Mapping[str, Plain]:
    above = (file.resolve().parent, file.resolve().parent.parent, shipped)
    register = next(one / "sources.yaml" for one in above if (one / "sources.yaml").is_file())
    plain = read_plain(register).plain
    is_fit = isinstance(plain, dict) and not any(
        one.severity is Severity.ERROR for one in check_library_file({"schema": "", **plain})
    )
    if not is_fit or plain["schema"] != SOURCES:
        # its own faults are named when it is read itself
        problem = Problem("shared_file_broken", params={"name": register.name})
        raise RubricFileError((FileProblem(problem, 1, 1),))
    return {code: entry for code, entry in plain["sources"].items() if entry["kind"] != _PROPOSAL}


def _documents(read: Iterable[_Read]) -> tuple[Document, ...]:
    found: dict[str, Document] = {}
    for one in read:
        schema = one.plain["schema"]
        if schema == SOURCES:
            for code, entry in one.about.items():
                found[code] = _document(code, entry, ())
        elif schema == CLAUSES:
            code = one.plain["document"]
            entry = one.plain.get("about") or one.about[code]
            found[code] = _document(code, entry, tuple(map(_clause, one.plain["clauses"])))
        else:
            code = one.plain["id"]
            found[code] = _procedure(one.plain, one.about.get(code, {}))
    return tuple(found.values())


def _document(code: str, entry: Plain, clauses: tuple[Clause, ...]) -> Document:
    return Document(_about(code, entry), DocumentState(entry.get("state", "in_force")), clauses)


def _about(code: str, entry: Plain) -> About:
    days = entry.get("in_force", {})
    return About(
        code=code,
        kind=entry["kind"],
        region=entry["region"],
        title=text_from(entry["title"]),
        seen=entry["status"],
        area=entry.get("area"),
        issuer=text_from(entry.get("issuer")),
        number=entry.get("number", ""),
        version=entry.get("version", ""),
        in_force_from=_day(days.get("from")),
        in_force_until=_day(days.get("until")),
        review_on=_day(entry.get("review_on")),
        where=text_from(entry.get("where")),
    )


def _clause(plain: Plain) -> Clause:
    return Clause(
        locus=plain["locus"],
        text=text_from(plain["text"]),
        quote=plain.get("quote", ""),
        where=text_from(plain.get("where")),
        seen=plain.get("seen", ""),
    )


def _procedure(plain: Plain, entry: Plain) -> Document:
    own = {
        "kind": "procedure",
        "region": entry.get("region", "CN"),
        "status": "read",
        **entry,
        "title": plain["title"],
        "version": plain["version"],
        "area": plain["area"],
    }
    steps = tuple(
        Clause(
            locus=str(step["id"]),
            text=text_from(step["text"]),
            who=text_from(step["who"]),
            within=step["within"],
        )
        for step in plain["steps"]
    )
    state = _STATE_OF_STATUS.get(plain["status"], DocumentState.DRAFT)
    return Document(_about(plain["id"], own), state, steps)


def _day(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)
