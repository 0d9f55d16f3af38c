"""A proposal of who reads which drawn file, by area and capacity; a person accepts each line."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum


class Why(StrEnum):
    """Why a file is proposed to somebody, or to nobody."""

    MOST_ROOM = "most_room"
    KEPT = "kept"
    OVER_FULL = "over_full"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class FileToRead:
    """A drawn file that nobody has begun to read.

    Attributes:
        audit_id: Its draft.
        reader_id: Who has it now.
        area: Its area.
    """

    audit_id: int
    reader_id: int | None
    area: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may read at the place.

    Attributes:
        id: The account.
        areas: Areas they read in; empty = every one.
        room: Files that they can still take on this week, below 0 when they have too many;
            the files to be divided are not counted as theirs.
    """

    id: int
    areas: Collection[str]
    room: int


@dataclass(frozen=True, slots=True)
class ProposedReader:
    """Who should read a file.

    Attributes:
        audit_id: The draft.
        reader_id: The proposed reader; None when nobody fits.
        why: Why.
        room: Files that this reader could still take on before this one.
    """

    audit_id: int
    reader_id: int | None
    why: Why
    room: int = 0


def proposals(
    files: Iterable[FileToRead],
    candidates: Iterable[Candidate],
    is_barred: Callable[[int, int], bool],
) -> tuple[ProposedReader, ...]:
    """Propose a reader for each file; the same files and people give the same proposal.

    File by file in the order of their drafts, whoever reads in the area, is not barred and has
    most room is proposed; of several with as much room the one who has the file keeps it, else
    the one with the lowest id. When nobody has room left, the one with most room all the same.

    Args:
        files: The files.
        candidates: Who may read there.
        is_barred: Tells for a candidate and a draft whether something bars them.

    Returns:
        One for each file, in their order.
    """
    people = {one.id: one for one in candidates}
    room = {one.id: one.room for one in people.values()}
    found = []
    for file in sorted(files, key=lambda one: one.audit_id):
        fit = [
            one.id
            for one in people.values()
            if (not one.areas or file.area in one.areas) and not is_barred(one.id, file.audit_id)
        ]
        if not fit:
            found.append(ProposedReader(file.audit_id, None, Why.NOBODY))
            continue
        best = min(fit, key=lambda one: (-room[one], one != file.reader_id, one))
        found.append(ProposedReader(file.audit_id, best, _why(file, best, room[best]), room[best]))
        room[best] -= 1
    return tuple(found)


def _why(file: FileToRead, reader: int, room: int) -> Why:
    if room <= 0:
        return Why.OVER_FULL
    return Why.KEPT if reader == file.reader_id else Why.MOST_ROOM
