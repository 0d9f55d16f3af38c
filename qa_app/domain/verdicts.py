"""What a criterion does to a decision, and how it can stand."""

from enum import StrEnum
from typing import Final


class CriterionType(StrEnum):
    """What a criterion does to a decision; `evidence` never counts against a centre."""

    STOP = "stop"
    MUST = "must"
    SCORE = "score"
    EVIDENCE = "evidence"


class Verdict(StrEnum):
    """How a criterion stands; `cannot_tell` never counts against the centre."""

    MET = "met"
    CONDITIONAL = "conditional"
    NOT_MET = "not_met"
    CANNOT_TELL = "cannot_tell"


WORST_FIRST: Final = (Verdict.NOT_MET, Verdict.CANNOT_TELL, Verdict.CONDITIONAL, Verdict.MET)
"""Verdicts, the one that weighs most first."""
