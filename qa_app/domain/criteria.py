"""Criteria of the register: what each asks, of whom, and on what ground."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from qa_app.domain.register_terms import Terms
from qa_app.domain.rubric import Basis, ConfirmedFor, SourceRef, Threshold
from qa_app.domain.rules.decision import DecisionTable
from qa_app.domain.rules.tree import Leaf, Rule
from qa_app.domain.text import NO_TEXT, BilingualText
from qa_app.domain.verdicts import CriterionType


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion.

    Attributes:
        code: Its id, such as `E09`.
        sets: Codes of the sets it belongs to.
        group: What it is about, such as `safety`.
        type: What it does to a decision.
        text: What is asked.
        metric: Name of the number or state that is tested.
        met: Test that makes it met; a state where the metric is no number.
        conditional: Test that makes it met on conditions; None when there is none.
        min_n: Fewest files or items that can tell; None when any number can.
        source: Where the evidence is kept.
        basis: What it leans on.
        params: Further values of the metric.
        areas: Areas it is asked of; empty = every one.
        kinds: Kinds of organisation it is asked of; empty = every one.
        item_tag: Tag of the items it reads; empty when it reads none.
        sources: Clauses it rests on.
        quote: Words of the law; empty unless the basis is law.
        addressee: Whom the law binds; empty unless the basis is law.
        confirmed_for: Kinds that are that addressee; None unless the basis is law.
        variants: What is asked instead of some areas or kinds, first fitting one first.
        qualifies: Codes of criteria that cannot be told without this evidence.
        owed_by: Who owes it; empty unless it qualifies others.
        rule: What joins several tests; None where the criterion is the one test of its own fields.
    """

    code: str
    sets: tuple[str, ...]
    group: str
    type: CriterionType
    text: BilingualText
    metric: str
    met: Threshold | str
    conditional: Threshold | str | None
    min_n: int | None
    source: str
    basis: Basis
    params: Mapping[str, Any] = field(default_factory=dict)
    areas: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    item_tag: str = ""
    sources: tuple[SourceRef, ...] = ()
    quote: str = ""
    addressee: BilingualText = NO_TEXT
    confirmed_for: ConfirmedFor | None = None
    variants: tuple["Criterion", ...] = ()
    qualifies: tuple[str, ...] = ()
    owed_by: str = ""
    rule: Rule | None = None


@dataclass(frozen=True, slots=True)
class CriteriaSet:
    """A set of criteria that is in force for a stage.

    Attributes:
        code: Its code, such as `provisional`.
        name: Its name.
        criteria: Its criteria in the order of the file.
        starts: From when a centre may be asked it: application, first_full_round, 12_months; empty
            where the file does not say.
    """

    code: str
    name: BilingualText
    criteria: tuple[Criterion, ...]
    starts: str = ""


@dataclass(frozen=True, slots=True)
class CriteriaFile:
    """A whole file of criteria.

    Attributes:
        code: The file's id.
        version: Its version.
        title: Its name.
        note: What must be known about it; empty for nothing.
        levels: Verdict to the word for it.
        sets: Its sets in the order of the file.
        decision: What verdicts lead to.
        terms: Names, limits in time, papers, objections.
    """

    code: str
    version: str
    title: BilingualText
    note: BilingualText
    levels: Mapping[str, BilingualText]
    sets: tuple[CriteriaSet, ...]
    decision: DecisionTable
    terms: Terms

    def set_of(self, code: str) -> CriteriaSet | None:
        """Find a set.

        Args:
            code: Its code.

        Returns:
            The set; None when the file has none of that code.
        """
        return next((one for one in self.sets if one.code == code), None)


def rule_of(criterion: Criterion) -> Rule:
    """Give what a criterion asks, as a rule.

    Args:
        criterion: The criterion.

    Returns:
        Its rule; the one test that it is where it has none.
    """
    return criterion.rule or Leaf(
        criterion.metric,
        criterion.met,
        criterion.conditional,
        criterion.min_n,
        criterion.params,
    )


def asked_of(criterion: Criterion, area: str, kind: str) -> Criterion | None:
    """Give a criterion as it is asked of one area of one kind of organisation.

    Args:
        criterion: The criterion.
        area: Code of the area.
        kind: Kind of organisation.

    Returns:
        The first variant that names the area or kind, else the criterion itself; None
        when neither is asked there.
    """
    for variant in criterion.variants:
        if _fits(variant, area, kind):
            return variant
    return criterion if _fits(criterion, area, kind) else None


def _fits(criterion: Criterion, area: str, kind: str) -> bool:
    is_area = not criterion.areas or area in criterion.areas
    return is_area and (not criterion.kinds or kind in criterion.kinds)
