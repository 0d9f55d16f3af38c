"""Calibration: how alike a reader's answers to practice files are to the agreed ones."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from qa_app.domain.asked import HOLISTIC_KEY
from qa_app.domain.defaults import (
    ADVISORY_ROUNDS,
    CALIBRATION_CRITICAL_PCT,
    CALIBRATION_OTHER_PCT,
    UNCALIBRATED_SHARE_PCT,
)
from qa_app.domain.practice import PracticeFile
from qa_app.domain.rubric import Rubric, Scale
from qa_app.domain.rubric_diff import Content, ItemKind, compare
from qa_app.domain.statistics.intervals import Interval, wilson

FAR = 2
"""Levels from which two answers are never alike."""


class CalibrationStanding(StrEnum):
    """Where a reader stands for one rubric."""

    NONE = "none"
    ADVISORY = "advisory"
    PASSED = "passed"
    BELOW = "below"


@dataclass(frozen=True, slots=True)
class ComparedAnswer:
    """One answer beside the agreed one.

    Attributes:
        item: The item; the judgement of the whole stands under its own key.
        mine: What the reader chose; None when it was left open.
        agreed: What is agreed.
        is_critical: True for red lines and must-pass items.
        apart: Levels between the two; 0 for the same level, 2 or more is far.
    """

    item: str
    mine: str | None
    agreed: str
    is_critical: bool
    apart: int

    @property
    def is_alike(self) -> bool:
        """Tell whether the very same option was chosen."""
        return self.mine == self.agreed


@dataclass(frozen=True, slots=True)
class Likeness:
    """Counts of one file, or of several together.

    Attributes:
        critical_count: Critical items asked.
        critical_alike: Those answered with the very same option.
        critical_far: Those two levels apart or more.
        other_count: Other items asked.
        other_near: Those within one level.
    """

    critical_count: int = 0
    critical_alike: int = 0
    critical_far: int = 0
    other_count: int = 0
    other_near: int = 0

    @property
    def is_passed(self) -> bool:
        """Tell whether both bounds of the gate are kept; what was not asked fails nothing."""
        critical = 100 * self.critical_alike >= CALIBRATION_CRITICAL_PCT * self.critical_count
        others = 100 * self.other_near >= CALIBRATION_OTHER_PCT * self.other_count
        return critical and not self.critical_far and others

    def critical(self) -> Interval | None:
        """Give the share of critical items alike with its interval.

        Returns:
            The share; None without any such item.
        """
        return wilson(self.critical_alike, self.critical_count)

    def others(self) -> Interval | None:
        """Give the share of other items within one level with its interval.

        Returns:
            The share; None without any such item.
        """
        return wilson(self.other_near, self.other_count)

    def joined(self, other: "Likeness") -> "Likeness":
        """Give the counts of two readings together.

        Args:
            other: Another count.

        Returns:
            The sums.
        """
        return Likeness(
            self.critical_count + other.critical_count,
            self.critical_alike + other.critical_alike,
            self.critical_far + other.critical_far,
            self.other_count + other.other_count,
            self.other_near + other.other_near,
        )

    def plain(self) -> dict[str, int]:
        """Give the counts as plain data.

        Returns:
            Name to count.
        """
        return {
            "critical_count": self.critical_count,
            "critical_alike": self.critical_alike,
            "critical_far": self.critical_far,
            "other_count": self.other_count,
            "other_near": self.other_near,
        }


NOTHING_COMPARED = Likeness()


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A reading of a practice file that was handed in.

    Attributes:
        practice: Code of the file.
        version: Version of the rubric it was read against.
        likeness: How alike it was.
    """

    practice: str
    version: str
    likeness: Likeness


@dataclass(frozen=True, slots=True)
class Calibration:
    """Where a reader stands for one rubric and version.

    Attributes:
        standing: The word for it.
        rounds: Whole rounds, in each of which every practice file was handed in once.
        likeness: Counts of the latest whole round; nothing before there is one.
    """

    standing: CalibrationStanding
    rounds: int
    likeness: Likeness


def apart(scale: Scale, mine: str | None, agreed: str) -> int:
    """Count the levels between two options of a scale.

    Args:
        scale: The scale.
        mine: One option; None when nothing was chosen.
        agreed: The other one.

    Returns:
        0 for the same level. Options that score alike are one level; on a scale of two levels
        the other end is `FAR`, and so is an option that counts nowhere against one that does.
    """
    if mine == agreed:
        return 0
    values = {one.code: one.score if one.score is not None else one.rank for one in scale.options}
    first, second = values.get(mine or ""), values.get(agreed)
    if first is None or second is None:
        return FAR
    levels = sorted({value for value in values.values() if value is not None})
    steps = abs(levels.index(first) - levels.index(second))
    return FAR if steps and len(levels) <= FAR else steps


def compared(
    practice: PracticeFile, rubric: Rubric, asked: Collection[str], codes: Mapping[str, str]
) -> tuple[ComparedAnswer, ...]:
    """Put a reader's answers beside the agreed ones.

    Args:
        practice: The file.
        rubric: The rubric it was read against.
        asked: Items that were asked.
        codes: Item to the option the reader chose.

    Returns:
        In the order of the file.
    """
    found = []
    for code, one in practice.answers.items():
        scale, is_critical = _scale(rubric, code)
        if code not in asked or scale is None:
            continue
        mine = codes.get(code)
        found.append(
            ComparedAnswer(code, mine, one.code, is_critical, apart(scale, mine, one.code))
        )
    return tuple(found)


def likeness_of(lines: Iterable[ComparedAnswer]) -> Likeness:
    """Count how alike answers are.

    Args:
        lines: The answers.

    Returns:
        The counts.
    """
    lines = tuple(lines)
    critical = [one for one in lines if one.is_critical]
    others = [one for one in lines if not one.is_critical]
    return Likeness(
        len(critical),
        sum(one.is_alike for one in critical),
        sum(one.apart >= FAR for one in critical),
        len(others),
        sum(one.apart < FAR for one in others),
    )


def calibration_of(
    files: Collection[str], handed_in: Sequence[HandedIn], *, is_advisory: bool = False
) -> Calibration:
    """Say where a reader stands.

    Args:
        files: Codes of the practice files of the rubric.
        handed_in: What the reader handed in under one major version, oldest first.
        is_advisory: True where the team's profile makes every calibration advisory.

    Returns:
        Nothing before a whole round; the first rounds advise, whatever they came to.

    Source: docs/defaults.md, `ADVISORY_ROUNDS`, `CALIBRATION_CRITICAL_PCT`.
    """
    by_file = {one: [read for read in handed_in if read.practice == one] for one in files}
    rounds = min((len(read) for read in by_file.values()), default=0)
    if not rounds:
        return Calibration(CalibrationStanding.NONE, 0, NOTHING_COMPARED)
    likeness = NOTHING_COMPARED
    for read in by_file.values():
        likeness = likeness.joined(read[rounds - 1].likeness)
    if rounds <= ADVISORY_ROUNDS or is_advisory:
        return Calibration(CalibrationStanding.ADVISORY, rounds, likeness)
    standing = CalibrationStanding.PASSED if likeness.is_passed else CalibrationStanding.BELOW
    return Calibration(standing, rounds, likeness)


def double_share_pct(usual_pct: int, standing: CalibrationStanding) -> int:
    """Give the share of a reader's files that is read twice.

    Args:
        usual_pct: The share for everybody.
        standing: Where the reader stands.

    Returns:
        The usual share; below the gate `UNCALIBRATED_SHARE_PCT`, or the usual one when that is
        higher.
    """
    return (
        max(usual_pct, UNCALIBRATED_SHARE_PCT)
        if standing is CalibrationStanding.BELOW
        else usual_pct
    )


def asked_items(
    practice: PracticeFile,
    contents: Mapping[str, Content],
    version: str,
    calibrated: str | None,
) -> frozenset[str]:
    """Choose the items that a reader is asked.

    Args:
        practice: The file.
        contents: Version to content: of the one the answers were agreed for, of the one in
            force and of the one the reader is calibrated for.
        version: The version in force.
        calibrated: Version of the reader's latest whole round; None before the first.

    Returns:
        Items whose agreed answer still holds in the version in force; after a minor version
        only those that changed since the reader's calibration.
    """
    agreed = frozenset(practice.answers)
    if practice.version != version:
        agreed -= changed_items(contents[practice.version], contents[version])
    if calibrated is None or calibrated == version or major(calibrated) != major(version):
        return agreed
    return agreed & changed_items(contents[calibrated], contents[version])


def changed_items(before: Content, after: Content) -> frozenset[str]:
    """Name the items that are not the same in two versions.

    Args:
        before: The earlier content.
        after: The later one.

    Returns:
        Items that were reworded, changed, are new or have gone.
    """
    items = compare(before, after).items
    return frozenset(one.code for one in items if one.kind is not ItemKind.SAME)


def major(version: str) -> str:
    """Give the first part of a version's number.

    Args:
        version: Such as `1.2.0`.

    Returns:
        Such as `1`.
    """
    return version.split(".", maxsplit=1)[0]


def _scale(rubric: Rubric, code: str) -> tuple[Scale | None, bool]:
    if code == HOLISTIC_KEY:
        return (None if rubric.holistic is None else rubric.holistic.scale), False
    item = rubric.items.get(code)
    return (None, False) if item is None else (item.scale, item.critical is not None)
