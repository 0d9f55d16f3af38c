"""How many cases a site visit has to sample, and whether it did."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from qa_app.domain.audit_entries import Entry, EntryKind
from qa_app.domain.background import POOL_KEY, SAMPLE_KEY
from qa_app.domain.case_plain import exact_entry
from qa_app.domain.rubric import Rubric
from qa_app.domain.sample_design import SampleDesign
from qa_app.domain.statistics.lqas import lqas_plan

LQAS, ALL = "lqas", "all"


@dataclass(frozen=True, slots=True)
class SampledCases:
    """The sample of a visit beside what its rubric asks for.

    Attributes:
        rule: `lqas`, `all` or a number of cases, as the rubric says.
        pool: How many cases there are to sample from; None when nobody entered it.
        taken: Cases that were sampled; None before anybody entered a sample.
        needed: Cases that the rule asks for; None while the pool decides and is not known.
    """

    rule: str | int
    pool: int | None
    taken: int | None
    needed: int | None

    @property
    def is_short(self) -> bool:
        """Tell whether fewer were sampled than the rule asks for; False while that is unknown."""
        return self.taken is not None and self.needed is not None and self.taken < self.needed

    @property
    def is_beyond(self) -> bool:
        """Tell whether more were sampled than there are; False while that is unknown."""
        return self.taken is not None and self.pool is not None and self.taken > self.pool


def cases_needed(rule: str | int, pool: int | None) -> int | None:
    """Tell how many cases are to be sampled.

    Args:
        rule: `lqas` (target, rejection and risks of the platform's default), `all`, or a number.
        pool: How many there are, 0 or more; None when nobody knows.

    Returns:
        The number, never more than there are; None for `lqas` and `all` while the pool is not
        known.

    Source: docs/methods/sampling.md.
    """
    if isinstance(rule, int):
        return rule if pool is None else min(rule, pool)
    if pool is None or pool == 0 or rule == ALL:
        return pool
    return lqas_plan(SampleDesign().bounds, pool).size


def sampled_cases(rubric: Rubric, entries: Iterable[Entry]) -> SampledCases | None:
    """Hold the sample of a visit against its rubric.

    Args:
        rubric: The version that it is read against.
        entries: What was entered.

    Returns:
        The sample; None where the rubric asks for none case by case.
    """
    sample = rubric.case_sample
    if sample is None or not any(item.per_case for item in rubric.items.values()):
        return None
    said = {(one.kind, one.key): one.value for one in entries}
    cases = said.get((EntryKind.SAMPLE, SAMPLE_KEY))
    pool = _whole(said.get((EntryKind.POOL, POOL_KEY)))
    taken = len(cases) if isinstance(cases, list) else None
    return SampledCases(sample.size, pool, taken, cases_needed(sample.size, pool))


def _whole(value: Any) -> int | None:
    return None if value is None else int(exact_entry(value))
