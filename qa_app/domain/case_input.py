"""What a reader entered for one audit, as typed values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction

from qa_app.domain.moments import HistoryEntry, LogEntry, Moment
from qa_app.domain.rubric import Assessor

FactValue = bool | int | str | frozenset[str] | tuple[HistoryEntry, ...]
Answer = str | int

CENTRE_ONLY = frozenset({Assessor.CENTRE})


@dataclass(frozen=True, slots=True)
class CaseInput:
    """Everything known of one audit, or of one sampled case of a site visit.

    Things that are absent are not known; nothing here is ever None inside a mapping.

    Attributes:
        read_at: Local instant at which the file was read.
        assessors: Who took part; sections of others are not assessed.
        facts: Fact to value; a history in order of its dates.
        clocks: Event to moment.
        logs: Log to its entries; an empty tuple is a log without entries.
        measures: Measure to its exact number.
        answers: Item (or question) to option code, or to a whole number for counts.
        sample: Sampled cases; None when no sample was drawn yet.
        applicable: Rule rubrics: item to whether the reader says it applies.
    """

    read_at: datetime
    assessors: frozenset[Assessor] = CENTRE_ONLY
    facts: Mapping[str, FactValue] = field(default_factory=dict)
    clocks: Mapping[str, Moment] = field(default_factory=dict)
    logs: Mapping[str, tuple[LogEntry, ...]] = field(default_factory=dict)
    measures: Mapping[str, Fraction] = field(default_factory=dict)
    answers: Mapping[str, Answer] = field(default_factory=dict)
    sample: tuple["CaseInput", ...] | None = None
    applicable: Mapping[str, bool] = field(default_factory=dict)

    def of_sampled(self, case: "CaseInput") -> "CaseInput":
        """Lay a sampled case over the audit it belongs to.

        Args:
            case: The sampled case.

        Returns:
            The case's facts, clocks and logs over the audit's; answers are the case's own.
        """
        return CaseInput(
            read_at=self.read_at,
            assessors=self.assessors,
            facts={**self.facts, **case.facts},
            clocks={**self.clocks, **case.clocks},
            logs={**self.logs, **case.logs},
            measures=self.measures,
            answers=case.answers,
        )
