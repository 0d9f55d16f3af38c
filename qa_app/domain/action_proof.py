"""Whether later readings of the same item show that an action worked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from math import comb

from qa_app.domain.defaults import (
    PROOF_RUN,
    PROOF_SCREEN_FILES,
    PROOF_SCREEN_LEAST,
    RECURRENCE_MONTHS,
)
from qa_app.domain.month_grid import month_of
from qa_app.domain.option_worth import is_best
from qa_app.domain.rubric import Rubric


class ProofRule(StrEnum):
    """What shows that an action worked; said when it is said to be done, and fixed then."""

    RUN = "run"
    SCREEN = "screen"

    @property
    def files(self) -> int:
        """How many sampled files decide: the first that are read since."""
        return PROOF_RUN if self is ProofRule.RUN else PROOF_SCREEN_FILES

    @property
    def least(self) -> int:
        """How many of them have to conform."""
        return PROOF_RUN if self is ProofRule.RUN else PROOF_SCREEN_LEAST


@dataclass(frozen=True, slots=True)
class Decided:
    """What the readings came to.

    Attributes:
        is_shown: True when the action is shown to work; False when it is not.
        at: Place of the reading that decided, from 0.
    """

    is_shown: bool
    at: int


def decided(rule: ProofRule, conforms: Sequence[bool]) -> Decided | None:
    """Judge the sampled readings since an action was done.

    Only the first so many count, once; nothing is topped up, because a second look at the same
    readings by another rule would void the risks of both. What the readings that are left could
    not change any more is decided.

    Args:
        rule: What was fixed when it was done.
        conforms: Whether each reading found the item met, oldest first; readings in which the
            item was not in force left out.

    Returns:
        The outcome; None while more readings are needed.

    Source: docs/methods/verification.md; methods of LQAS at 80/50 with both risks below 10 %.
    """
    met = missed = 0
    for at, one in enumerate(conforms[: rule.files]):
        met, missed = met + one, missed + (not one)
        if met >= rule.least:
            return Decided(is_shown=True, at=at)
        if missed > rule.files - rule.least:
            return Decided(is_shown=False, at=at)
    return None


def chance_shown(rule: ProofRule, share: Fraction) -> Fraction:
    """Give the chance that one try shows an action to work.

    Args:
        rule: The rule.
        share: Share of all files that meet the item, 0..1; so many that drawing some does not
            change it.

    Returns:
        The probability, exact.
    """
    size = rule.files
    return sum(
        (
            comb(size, met) * share**met * (1 - share) ** (size - met)
            for met in range(rule.least, size + 1)
        ),
        Fraction(0),
    )


def is_recurrence(verified_on: date, read_on: date) -> bool:
    """Tell whether a fault that was found again counts as the same one come back.

    Args:
        verified_on: Day on which the action was verified.
        read_on: Day of the reading that found the fault.

    Returns:
        True when it was read after that day and within `RECURRENCE_MONTHS` months of it.
    """
    last = (month_of(verified_on) + RECURRENCE_MONTHS, verified_on.day)
    return verified_on < read_on and (month_of(read_on), read_on.day) <= last


def does_conform(rubric: Rubric, codes: Mapping[str, str], items: Iterable[str]) -> bool | None:
    """Judge one reading for the items of an action.

    Args:
        rubric: The version that it was read against.
        codes: The code that each item came to; items that were not in force left out.
        items: Items of the action that this version asks alike.

    Returns:
        True when every item in force is answered as well as it can be; None when none was in
        force, or nothing was due or applied.
    """
    found = [is_best(rubric.items[code], codes.get(code)) for code in items]
    judged = [one for one in found if one is not None]
    return all(judged) if judged else None
