"""How a criterion can stand."""

from enum import StrEnum
from typing import Final


class Verdict(StrEnum):
    """How a criterion stands; `cannot_tell` never counts against the centre."""

    MET = "met"
    CONDITIONAL = "conditional"
    NOT_MET = "not_met"
    CANNOT_TELL = "cannot_tell"


WORST_FIRST: Final = (Verdict.NOT_MET, Verdict.CANNOT_TELL, Verdict.CONDITIONAL, Verdict.MET)
"""Verdicts, the one that weighs most first."""
