"""What the files of one sample say about the centre: counts, an interval, a verdict."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from qa_app.domain.defaults import CONFORMING_BAND, FILES_PER_POINT
from qa_app.domain.replacements import SampleNote
from qa_app.domain.statistics.intervals import hypergeometric
from qa_app.domain.statistics.lqas import LqasRule, lqas_passes
from qa_app.domain.statistics.stratified import StratumFound, stratified_interval


class ResultKind(StrEnum):
    """How much there is to say."""

    UNREAD = "unread"
    FEW = "few"
    COUNTS = "counts"
    GROUPS = "groups"


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in a sample so far; files that were replaced or added are not in it.

    Attributes:
        sizes: Stratum to its files in the frame.
        read: Stratum to files whose result counts.
        conforming: Stratum to those among them at the conforming band or above.
    """

    sizes: Mapping[str, int]
    read: Mapping[str, int]
    conforming: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class SampleResult:
    """The result of a sample.

    Attributes:
        kind: How much there is to say: nothing before every file is read, no figure below
            five files, else a range for the whole frame, from one draw or from draws within
            strata.
        read_count: Files whose result counts.
        conforming_count: Those at the conforming band or above.
        low: Lower end, files of the frame; None where there is no range.
        high: Upper end, likewise.
        passes: Verdict of the lot quality rule; None without a rule or before the end.
        unread_groups: Strata of which no file was read; they may hold anything.
        single_groups: Strata of more files of which one was read; they say little.
    """

    kind: ResultKind
    read_count: int
    conforming_count: int
    low: int | None = None
    high: int | None = None
    passes: bool | None = None
    unread_groups: int = 0
    single_groups: int = 0


def conforms(band_position: int | None) -> bool:
    """Tell whether a file counts as conforming.

    Args:
        band_position: Place of its band, 1 is best; None without a band.

    Returns:
        True at the second best band or above.

    Source: criterion E10.
    """
    return band_position is not None and band_position <= CONFORMING_BAND


def sample_result(note: SampleNote, found: Found, rule: LqasRule | None) -> SampleResult:
    """Work out what a sample says.

    Args:
        note: What the sample came from and what became of it.
        found: What was found so far.
        rule: The lot quality rule; None without one.

    Returns:
        The result; no estimate before the last file is read, because what is read first is
        no sample.
    """
    read, good = sum(found.read.values()), sum(found.conforming.values())
    if not note.read_count or read < note.read_count:
        return SampleResult(ResultKind.UNREAD, read, good)
    passes = None if rule is None else lqas_passes(good, read, rule)
    if read < min(FILES_PER_POINT, note.frame_count):
        return SampleResult(ResultKind.FEW, read, good, passes=passes)
    if len(found.sizes) > 1:
        return replace(_of_strata(found, read, good), passes=passes)
    interval = hypergeometric(good, read, note.frame_count)
    if interval is None:
        return SampleResult(ResultKind.UNREAD, read, good)
    ends = interval.low_count, interval.high_count
    return SampleResult(ResultKind.COUNTS, read, good, *ends, passes)


def _of_strata(found: Found, read: int, good: int) -> SampleResult:
    strata = [
        StratumFound(size, found.read.get(name, 0), found.conforming.get(name, 0))
        for name, size in found.sizes.items()
    ]
    ends = stratified_interval(strata)
    return SampleResult(
        ResultKind.GROUPS,
        read,
        good,
        ends.low_count,
        ends.high_count,
        unread_groups=sum(one.count == 0 for one in strata),
        single_groups=sum(one.count == 1 < one.population for one in strata),
    )
