"""What commands say of files that cannot be used."""

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NoReturn

import click

from qa_app.domain.problems import Severity
from qa_app.rubric_files.reader import FileProblem
from qa_app.wording import Words

UNUSABLE = 2
"""Exit status when a file cannot be read at all."""
_UNREADABLE = {"unreadable", "not_utf8", "workbook_broken_workbook", "workbook_old_or_locked"}


def print_problems(file: Path, found: Iterable[FileProblem], words: Words) -> None:
    """Print what is wrong with a file to standard error, one line each.

    Args:
        file: The file.
        found: What is wrong with it.
        words: Language of the messages.
    """
    for one in found:
        click.echo(
            f"{file}:{one.place}: {words.severity(one.problem.severity)}: "
            f"{words.problem(one.problem)}",
            err=True,
        )


def status_of(found: Iterable[FileProblem]) -> int:
    """Choose the exit status of a command that stops for files with errors.

    Args:
        found: What is wrong with them.

    Returns:
        2 when a file cannot be read at all, else 1.
    """
    return UNUSABLE if any(one.problem.code in _UNREADABLE for one in found) else 1


def refuse_files(problems: Mapping[Path, Sequence[FileProblem]], words: Words) -> NoReturn:
    """Print what is wrong with files and end the command.

    Args:
        problems: File to what is wrong with it; at least one file.
        words: Language of the messages.
    """
    for file, found in problems.items():
        print_problems(file, found, words)
    sys.exit(max(status_of(found) for found in problems.values()))


def say_checked(
    files: Iterable[Path], check: Callable[[Path], Sequence[FileProblem]], words: Words
) -> NoReturn:
    """Check files one by one, print what is wrong with each and how much, and end the command.

    Args:
        files: The files.
        check: Finds what is wrong with a file.
        words: Language of the messages.
    """
    status = 0
    for file in files:
        found = check(file)
        errors = sum(one.problem.severity is Severity.ERROR for one in found)
        if errors:
            status = max(status, status_of(found))
        print_problems(file, found, words)
        click.echo(words.checked(str(file), errors, len(found) - errors))
    sys.exit(status)
