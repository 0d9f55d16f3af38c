"""How verdicts combine when some of them cannot be told.

A verdict that can be told is one of three degrees: not met, conditional, met. One that cannot be
told may turn out to be any of them, so a rule carries the worst and the best degree that it can
still have. Combining works on both ends; where they differ the rule cannot be told. This keeps
the laws of De Morgan and never says more than the parts say (strong Kleene logic on a chain).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from qa_app.domain.verdicts import Verdict

DEGREES: Final = (Verdict.NOT_MET, Verdict.CONDITIONAL, Verdict.MET)
"""Verdicts that can be told, the worst first."""

_MOST = len(DEGREES) - 1


@dataclass(frozen=True, slots=True)
class Truth:
    """What a rule can still turn out to be.

    Attributes:
        worst: Place in `DEGREES` of the worst verdict that is possible.
        best: Place of the best one; never below `worst`.
    """

    worst: int
    best: int

    @property
    def verdict(self) -> Verdict:
        """The verdict; `cannot_tell` where more than one is possible."""
        return DEGREES[self.worst] if self.worst == self.best else Verdict.CANNOT_TELL


UNKNOWN: Final = Truth(0, _MOST)


def truth_of(verdict: Verdict) -> Truth:
    """Give what a verdict can still turn out to be.

    Args:
        verdict: Any of the four.

    Returns:
        Everything for `cannot_tell`, else the verdict alone.
    """
    if verdict is Verdict.CANNOT_TELL:
        return UNKNOWN
    degree = DEGREES.index(verdict)
    return Truth(degree, degree)


def opposite(truth: Truth) -> Truth:
    """Turn a rule round.

    Args:
        truth: The rule.

    Returns:
        Met for not met and the other way round; what holds on conditions keeps them.
    """
    return Truth(_MOST - truth.best, _MOST - truth.worst)


def at_least(needed: int, parts: Sequence[Truth]) -> Truth:
    """Combine rules of which a number must hold.

    "All" is every one of them, "any" is one.

    Args:
        needed: How many must hold, from 1 to the number of parts.
        parts: The rules.

    Returns:
        The degree that the `needed`-th best part reaches, at worst and at best.

    Raises:
        ValueError: So many parts are not there, or none is asked for.
    """
    if not 1 <= needed <= len(parts):
        raise ValueError(f"{needed} of {len(parts)} parts")
    by_worst = sorted((part.worst for part in parts), reverse=True)
    by_best = sorted((part.best for part in parts), reverse=True)
    return Truth(by_worst[needed - 1], by_best[needed - 1])
