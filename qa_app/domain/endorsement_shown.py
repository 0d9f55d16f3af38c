"""How much of a judgement someone may see, and with how many digits."""

from dataclasses import dataclass
from fractions import Fraction

from qa_app.domain.defaults import AGREEMENT_FILES_LEAST, FINDINGS_LEAST, SHARE_DENOMINATOR
from qa_app.domain.endorsement import OF_PROGRAMME, Judgement, Reason, holds
from qa_app.domain.rounding import display, rounded_half_up

_PLACES_MOST = 6
_OPEN = frozenset({Reason.NO_PLAN, Reason.PLAN_RUNS, Reason.NO_CONTAINMENT, Reason.CONTAINED})
_NEEDS_FILES = frozenset({Reason.NO_ROUND, Reason.TOO_FEW})
_FINDINGS = _OPEN | {Reason.FAILED, Reason.REMEDY_UNSHOWN, Reason.UNCLEAR}


@dataclass(frozen=True, slots=True)
class Figures:
    """What of a judgement's numbers may be shown.

    Attributes:
        value: The number tested, written; None when it is not shown.
        count: Files or pairs it counts; None when not shown.
        n: Files or pairs looked at; None when not shown.
        low: Lower end of the value's interval, written; None when it is not shown.
        loose: Of what is open, what is not kept in time; None when not shown.
        held_below: Numbers below this are not shown to this person, and this judgement has
            such a number; 0 when nothing is held back.
    """

    value: str | None = None
    count: int | None = None
    n: int | None = None
    low: str | None = None
    held_below: int = 0
    loose: int | None = None

    @property
    def is_held_back(self) -> bool:
        """True when numbers exist that this person is not shown."""
        return self.held_below > 0


_HELD = Figures(held_below=SHARE_DENOMINATOR)


def figures_of(judgement: Judgement, *, is_case_level: bool) -> Figures:
    """Choose what may be shown.

    Args:
        judgement: The judgement.
        is_case_level: True for people who may read the centre's files themselves.

    Returns:
        A mean with its n. Counts and shares with their n from `SHARE_DENOMINATOR` on;
        below it the count of n for case-level rights, nothing for others. Findings in fewer
        than `FINDINGS_LEAST` files, or in all but so few, are given without numbers to those
        without case-level rights: a single file of a named centre would be recognised.
    """
    if judgement.criterion.metric in OF_PROGRAMME:
        return _of_programme(judgement, is_case_level=is_case_level)
    return _of_centre(judgement, is_case_level=is_case_level)


def _of_centre(judgement: Judgement, *, is_case_level: bool) -> Figures:
    if judgement.reason in _NEEDS_FILES:
        return Figures(n=judgement.n) if is_case_level else _HELD
    places = 1 if is_case_level else 0
    if judgement.reason is Reason.MEAN:
        return Figures(value=written(judgement, places), n=judgement.n)
    if judgement.count is None:
        return Figures()
    if judgement.n < SHARE_DENOMINATOR:
        if not is_case_level:
            return _HELD
        return Figures(count=judgement.count, n=judgement.n, loose=_loose(judgement))
    few = min(judgement.count, judgement.n - judgement.count)
    if judgement.reason in _FINDINGS and few < FINDINGS_LEAST and not is_case_level:
        return Figures(held_below=FINDINGS_LEAST)
    value = written(judgement, places) if judgement.reason is Reason.SHARE else None
    return Figures(value=value, count=judgement.count, n=judgement.n, loose=_loose(judgement))


def _loose(judgement: Judgement) -> int | None:
    return judgement.loose_count if judgement.reason in _OPEN else None


def _of_programme(judgement: Judgement, *, is_case_level: bool) -> Figures:
    # figures over all centres tell of no one centre; a coefficient of few files tells too little
    if judgement.reason in {Reason.NONE_TWICE, Reason.NO_FILE}:
        return Figures()
    if judgement.reason is Reason.RELAXED:
        is_shown = judgement.count is not None and (
            is_case_level or judgement.n >= SHARE_DENOMINATOR
        )
        return Figures(count=judgement.count, n=judgement.n) if is_shown else Figures()
    if judgement.reason is Reason.AGREED:
        if judgement.n < AGREEMENT_FILES_LEAST:
            return Figures(n=judgement.n)
        low = None if judgement.low is None else display(judgement.low, 2)
        return Figures(value=written(judgement, 2), n=judgement.n, low=low)
    if judgement.reason is Reason.TWICE:
        if judgement.n < SHARE_DENOMINATOR:
            return Figures(count=judgement.count, n=judgement.n) if is_case_level else _HELD
        value = written(judgement, 0)
        return Figures(value=value, count=judgement.count, n=judgement.n)
    return Figures(n=judgement.n)


def written(judgement: Judgement, places: int) -> str:
    """Write the number that was tested.

    Rounding may not carry it over a threshold it did not reach: then it gets more digits.

    Args:
        judgement: A judgement with a value; a share is written in percent.
        places: Digits after the point that suffice otherwise.

    Returns:
        Digits, such as `79.96`.
    """
    value = judgement.value or Fraction(0)
    factor = 100 if judgement.reason in {Reason.SHARE, Reason.TWICE} else 1
    while places < _PLACES_MOST and not _tells(judgement, value, factor, places):
        places += 1
    return display(value * factor, places)


def _tells(judgement: Judgement, value: Fraction, factor: int, places: int) -> bool:
    shown = rounded_half_up(value * factor, places) / factor
    tests = (judgement.criterion.met, judgement.criterion.conditional)
    return all(holds(test, shown) == holds(test, value) for test in tests)
