"""What the files of one sample say about the centre: counts, an interval, a verdict."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from qa_app.domain.defaults import CONFORMING_BAND, FILES_PER_POINT
from qa_app.domain.replacements import SampleNote
from qa_app.domain.statistics.distributions import normal_quantile
from qa_app.domain.statistics.intervals import CONFIDENCE, hypergeometric
from qa_app.domain.statistics.lqas import LqasRule, lqas_passes
from qa_app.domain.statistics.stratified import (
    StratifiedEstimate,
    StratumFound,
    stratified_estimate,
)


class ResultKind(StrEnum):
    """How much there is to say."""

    UNREAD = "unread"
    FEW = "few"
    COUNTS = "counts"
    SHARES = "shares"
    NO_SPREAD = "no_spread"


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
            five files, counts or shares of the whole frame, or no interval where a stratum
            has one file.
        read_count: Files whose result counts.
        conforming_count: Those at the conforming band or above.
        low: Lower end: files of the frame with `COUNTS`, a ratio with `SHARES`; else None.
        high: Upper end, likewise.
        passes: Verdict of the lot quality rule; None without a rule or before the end.
    """

    kind: ResultKind
    read_count: int
    conforming_count: int
    low: Fraction | None = None
    high: Fraction | None = None
    passes: bool | None = None


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
    low, high = Fraction(interval.low_count), Fraction(interval.high_count)
    return SampleResult(ResultKind.COUNTS, read, good, low, high, passes)


def _of_strata(found: Found, read: int, good: int) -> SampleResult:
    estimate = stratified_estimate(
        [
            StratumFound(size, found.read.get(name, 0), found.conforming.get(name, 0))
            for name, size in found.sizes.items()
        ]
    )
    if not isinstance(estimate, StratifiedEstimate):
        return SampleResult(ResultKind.NO_SPREAD, read, good)
    z = normal_quantile(float(1 - (1 - CONFIDENCE) / 2))
    half = Fraction(z * estimate.standard_error)
    low, high = max(Fraction(0), estimate.share - half), min(Fraction(1), estimate.share + half)
    return SampleResult(ResultKind.SHARES, read, good, low, high)
