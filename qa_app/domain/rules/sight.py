"""What of a measurement may be shown to whom; one rule for pages, dossiers and letters."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from qa_app.domain.defaults import FINDINGS_LEAST, SHARE_DENOMINATOR
from qa_app.domain.rules.measurement import Measurement, verdict_of, without_records
from qa_app.domain.rules.metrics import METRICS, Scale
from qa_app.domain.rules.tree import Leaf, Rule, leaves_in

_WITHOUT_NUMBERS = frozenset({Scale.FLAG, Scale.STATE})
_OF_FINDINGS = frozenset(
    {
        "open_band_d_files",
        "open_stop_findings",
        "mandatory_report_state",
        "unhandled_privacy_breaches_12m",
    }
)

_OF_ITEMS = frozenset({"mandatory_report_state", "share_tag_on_time_12m"})
"""Metrics that count answers to items of files."""

_OF_NO_WORK = frozenset(
    {
        "centre_document_valid",
        "share_staff_checked_12m",
        "share_staff_certified",
        "share_trained_pro_rata",
        "caseload_p90",
        "caseload_vs_city_ceiling",
        "supervisees_per_supervisor",
        "agreement_ac2",
        "satisfaction_mean",
    }
)
"""Metrics of papers, of people of whom a worker is one, of every centre and of children's answers;
all others count files and events, of which a worker at the centre knows their own."""

_TOLD_TO_ALL = frozenset({"not_collected", "list_too_old", "no_ceiling", "relaxed"})
"""Gaps that tell nothing of files, people and events, nor whether there are any."""


@dataclass(frozen=True, slots=True)
class Sight:
    """How much of a measurement somebody may see.

    Attributes:
        held_below: Numbers below this are not shown to them and this one has such; 0 when all
            may be seen.
        is_between: True when that is because the day ends no year, or what is counted reaches
            beyond it, however large they are.
        is_apart: True when that is because the same is counted in another way on that day.
        is_to_ask: True when that is because it counts answers in files that they would have to ask
            for.
        is_own: True when that is because some of what it counts is their own.
        is_spread_held: True when the interval of a mean is not shown: with the mean and few files
            it tells how alike they are, and of files all alike what each of them scored.
        are_parts_held: True when versions are named without how many files each: one of them
            may have read a single file.
    """

    held_below: int = 0
    is_between: bool = False
    is_apart: bool = False
    is_to_ask: bool = False
    is_own: bool = False
    is_spread_held: bool = False
    are_parts_held: bool = False


def counted_apart(rules: Iterable[Rule]) -> frozenset[str]:
    """Find what is counted in two ways on one day: both can be subtracted.

    Args:
        rules: Rules of every criterion, of each set, that somebody may look at on the day.

    Returns:
        Metrics of which numbers are shown and whose parameters differ; what has only two values or
        states shows none that parameters change.
    """
    ways: dict[str, list[Mapping[str, Any]]] = {}
    for rule in rules:
        for leaf in leaves_in(rule):
            own = ways.setdefault(leaf.metric, [])
            if leaf.params not in own:
                own.append(leaf.params)
    return frozenset(
        name
        for name, own in ways.items()
        if len(own) > 1 and name in METRICS and METRICS[name].scale not in _WITHOUT_NUMBERS
    )


def sight_of(
    leaf: Leaf,
    found: Measurement,
    *,
    is_case_level: bool,
    is_year: bool = True,
    is_apart: bool = False,
    is_closed: bool = False,
) -> Sight:
    """Choose what of a measurement may be shown.

    Args:
        leaf: The test.
        found: What was measured.
        is_case_level: True for people who may read the centre's files themselves.
        is_year: True as of the end of a year: counts look back twelve months, so that those of two
            years share no file and cannot be subtracted.
        is_apart: True where the same is counted in another way on the same day (`counted_apart`).
        is_closed: True for people who know some of the files that are counted and not all: those
            who read the centre's files in general and would have to ask for some, and those who
            work there and read their own alone. What they know can be taken off a number.

    Returns:
        Everything to those, but nothing that counts answers to items where some files are closed to
        them: of ends of two months, or beside the trends of these items, a single file would
        follow. Others see shares and counts from `SHARE_DENOMINATOR` on as of ends of
        years and of that year alone, findings only where neither they nor the rest are fewer than
        `FINDINGS_LEAST`. Means are shown with their n, and how far second readings over all
        centres agree. Who works at the centre is shown none that counts files or events of it: its
        trends tell them means of enough files of others. Nothing and too little to tell are held
        back alike, and so is why.
    """
    if is_case_level and is_held_to_ask(leaf, is_closed=is_closed):
        return Sight(SHARE_DENOMINATOR, is_to_ask=True)
    if is_closed and not is_case_level and is_of_work(leaf) and found.gap not in _TOLD_TO_ALL:
        return Sight(SHARE_DENOMINATOR, is_own=True, are_parts_held=True)
    seen = _sight(leaf, found, is_case_level=is_case_level, is_year=is_year, is_apart=is_apart)
    return replace(seen, are_parts_held=bool(found.versions) and not is_case_level)


def is_of_work(leaf: Leaf) -> bool:
    """Tell whether a test counts files or events, of which a worker at the centre knows their own.

    Args:
        leaf: The test.

    Returns:
        False of papers, of people and of what counts nothing of one worker.
    """
    return leaf.metric not in _OF_NO_WORK


def is_held_to_ask(leaf: Leaf, *, is_closed: bool) -> bool:
    """Decide whether a test is held back from who reads the centre's files in general.

    Args:
        leaf: The test.
        is_closed: True where they would have to ask for some of the files that are counted.

    Returns:
        True where there are such files and the test counts answers to items; whatever came of it,
        because what is told of nothing would tell of something.

    Source: ADR 0036.
    """
    return is_closed and leaf.metric in _OF_ITEMS


def _sight(
    leaf: Leaf, found: Measurement, *, is_case_level: bool, is_year: bool, is_apart: bool
) -> Sight:
    metric = METRICS.get(leaf.metric)
    is_mean = metric is not None and metric.scale in {Scale.SCORE, Scale.CHANGE}
    is_alike = metric is not None and metric.scale is Scale.COEFFICIENT
    # too few to tell is told with how many there are, which can be subtracted like any count;
    # nothing may not look otherwise than few
    is_little = bool(found.gap) or found.is_vacuous or found.n < (leaf.min_n or 0)
    is_counted = found.count is not None or (is_little and not (is_mean or is_alike))
    is_between = is_counted and (found.is_older or not is_year)
    if is_case_level or found.gap in _TOLD_TO_ALL:
        return Sight()
    if is_apart or is_between:
        return Sight(SHARE_DENOMINATOR, is_between=not is_apart, is_apart=is_apart)
    if is_alike:
        return Sight()
    if is_mean and not found.gap and found.n >= (leaf.min_n or 0):
        return Sight(is_spread_held=found.around is not None or found.low is not None)
    is_many = found.n >= SHARE_DENOMINATOR and not found.gap
    if leaf.metric in _OF_FINDINGS and found.count is not None and is_many:
        few = min(found.count, found.n - found.count)
        return Sight(FINDINGS_LEAST if few < FINDINGS_LEAST else 0)
    is_flag = metric is not None and metric.scale is Scale.FLAG
    is_plain = is_flag and not found.gap and not found.is_vacuous
    return Sight(0 if is_many or is_plain else SHARE_DENOMINATOR)


def without_numbers(leaf: Leaf, found: Measurement) -> Measurement:
    """Keep of a measurement what those may read who may not read the centre's files.

    Evidence is frozen on any day, so that two of one centre may lie a single file apart: what the
    list of criteria shows as of ends of half-years alone is held back from it altogether.

    Args:
        leaf: The test.
        found: What was measured.

    Returns:
        The same where it never counts files, persons or events of the centre; else the verdict of
        the test as the platform states it, and the days that are looked at. A count of nothing is
        held back as well: shown, it would say of every one that is not that there is something.
        Why nothing can be told is kept only where that tells nothing of files, people and events.
    """
    metric = METRICS.get(leaf.metric)
    scale = None if metric is None else metric.scale
    gap = found.gap if found.gap in _TOLD_TO_ALL else ""
    is_nothing = not (found.n or found.count) and gap == found.gap
    if scale is Scale.COEFFICIENT or (is_nothing and (scale is Scale.FLAG or gap)):
        return without_records(found)
    stated = verdict_of(leaf, found)
    return Measurement(gap=gap, first_day=found.first_day, last_day=found.last_day, stated=stated)
