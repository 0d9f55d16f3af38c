"""What a reader knows of a centre's files who may read some of them and not all."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from qa_app.domain.defaults import MONTH_RESTS_DAYS
from qa_app.domain.month_grid import month_of, quarter_start
from qa_app.domain.series import NOTHING_CLOSED, Closed, Coverage
from qa_app.domain.totals import (
    BAND_PLACES,
    CountedReading,
    changes_to_totals,
    counting,
)
from qa_app.domain.trends import coverage_of


@dataclass(frozen=True, slots=True)
class KnownFiles:
    """What a reader knows already, and until when they are told the rest.

    Attributes:
        until: The last month that they are told of: a quarter that runs would be told again
            after each file, and two answers would differ by that file.
        months: Version, kind of sample, section and month to how many files they know there.
        items: Version, item and month to the codes that stood in those of them that were drawn
            at random or as one of all, each with how many files.
    """

    until: int
    months: Mapping[tuple[int, str, str, int], Closed] = field(default_factory=dict)
    items: Mapping[tuple[int, str, int], Mapping[str, int]] = field(default_factory=dict)

    def of(self, version_id: int, sample_type: str, section: str, month: int) -> Closed:
        """Count the files of a total that are known.

        Args:
            version_id: The rubric version.
            sample_type: How the files were chosen.
            section: Section; empty for whole files.
            month: The month.

        Returns:
            Their number; the rest of the total is closed.
        """
        return self.months.get((version_id, sample_type, section, month), NOTHING_CLOSED)


ALL_MONTHS = 12 * 10_000
"""A month after every other one."""

NOTHING_KNOWN = KnownFiles(0)
"""Nothing is known and nothing told."""


def rested_until(today: date) -> int:
    """Find the last month of which those are told who may not read all files.

    Args:
        today: Local date.

    Returns:
        The last month of the last quarter that has been over for `MONTH_RESTS_DAYS`, as
        `month_of` gives it.
    """
    month = month_of(today - timedelta(days=MONTH_RESTS_DAYS))
    return quarter_start(month) - 1


def known_files(readings: Iterable[CountedReading], scope: str, until: int) -> KnownFiles:
    """Add up the files that a reader knows, as the totals add them up.

    Args:
        readings: The files that they may read, and those they were responsible for.
        scope: Name of the centre among the totals.
        until: From `rested_until`.

    Returns:
        What they know of the centre.
    """
    own = list(readings)
    months: dict[tuple[int, str, str, int], Closed] = defaultdict(Closed)
    for key, columns in changes_to_totals(own, 1).items():
        if key.scope == scope:
            banded = sum(columns.get(f"band_{place}", 0) for place in range(1, BAND_PLACES + 1))
            where = (key.rubric_version_id, key.sample_type, key.section, key.month)
            months[where] += Closed(
                columns.get("file_count", 0), columns.get("scored_count", 0), banded
            )
    items: dict[tuple[int, str, int], Counter[str]] = defaultdict(Counter)
    for one in counting(own):
        if coverage_of(one.sample_type) is Coverage.SAMPLED:
            for item, code in one.codes.items():
                items[one.rubric_version_id, item, one.month][code] += 1
    return KnownFiles(until, dict(months), dict(items))
