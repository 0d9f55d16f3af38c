"""Replays a draw from its frozen frame and names the first thing that differs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from qa_app.domain.errors import InvalidError
from qa_app.domain.replacements import Replaced, Reserve, replace_down
from qa_app.domain.sample_design import WHOLE, design_from, plan_sample, strata_digest
from qa_app.domain.sampling import draw, frame_digest, ticket


class DrawFlaw(StrEnum):
    """What differs."""

    FRAME_COUNT = "frame_count"
    FRAME_DIGEST = "frame_digest"
    STRATA = "strata"
    STRATA_DIGEST = "strata_digest"
    SIZE = "size"
    SEED_FIRST = "seed_first"
    SELECTION = "selection"
    RESERVES = "reserves"
    TICKET = "ticket"
    REPLACEMENT = "replacement"
    READ = "read"
    JOURNAL = "journal"


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file as the draw kept it.

    Attributes:
        file_id: The file.
        reference: Its reference.
        stratum: Its stratum.
        ticket: Its ticket.
        is_reserve: True for a reserve.
    """

    file_id: int
    reference: str
    stratum: str
    ticket: str
    is_reserve: bool


@dataclass(frozen=True, slots=True)
class KeptDraw:
    """A draw as it was kept.

    Attributes:
        frame: References of the frame.
        frame_digest: Its seal.
        frame_count: Files that it is said to hold.
        wanted_count: Files wanted.
        design: How files were chosen; empty in draws from before designs were kept.
        seed: The seed.
        is_seed_later: True when the frame was frozen no later than the draw.
        files: Selected files and reserves, by position.
        replaced: Replacements, in order.
        read: Files that have a reading which was not taken back.
        told: What the journal tells of it: `frame_digest` and `seed`; either may be missing.
    """

    frame: Sequence[str]
    frame_digest: str
    frame_count: int
    wanted_count: int
    design: Mapping[str, Any]
    seed: str
    is_seed_later: bool
    files: Sequence[KeptFile]
    replaced: Sequence[Replaced]
    read: frozenset[int]
    told: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class DrawDifference:
    """The first thing that differs.

    Attributes:
        flaw: What it is.
        kept: What stands in the database.
        found: What the replay gives.
    """

    flaw: DrawFlaw
    kept: str
    found: str


def check_draw(kept: KeptDraw) -> DrawDifference | None:
    """Replay a draw.

    Args:
        kept: The draw as it was kept.

    Returns:
        The first difference, in the order in which a draw is made; None when all is as it
        was drawn.

    Source: docs/methods/sampling.md.
    """
    return (
        _frame(kept)
        or _strata(kept)
        or _drawn(kept)
        or _replaced(kept)
        or _read(kept)
        or _journal(kept)
    )


def _differs(flaw: DrawFlaw, kept: object, found: object) -> DrawDifference | None:
    return None if kept == found else DrawDifference(flaw, str(kept), str(found))


def _frame(kept: KeptDraw) -> DrawDifference | None:
    return (
        _differs(DrawFlaw.FRAME_COUNT, kept.frame_count, len(kept.frame))
        or _differs(DrawFlaw.FRAME_DIGEST, kept.frame_digest, frame_digest(kept.frame))
        or (None if kept.is_seed_later else DrawDifference(DrawFlaw.SEED_FIRST, "", ""))
    )


def _strata(kept: KeptDraw) -> DrawDifference | None:
    strata, plain = _strata_of(kept), kept.design
    files = sorted(file for listed in strata.values() for file in listed)
    different = _differs(DrawFlaw.STRATA, files, sorted(kept.frame))
    if different is None and "strata_digest" in plain:
        found = strata_digest(strata)
        different = _differs(DrawFlaw.STRATA_DIGEST, plain["strata_digest"], found)
    if different is not None or not plain:
        return different
    sizes = {name: len(listed) for name, listed in strata.items()}
    try:
        planned: object = dict(plan_sample(design_from(plain), sizes).allocation)
    except InvalidError as refused:
        planned = refused.code
    return _differs(DrawFlaw.SIZE, plain["allocation"], planned) or _differs(
        DrawFlaw.SIZE, kept.wanted_count, sum(plain["allocation"].values())
    )


def _strata_of(kept: KeptDraw) -> Mapping[str, Sequence[str]]:
    strata: Mapping[str, Sequence[str]] = kept.design.get("strata", {WHOLE: kept.frame})
    return strata


def _drawn(kept: KeptDraw) -> DrawDifference | None:
    allocation = kept.design.get("allocation", {WHOLE: kept.wanted_count})
    drawn = draw(_strata_of(kept), kept.seed, allocation)
    for stratum in sorted(drawn):
        mine = [one for one in kept.files if one.stratum == stratum]
        for flaw, is_reserve, found in (
            (DrawFlaw.SELECTION, False, drawn[stratum].selected),
            (DrawFlaw.RESERVES, True, drawn[stratum].reserves),
        ):
            listed = [one.reference for one in mine if one.is_reserve is is_reserve]
            different = _first_of(flaw, listed, found)
            if different is not None:
                return different
    for one in kept.files:
        if one.stratum not in drawn:
            return DrawDifference(DrawFlaw.STRATA, one.reference, "")
        different = _differs(DrawFlaw.TICKET, one.ticket, ticket(kept.seed, one.reference))
        if different is not None:
            return different
    return None


def _first_of(flaw: DrawFlaw, kept: Sequence[str], found: Sequence[str]) -> DrawDifference | None:
    for place in range(max(len(kept), len(found))):
        one, other = _at(kept, place), _at(found, place)
        if one != other:
            return DrawDifference(flaw, one, other)
    return None


def _at(listed: Sequence[str], place: int) -> str:
    return listed[place] if place < len(listed) else ""


def _replaced(kept: KeptDraw) -> DrawDifference | None:
    reserves = [Reserve(one.file_id, one.stratum) for one in kept.files if one.is_reserve]
    strata = {one.file_id: one.stratum for one in kept.files}
    names = {one.file_id: one.reference for one in kept.files}
    used: set[int] = set()
    for one in kept.replaced:
        if one.file_id not in strata:
            return DrawDifference(DrawFlaw.REPLACEMENT, str(one.file_id), "")
        # who is barred may have changed since; the list itself may not be jumped
        step = replace_down(one.file_id, strata[one.file_id], one.reason, reserves, used, ())[0]
        if step.by_file_id != one.by_file_id:
            return DrawDifference(
                DrawFlaw.REPLACEMENT,
                names.get(one.by_file_id or 0, ""),
                names.get(step.by_file_id or 0, ""),
            )
        if one.by_file_id is not None:
            used.add(one.by_file_id)
    return None


def _read(kept: KeptDraw) -> DrawDifference | None:
    names = {one.file_id: one.reference for one in kept.files}
    gone = {one.file_id for one in kept.replaced}
    came = {one.by_file_id for one in kept.replaced if one.by_file_id is not None}
    selected = {one.file_id for one in kept.files if not one.is_reserve}
    allowed = (selected | came) - gone
    for file_id in sorted(kept.read - allowed):
        return DrawDifference(DrawFlaw.READ, names.get(file_id, str(file_id)), "")
    return None


def _journal(kept: KeptDraw) -> DrawDifference | None:
    # who could write everything anew could not write the chain of the journal anew
    return _differs(
        DrawFlaw.JOURNAL, kept.frame_digest, kept.told.get("frame_digest", "")
    ) or _differs(DrawFlaw.JOURNAL, kept.seed, kept.told.get("seed", ""))
