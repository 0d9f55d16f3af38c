"""Drawing files so that nobody could have chosen them, and anyone can draw them again."""

import hashlib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from qa_app.domain.defaults import RESERVES_PER_STRATUM
from qa_app.domain.errors import InvalidError


@dataclass(frozen=True, slots=True)
class Drawn:
    """The draw of one stratum.

    Attributes:
        selected: Drawn files, in order of their tickets.
        reserves: The next files, in order.
    """

    selected: tuple[str, ...]
    reserves: tuple[str, ...]


def ticket(seed: str, file: str) -> str:
    """Give the ticket of a file; the lowest tickets are drawn.

    Args:
        seed: The draw's seed.
        file: The file's reference.

    Returns:
        SHA-256 (hex) of the NFC text `seed|file`, which `sha256sum` gives as well.

    Source: docs/methods/sampling.md, after Rivest's consistent sampling.
    """
    return hashlib.sha256(unicodedata.normalize("NFC", f"{seed}|{file}").encode()).hexdigest()


def draw(
    strata: Mapping[str, Iterable[str]], seed: str, allocation: Mapping[str, int]
) -> dict[str, Drawn]:
    """Draw files from each stratum of a frozen frame.

    Args:
        strata: Stratum to its files' references.
        seed: Made after the frame was frozen.
        allocation: Stratum to how many files are wanted of it.

    Returns:
        Stratum to its selected files and the next two as reserves; the order in which
        files are listed makes no difference.

    Raises:
        InvalidError: A reference stands twice (`duplicate_id`).
    """
    drawn: dict[str, Drawn] = {}
    seen: set[str] = set()
    for stratum, files in strata.items():
        listed = list(files)
        if len(set(listed)) < len(listed) or seen & set(listed):
            raise InvalidError("duplicate_id")
        seen.update(listed)
        ordered = sorted(listed, key=lambda file: ticket(seed, file))
        wanted = allocation.get(stratum, 0)
        drawn[stratum] = Drawn(
            tuple(ordered[:wanted]), tuple(ordered[wanted : wanted + RESERVES_PER_STRATUM])
        )
    return drawn


def frame_digest(files: Iterable[str]) -> str:
    """Seal a frame, so that it can be shown later that nothing was added or left out.

    Args:
        files: Every reference of the frame.

    Returns:
        SHA-256 (hex) of the references, sorted, one on each line.
    """
    return hashlib.sha256("\n".join(sorted(files)).encode()).hexdigest()
