"""What a number lacks to pass its test, in files, people or events that somebody can act on."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from math import ceil
from typing import Final

from qa_app.domain.month_grid import last_of
from qa_app.domain.rubric import Threshold
from qa_app.domain.rules.measurement import Measurement
from qa_app.domain.rules.metrics import METRICS, Scale
from qa_app.domain.rules.tree import Leaf
from qa_app.domain.scoring_compile import holds
from qa_app.domain.statistics.lqas import Bounds, lqas_best
from qa_app.domain.verdicts import Verdict

_NOTHING_YET: Final = frozenset({"nothing_due", "none_due"})
_LOT: Final = "lqas_pass"
_BY_MONTHS: Final = frozenset({"share_supervision_held_6m"})
_ONE_DAY: Final = timedelta(days=1)


class Lack(StrEnum):
    """What is lacking."""

    RECORDS = "records"
    CASES = "cases"
    MORE = "more"
    NEXT = "next"
    LATER = "later"
    FEWER = "fewer"
    SPREAD = "spread"
    NAMED = "named"
    VALUE = "value"
    STATE = "state"


@dataclass(frozen=True, slots=True)
class Need:
    """What one test lacks.

    Attributes:
        lack: What is lacking: any records at all; more cases to tell by; more of those looked at
            that count; so many further ones that all count, since those looked at are over; time,
            since what is over cannot be made up; fewer that are open; the same spread over more;
            what has a name; another value; another state.
        number: How many; 0 where no number can be told.
        n: How many were looked at.
        test: What must be reached; None where only more is needed.
        gap: Why nothing can be told, as a code; empty when something can.
        names: Codes of what is lacking, where it has names.
        not_before: First day on which it can come out otherwise; None when any day can.
    """

    lack: Lack
    number: int = 0
    n: int = 0
    test: Threshold | str | None = None
    gap: str = ""
    names: tuple[str, ...] = ()
    not_before: date | None = None


def need_of(leaf: Leaf, found: Measurement, degree: Verdict = Verdict.MET) -> Need | None:
    """Tell what a test lacks.

    Args:
        leaf: The test.
        found: What was measured.
        degree: What it is to come out as: met, or met on conditions.

    Returns:
        The need; None when it lacks nothing. What it names, done while everything else stays as it
        is, lets the test come out so.
    """
    test = leaf.conditional if degree is Verdict.CONDITIONAL and leaf.conditional else leaf.met
    least = leaf.min_n or 0
    if found.gap and not (found.gap in _NOTHING_YET and _is_settled(leaf)):
        return Need(Lack.RECORDS, max(least - found.n, 0), found.n, test, gap=found.gap)
    if _is_settled(leaf) and isinstance(test, Threshold) and not found.is_vacuous:
        return _of_settled(leaf, found, test)
    if found.n < least:
        return Need(Lack.CASES, least - found.n, found.n, test)
    if found.is_vacuous or found.value == test:
        return None
    if found.lacking:
        return Need(
            Lack.NAMED,
            len(found.lacking),
            found.n,
            test,
            names=found.lacking,
            not_before=found.not_before,
        )
    if isinstance(test, str) or isinstance(found.value, str) or found.value is None:
        is_whole = test == leaf.met and leaf.conditional is not None
        gone = _window_over(found) if is_whole else None
        return Need(Lack.STATE, n=found.n, test=test, not_before=gone)
    return _of_number(leaf, found, found.value, test)


def _is_settled(leaf: Leaf) -> bool:
    metric = METRICS.get(leaf.metric)
    return metric is not None and metric.is_settled


def _of_settled(leaf: Leaf, found: Measurement, test: Threshold) -> Need | None:
    count, least = found.count or 0, leaf.min_n or 0
    further = max(least - found.n, 1 if not found.n else 0)
    share = test.number
    if share < 1:
        short = share * found.n - count
        further = max(further, ceil(short / (1 - share)))
        further += test.operator == ">" and count + further == share * (found.n + further)
    elif count < found.n:
        return Need(Lack.LATER, 0, found.n, test, not_before=_window_over(found))
    if not further:
        return None
    day = found.last_day if leaf.metric in _BY_MONTHS else None
    over = None if day is None else last_of(day + _ONE_DAY) + _ONE_DAY
    return Need(Lack.NEXT, further, found.n, test, not_before=over)


def _window_over(found: Measurement) -> date | None:
    # what is in the window now has left it when so many days have passed, a leap day among them
    if found.first_day is None or found.last_day is None:
        return None
    return found.last_day + (found.last_day - found.first_day) + 2 * _ONE_DAY


def _of_number(leaf: Leaf, found: Measurement, value: Fraction, test: Threshold) -> Need | None:
    if holds(test, value):
        return None
    metric = METRICS.get(leaf.metric)
    scale = None if metric is None else metric.scale
    is_least, count = test.operator in {">=", ">"}, found.count
    if scale is Scale.SHARE and is_least and count is not None:
        wanted = test.number * found.n
        needed = ceil(wanted) if test.operator == ">=" else int(wanted) + 1
        return Need(Lack.MORE, needed - count, found.n, test)
    if leaf.metric == _LOT and count is not None:
        bounds = Bounds(Fraction(leaf.params["upper"]), Fraction(leaf.params["lower"]))
        return Need(Lack.MORE, lqas_best(found.n, bounds).least - count, found.n, test)
    if scale is Scale.COUNT and not is_least:
        surplus = int(value - test.number) + (test.operator == "<")
        return Need(Lack.FEWER, surplus, found.n, test)
    if scale is Scale.NUMBER and test.operator == "<=" and count is not None and test.number:
        return Need(Lack.SPREAD, ceil(count / test.number) - found.n, found.n, test)
    return Need(Lack.VALUE, n=found.n, test=test)
