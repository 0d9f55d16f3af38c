"""Which files a sampling frame holds, and why the others are left out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from qa_app.domain.sample_design import WHOLE, StratumBy, StratumFacts, stratum_of
from qa_app.domain.sampling import frame_digest


class Exclusion(StrEnum):
    """Why a file of the period is not in the frame; the first that fits is counted."""

    SEALED = "sealed"
    BARRED = "barred"
    CHOSEN = "chosen"
    DRAWN_BEFORE = "drawn_before"


class AddReason(StrEnum):
    """Why a file is read besides the drawn ones."""

    RED_LINE = "red_line"
    COMPLAINT = "complaint"
    INCIDENT = "incident"
    HIGH_RISK = "high_risk"
    NEW_WORKER = "new_worker"
    LEARNING = "learning"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file of the centre, the area and the period.

    Attributes:
        reference: Its reference.
        practitioner_id: Who worked on it; None when unknown.
        is_sealed: True for sealed records.
        is_drawn_before: True when a draw selected it within the span of no repeats.
        is_chosen: True when it was added to the session by hand already.
        risk: Code of its risk; empty when nobody said.
        stage: Code of its stage; empty likewise.
        closed_on: When the case was closed; None while it is open.
    """

    reference: str
    practitioner_id: int | None
    is_sealed: bool
    is_drawn_before: bool
    is_chosen: bool = False
    risk: str = ""
    stage: str = ""
    closed_on: date | None = None

    @property
    def facts(self) -> StratumFacts:
        """What it is sorted into strata by."""
        return StratumFacts(self.practitioner_id, self.risk, self.stage, self.closed_on)


@dataclass(frozen=True, slots=True)
class Frame:
    """What files are drawn from.

    Attributes:
        references: Its files, sorted.
        excluded: Reason to how many files were left out for it; reasons without files are
            not listed.
        digest: Seal of the references.
        strata: Stratum to its files, sorted; one without a name holds all when nothing
            sorts them.
    """

    references: tuple[str, ...]
    excluded: Mapping[Exclusion, int]
    digest: str
    strata: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Sorting:
    """How the files of a frame are sorted into strata.

    Attributes:
        by: What makes the strata; empty for one stratum.
        on: The frame's last day.
    """

    by: tuple[StratumBy, ...]
    on: date


def frame_of(
    candidates: Iterable[Candidate],
    *,
    may_be_sealed: bool,
    barred: frozenset[int],
    sorting: Sorting | None = None,
) -> Frame:
    """Put a frame together.

    Args:
        candidates: Files of the centre, the area and the period.
        may_be_sealed: True when the rubric is made for sealed records.
        barred: Practitioners whose files those who read or lead may not judge.
        sorting: How files are sorted into strata; None for one stratum.

    Returns:
        The frame; empty when every file is left out.
    """
    by = Sorting((), date.max) if sorting is None else sorting
    strata: dict[str, list[str]] = {}
    excluded: dict[Exclusion, int] = {}
    for candidate in candidates:
        why = _exclusion(candidate, may_be_sealed=may_be_sealed, barred=barred)
        if why is None:
            stratum = stratum_of(by.by, candidate.facts, by.on)
            strata.setdefault(stratum, []).append(candidate.reference)
        else:
            excluded[why] = excluded.get(why, 0) + 1
    references = tuple(sorted(file for listed in strata.values() for file in listed))
    sorted_strata = {name: tuple(sorted(listed)) for name, listed in sorted(strata.items())}
    return Frame(references, excluded, frame_digest(references), sorted_strata)


def whole_centre(code: str) -> Frame:
    """Give the frame of a rubric that reads the whole centre at once.

    Args:
        code: Code of the centre.

    Returns:
        A frame of one.
    """
    return Frame((code,), {}, frame_digest([code]), {WHOLE: (code,)})


def _exclusion(
    candidate: Candidate, *, may_be_sealed: bool, barred: frozenset[int]
) -> Exclusion | None:
    if candidate.is_sealed and not may_be_sealed:
        return Exclusion.SEALED
    if candidate.practitioner_id in barred:
        return Exclusion.BARRED
    if candidate.is_chosen:
        return Exclusion.CHOSEN
    return Exclusion.DRAWN_BEFORE if candidate.is_drawn_before else None
