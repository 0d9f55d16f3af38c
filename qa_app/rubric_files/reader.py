"""Rubric files from disk: found together with the shared files they lean on, read, checked."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any

from qa_app.domain.problems import Problem, Severity
from qa_app.domain.rubric import Rubric
from qa_app.domain.rubric_check import check_rubric
from qa_app.domain.rubric_freeze import fingerprint_of, resolve
from qa_app.domain.rubric_library import Library
from qa_app.domain.rubric_thaw import thaw
from qa_app.rubric_files.yaml_text import Place, UnreadableError, YamlText, read_yaml


@dataclass(frozen=True, slots=True)
class FileProblem:
    """A fault and where it stands in a file.

    Attributes:
        problem: What is wrong.
        line: From 1.
        column: From 1.
    """

    problem: Problem
    line: int
    column: int


class RubricFileError(Exception):
    """A rubric file cannot be used.

    Attributes:
        problems: Why, in order of line.
    """

    def __init__(self, problems: tuple[FileProblem, ...]) -> None:
        super().__init__(len(problems))
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


def read_rubric(path: FilePath, shipped: FilePath) -> RubricFile:
    """Read and check a rubric file.

    Args:
        path: The file.
        shipped: Folder of the rubrics that the product brings along.

    Returns:
        The rubric, its content and the warnings.

    Raises:
        RubricFileError: The file has errors, or cannot be read at all.
    """
    text = read_plain(path)
    library = load_library(path, shipped)
    found = placed(check_rubric(text.plain, library), text)
    errors = tuple(f for f in found if f.problem.severity is Severity.ERROR)
    if errors:
        raise RubricFileError(errors)
    content = resolve(text.plain, library)
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
        Scales and bands, the sources, and the steps of the procedures beside the sources.

    Raises:
        RubricFileError: A shared file cannot be read.
    """
    scales = read_plain(_find("scales.yaml", path, shipped)).plain
    sources_file = _find("sources.yaml", path, shipped)
    sources = read_plain(sources_file).plain["sources"] if sources_file.is_file() else None
    steps = {
        procedure["id"]: frozenset(str(step["id"]) for step in procedure["steps"])
        for file in sorted((sources_file.parent / "procedures").glob("*.yaml"))
        for procedure in [read_plain(file).plain]
    }
    return Library(scales["scales"], scales["bands"], sources, steps)


def _find(name: str, path: FilePath, shipped: FilePath) -> FilePath:
    above = [path.resolve().parent, path.resolve().parent.parent]
    return next((folder / name for folder in above if (folder / name).is_file()), shipped / name)


def read_plain(path: FilePath) -> YamlText:
    """Read a YAML file as plain data with places.

    Args:
        path: The file.

    Returns:
        Its data and places.

    Raises:
        RubricFileError: It cannot be read.
    """
    try:
        return read_yaml(path.read_text("utf-8"))
    except UnreadableError as fault:
        raise RubricFileError((_at(fault.problem, fault.place or (1, 1)),)) from fault
    except (OSError, UnicodeDecodeError) as fault:
        problem = Problem("unreadable", params={"why": type(fault).__name__})
        raise RubricFileError((_at(problem, (1, 1)),)) from fault


def cited_steps(path: FilePath, shipped: FilePath) -> frozenset[str]:
    """List the steps of procedures that the rubrics around a procedure file cite.

    Args:
        path: A procedure file; its rubrics stand in the folder above.
        shipped: Folder of the rubrics that the product brings along.

    Returns:
        References such as `PSW#3`.

    Raises:
        RubricFileError: A rubric beside it cannot be read.
    """
    folder = path.resolve().parent.parent
    rubrics = sorted((folder if (folder / "sources.yaml").is_file() else shipped).glob("*.yaml"))
    cited: set[str] = set()
    for file in rubrics:
        for section in read_plain(file).plain.get("sections", ()):
            for item in section["items"]:
                for reference in item.get("std", ()):
                    source, _, locus = reference.partition("#")
                    cited.update(f"{source}#{step}" for step in locus.split(","))
    return frozenset(cited)


def placed(problems: list[Problem], text: YamlText) -> tuple[FileProblem, ...]:
    """Give every problem its line and column.

    Args:
        problems: What is wrong.
        text: The file.

    Returns:
        The problems in order of line.
    """
    found = [_at(problem, text.place_of(problem.path)) for problem in problems]
    return tuple(sorted(found, key=lambda one: (one.line, one.column)))


def _at(problem: Problem, place: Place) -> FileProblem:
    return FileProblem(problem, *place)
