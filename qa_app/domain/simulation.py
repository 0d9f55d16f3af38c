"""The dry run of a draft: how many of 100 honest centres would pass each of its sets."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from fractions import Fraction
from functools import partial
from typing import Final

from qa_app.domain.asked_criteria import asked_as_rules, criteria_asked
from qa_app.domain.criteria import CriteriaFile, CriteriaSet
from qa_app.domain.rubric import Rubric
from qa_app.domain.rules.decision import IN_REGISTER, DecisionTable, Status
from qa_app.domain.rules.evaluation import Asked, Evaluation, Subject, evaluate
from qa_app.domain.rules.measurement import Measurement
from qa_app.domain.rules.tree import Leaf
from qa_app.domain.simulation_centre import (
    ROUNDS,
    SimulatedCentre,
    measured,
    simulated_centre,
)
from qa_app.domain.simulation_files import Cell, Slips
from qa_app.domain.verdicts import CriterionType, Verdict
from qa_app.domain.working_days import WorkingCalendar

CENTRES: Final = 100
"""Simulated centres of each area."""

CELLS: Final[tuple[Cell, ...]] = tuple(
    (Fraction(pct, 100), slips) for slips in Slips for pct in (98, 95, 90)
)
"""Rows of the dry run."""

_SEED: Final = 20260101
_ROUNDS: Final[Mapping[str, int]] = {"application": 0, "first_full_round": 1}


@dataclass(frozen=True, slots=True)
class Field:
    """One area that is simulated.

    Attributes:
        area: Its code.
        kind: Kind of organisation that its centres are.
        rubric: What their files are read against.
        calendar: Working days of its region.
    """

    area: str
    kind: str
    rubric: Rubric
    calendar: WorkingCalendar


@dataclass(frozen=True, slots=True)
class Passed:
    """What became of the simulated centres of one row, set and area.

    Attributes:
        cell: Probability and slips.
        set: Code of the set.
        area: Code of the area.
        statuses: What is proposed to how many of them.
        biting: Criterion to the number of centres at which it stands worse than met.
    """

    cell: Cell
    set: str
    area: str
    statuses: Mapping[Status, int]
    biting: Mapping[str, int]

    @property
    def total(self) -> int:
        """Centres simulated."""
        return sum(self.statuses.values())

    @property
    def passed(self) -> int:
        """Centres that would be entered, on conditions or without."""
        return sum(self.statuses.get(status, 0) for status in IN_REGISTER)

    @property
    def without_conditions(self) -> int:
        """Centres that would be entered without conditions."""
        return self.statuses.get(Status.ENDORSED, 0)


Simulated = Mapping[str, Sequence[Mapping[Cell, SimulatedCentre]]]
"""Area to its centres, each at every cell."""


def simulated_centres(
    fields: Sequence[Field], centres: int = CENTRES, cells: Sequence[Cell] = CELLS
) -> Simulated:
    """Throw for the centres; no draft makes a difference to them.

    Args:
        fields: The areas.
        centres: How many of each.
        cells: At which probabilities and with which slips.

    Returns:
        The centres, the same every time.
    """
    return {
        one.area: tuple(
            simulated_centre(one.rubric, one.calendar, _SEED * (place + 1) + number, cells)
            for number in range(centres)
        )
        for place, one in enumerate(fields)
    }


def dry_run(
    file: CriteriaFile, fields: Sequence[Field], simulated: Simulated
) -> tuple[Passed, ...]:
    """Hold every set of a draft against the simulated centres.

    Args:
        file: The draft.
        fields: The areas.
        simulated: Their centres.

    Returns:
        One entry for each row, set and area.

    Source: domain report (c), "Dry run".
    """
    return tuple(
        _passed(file.decision, criteria_set, one, cell, [each[cell] for each in own])
        for criteria_set in file.sets
        for one in fields
        if (own := simulated[one.area])
        for cell in own[0]
    )


def _passed(
    table: DecisionTable,
    criteria_set: CriteriaSet,
    field: Field,
    cell: Cell,
    centres: Sequence[SimulatedCentre],
) -> Passed:
    asked = asked_as_rules(criteria_asked(criteria_set, field.area, field.kind))
    rounds = _ROUNDS.get(criteria_set.starts, ROUNDS)
    subject = Subject("", field.area, field.kind, criteria_set.code, ("", "", ""), _DAY, _MOMENT)
    found = [evaluate(subject, table, asked, partial(_measure, one, rounds)) for one in centres]
    return Passed(
        cell,
        criteria_set.code,
        field.area,
        Counter(one.status for one in found),
        Counter(code for one in found for code in _worse(one)),
    )


_DAY: Final = date(2026, 1, 1)
_MOMENT: Final = datetime(2026, 1, 1, tzinfo=UTC)


def _measure(centre: SimulatedCentre, rounds: int, _asked: Asked, leaf: Leaf) -> Measurement:
    return measured(centre, leaf, rounds)


def _worse(found: Evaluation) -> list[str]:
    return [
        one.asked.code
        for one in found.judged
        if one.standing.verdict is not Verdict.MET and one.asked.type is not CriterionType.EVIDENCE
    ]
