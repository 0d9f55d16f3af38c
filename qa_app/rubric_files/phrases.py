"""Phrases for the notes of items, as files: one for each rubric."""

from dataclasses import dataclass
from pathlib import Path

from qa_app.domain.phrases import Phrase, faults_of_phrases, tidied_phrases
from qa_app.rubric_files.reader import read_plain

_SCHEMA = "qa.phrases/1"


@dataclass(frozen=True, slots=True)
class PhraseFile:
    """The phrases of one rubric.

    Attributes:
        rubric: Its code.
        phrases: Item to its phrases.
    """

    rubric: str
    phrases: dict[str, tuple[Phrase, ...]]


def read_phrases(folder: Path) -> tuple[PhraseFile, ...]:
    """Read every file of phrases in a folder.

    Args:
        folder: The folder; one that is not there holds none.

    Returns:
        In order of name.

    Raises:
        RubricFileError: A file cannot be read.
        ValueError: A file is no file of phrases, or one of its phrases cannot be kept.
    """
    return tuple(_read(file) for file in sorted(folder.glob("*.yaml")))


def _read(file: Path) -> PhraseFile:
    plain = read_plain(file).plain
    if not isinstance(plain, dict) or plain.get("schema") != _SCHEMA:
        raise ValueError(file.name)
    phrases = {
        str(item): tuple(Phrase(one["zh"], one.get("en", "")) for one in listed)
        for item, listed in plain["items"].items()
    }
    for item, listed in phrases.items():
        if faults_of_phrases(listed) or tidied_phrases(listed) != listed:
            raise ValueError(f"{file.name}: {item}")
    return PhraseFile(str(plain["rubric"]), phrases)
