"""Whether later readings of the same item show that an action worked."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from qa_app.domain.defaults import (
    PROOF_RUN,
    PROOF_SCREEN_FILES,
    PROOF_SCREEN_LEAST,
    RECURRENCE_MONTHS,
)


class Proof(StrEnum):
    """How an action was verified."""

    RUN = "run"
    SCREEN = "screen"
    DOCUMENT = "document"


def proof_of(conforms: Sequence[bool]) -> Proof | None:
    """Judge the sampled readings since an action was done.

    Args:
        conforms: Whether each reading found the item met, oldest first; readings in which the
            item was not in force left out.

    Returns:
        A run when the last `PROOF_RUN` all conform; else the screen when, of the first
        `PROOF_SCREEN_FILES`, at least `PROOF_SCREEN_LEAST` do; it is judged once, on the first
        so many, because topping up after a failed screen would void its risks. None when
        neither shows it.

    Source: methods of LQAS at 80/50 with both risks below 10 %: 19 files, 13 conforming.
    """
    if len(conforms) >= PROOF_RUN and all(conforms[-PROOF_RUN:]):
        return Proof.RUN
    screened = conforms[:PROOF_SCREEN_FILES]
    is_full = len(screened) == PROOF_SCREEN_FILES
    return Proof.SCREEN if is_full and sum(screened) >= PROOF_SCREEN_LEAST else None


def is_recurrence(verified_on: date, read_on: date) -> bool:
    """Tell whether a fault that was found again counts as the same one come back.

    Args:
        verified_on: Day on which the action was verified.
        read_on: Day of the reading that found the fault.

    Returns:
        True when it was read after that day and within `RECURRENCE_MONTHS` months of it.
    """
    months = verified_on.year * 12 + verified_on.month - 1 + RECURRENCE_MONTHS
    last = (months // 12, months % 12 + 1, verified_on.day)
    return verified_on < read_on and (read_on.year, read_on.month, read_on.day) <= last


def does_conform(codes: Sequence[str | None], best: Sequence[frozenset[str]]) -> bool | None:
    """Judge one reading for the items of an action.

    Args:
        codes: The code that each item came to; None where it was not in force.
        best: Codes of each item that conform, in the same order.

    Returns:
        True when every item in force conforms; None when none was in force.
    """
    judged = [code in good for code, good in zip(codes, best, strict=True) if code is not None]
    return all(judged) if judged else None
