"""What a number lacks to pass its test, in files, people or events that somebody can act on."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import ceil

from qa_app.domain.rubric import Threshold
from qa_app.domain.rules.measurement import Measurement
from qa_app.domain.rules.metrics import METRICS, Scale
from qa_app.domain.rules.tree import Leaf
from qa_app.domain.scoring_compile import holds
from qa_app.domain.verdicts import Verdict


class Lack(StrEnum):
    """What is lacking."""

    RECORDS = "records"
    CASES = "cases"
    MORE = "more"
    FEWER = "fewer"
    VALUE = "value"
    STATE = "state"


@dataclass(frozen=True, slots=True)
class Need:
    """What one test lacks.

    Attributes:
        lack: What is lacking: any records at all; more cases to tell by; more of those looked at
            that count; fewer that are open; another value; another state.
        number: How many; 0 where no number can be told.
        n: How many were looked at.
        test: What must be reached; None where only more is needed.
    """

    lack: Lack
    number: int = 0
    n: int = 0
    test: Threshold | str | None = None


def need_of(leaf: Leaf, found: Measurement, degree: Verdict = Verdict.MET) -> Need | None:
    """Tell what a test lacks.

    Args:
        leaf: The test.
        found: What was measured.
        degree: What it is to come out as: met, or met on conditions.

    Returns:
        The need; None when it lacks nothing. Of a share it says how many more of the same cases
        would have to count.
    """
    test = leaf.conditional if degree is Verdict.CONDITIONAL and leaf.conditional else leaf.met
    least = leaf.min_n or 0
    if found.gap:
        return Need(Lack.RECORDS, n=found.n, test=test)
    if found.n < least:
        return Need(Lack.CASES, least - found.n, found.n, test)
    if found.is_vacuous or found.value == test:
        return None
    if isinstance(test, str) or isinstance(found.value, str) or found.value is None:
        return Need(Lack.STATE, n=found.n, test=test)
    return _of_number(leaf, found, found.value, test)


def _of_number(leaf: Leaf, found: Measurement, value: Fraction, test: Threshold) -> Need | None:
    metric = METRICS.get(leaf.metric)
    scale = None if metric is None else metric.scale
    if scale is Scale.SHARE and test.operator in {">=", ">"} and found.count is not None:
        wanted = test.number * found.n
        needed = ceil(wanted) if test.operator == ">=" else int(wanted) + 1
        return (
            Need(Lack.MORE, needed - found.count, found.n, test) if needed > found.count else None
        )
    if scale is Scale.COUNT and test.operator in {"==", "<=", "<"}:
        surplus = int(value - test.number) + (test.operator == "<")
        return Need(Lack.FEWER, surplus, found.n, test) if surplus > 0 else None
    return None if holds(test, value) else Need(Lack.VALUE, n=found.n, test=test)
