"""Which version of a rubric a file is read under: the one in force in the period reviewed.

Source: docs/methods/sampling.md, "Which version".
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class VersionReason(StrEnum):
    """Why a file is read under its version.

    `closed`: it was in force when the case was closed. `session`: it is in force on the day of
    the session, because the case was still open then, or the whole centre is read. `planned`:
    none that counts at the centre was in force on that day, so the version that the session was
    planned with stands.
    """

    CLOSED = "closed"
    SESSION = "session"
    PLANNED = "planned"


@dataclass(frozen=True, slots=True)
class VersionStretch:
    """The days on which a version is in force.

    Attributes:
        version_id: The version.
        version: Its number.
        first: First day.
        until: First day on which it no longer is; None while nothing ends it. The same as
            `first` for a version that never was in force.
    """

    version_id: int
    version: str
    first: date
    until: date | None

    def holds(self, day: date) -> bool:
        """Tell whether the version is in force on a day.

        Args:
            day: Local day.

        Returns:
            True from its first day to the last one before `until`.
        """
        return self.first <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class ChosenVersion:
    """The version of one file.

    Attributes:
        version_id: The version.
        version: Its number.
        reason: Why this one.
        day: The day that decided.
    """

    version_id: int
    version: str
    reason: VersionReason
    day: date


def counted_by_version(chosen: Iterable[ChosenVersion]) -> tuple[str, ...]:
    """Count files by version and reason, as the journal keeps it.

    Args:
        chosen: The version of each file.

    Returns:
        Such as `1.0.0 closed 2`, sorted.
    """
    counts = Counter((one.version, one.reason.value) for one in chosen)
    return tuple(
        f"{version} {reason} {counts[version, reason]}" for version, reason in sorted(counts)
    )


def version_on(stretches: Iterable[VersionStretch], day: date) -> VersionStretch | None:
    """Find the version in force on a day.

    Args:
        stretches: The versions of one rubric.
        day: Local day.

    Returns:
        The version; None when none is. Stretches do not overlap; if they did, the one that
        began last would count.
    """
    holding = [one for one in stretches if one.holds(day)]
    return max(holding, key=lambda one: (one.first, one.version_id), default=None)


def choose_version(
    stretches: Iterable[VersionStretch],
    planned: VersionStretch,
    session_day: date,
    closed_on: date | None = None,
) -> ChosenVersion:
    """Choose the version that a file is read under.

    Args:
        stretches: The versions of the rubric that could stand for the planned one.
        planned: The version that the session was planned with.
        session_day: Local day of the session.
        closed_on: Day on which the case was closed; None while it is open, or where the whole
            centre is read.

    Returns:
        The version in force on the day of closing, when that lies before the session, else on
        the day of the session; the planned one when none was in force then.
    """
    is_past = closed_on is not None and closed_on < session_day
    day = closed_on if closed_on is not None and is_past else session_day
    found = version_on(stretches, day)
    if found is None:
        return ChosenVersion(planned.version_id, planned.version, VersionReason.PLANNED, day)
    reason = VersionReason.CLOSED if is_past else VersionReason.SESSION
    return ChosenVersion(found.version_id, found.version, reason, day)
