"""Drawn files that leave a sample: why, and which reserve takes their place."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class ReplaceReason(StrEnum):
    """Why a drawn file is not read.

    Each says whether the centre could not produce the folder, which is a finding about the
    centre; of the others the file should not have been in the frame.
    """

    NOT_FOUND = "not_found"
    HELD_ELSEWHERE = "held_elsewhere"
    DAMAGED = "damaged"
    SEALED_SINCE = "sealed_since"
    NOT_A_CASE = "not_a_case"
    BARRED = "barred"

    @property
    def is_not_produced(self) -> bool:
        """Tell whether the centre could not produce the folder."""
        match self:  # without a default: mypy refuses a reason of which nothing is said
            case ReplaceReason.NOT_FOUND | ReplaceReason.HELD_ELSEWHERE | ReplaceReason.DAMAGED:
                return True
            case ReplaceReason.SEALED_SINCE | ReplaceReason.NOT_A_CASE | ReplaceReason.BARRED:
                return False


@dataclass(frozen=True, slots=True)
class Reserve:
    """A reserve of a draw.

    Attributes:
        file_id: The file.
        stratum: Its stratum.
    """

    file_id: int
    stratum: str


@dataclass(frozen=True, slots=True)
class Replaced:
    """A file that left the sample.

    Attributes:
        file_id: The file.
        by_file_id: The reserve that took its place; None when none was left.
        reason: Why.
    """

    file_id: int
    by_file_id: int | None
    reason: ReplaceReason


@dataclass(frozen=True, slots=True)
class SampleNote:
    """What stands beside every result of a sample.

    Attributes:
        frame_count: Files that were drawn from.
        drawn_count: Files drawn at first.
        replaced: Reason to how many drawn files left the sample for it.
        lost_count: How many of them no reserve was left for.
    """

    frame_count: int
    drawn_count: int
    replaced: Mapping[ReplaceReason, int]
    lost_count: int

    @property
    def replaced_count(self) -> int:
        """Files that left the sample."""
        return sum(self.replaced.values())

    @property
    def read_count(self) -> int:
        """Files that are left to be read, reserves included."""
        return self.drawn_count - self.lost_count


def replace_down(
    file_id: int,
    stratum: str,
    reason: ReplaceReason,
    reserves: Sequence[Reserve],
    used: Collection[int],
    barred: Collection[int],
) -> tuple[Replaced, ...]:
    """Take the next reserve of the same stratum for a file that cannot be read.

    Args:
        file_id: The file.
        stratum: Its stratum.
        reason: Why it leaves.
        reserves: Reserves of the draw, in order of their tickets.
        used: Reserves that took somebody's place before.
        barred: Reserves that the reader or the supervisor may not judge; they are passed over,
            each with a replacement of its own.

    Returns:
        What is to be written down, in order; the last one names the reserve that is read, or
        None when there is none.
    """
    steps: list[Replaced] = []
    leaving, why = file_id, reason
    for reserve in reserves:
        if reserve.stratum != stratum or reserve.file_id in used:
            continue
        steps.append(Replaced(leaving, reserve.file_id, why))
        if reserve.file_id not in barred:
            return tuple(steps)
        leaving, why = reserve.file_id, ReplaceReason.BARRED
    return (*steps, Replaced(leaving, None, why))


def sample_note(frame_count: int, drawn_count: int, replaced: Iterable[Replaced]) -> SampleNote:
    """Sum up what became of a sample.

    Args:
        frame_count: Files of the frame.
        drawn_count: Files drawn at first.
        replaced: Every replacement of the draw.

    Returns:
        The note.
    """
    told = tuple(replaced)
    counts = Counter(one.reason for one in told)
    return SampleNote(
        frame_count,
        drawn_count,
        {reason: counts[reason] for reason in ReplaceReason if counts[reason]},
        sum(one.by_file_id is None for one in told),
    )
