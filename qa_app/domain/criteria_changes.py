"""What a draft of criteria asks otherwise than the criteria in force."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from qa_app.domain.criteria import CriteriaFile, Criterion


class Aspect(StrEnum):
    """What changes of a criterion, in the order in which it is told."""

    NEW = "new"
    GONE = "gone"
    SETS = "sets"
    TYPE = "type"
    MET = "met"
    CONDITIONAL = "conditional"
    LEAST = "least"
    TEXT = "text"
    ELSE = "else"


@dataclass(frozen=True, slots=True)
class CriterionChange:
    """One change of one criterion.

    Attributes:
        code: The criterion.
        aspect: What changes.
        before: The criterion in force; None for a new one.
        after: The criterion of the draft; None for one that it leaves out.
    """

    code: str
    aspect: Aspect
    before: Criterion | None
    after: Criterion | None


def criteria_changes(before: CriteriaFile, after: CriteriaFile) -> tuple[CriterionChange, ...]:
    """Compare a draft with the criteria in force.

    Args:
        before: The criteria in force.
        after: The draft.

    Returns:
        The changes by code of criterion; empty where every criterion asks the same.
    """
    old, new = _criteria(before), _criteria(after)
    return tuple(
        change
        for code in sorted({*old, *new})
        for change in _of(code, old.get(code), new.get(code))
    )


def _criteria(file: CriteriaFile) -> dict[str, Criterion]:
    return {one.code: one for each in file.sets for one in each.criteria}


def _of(code: str, old: Criterion | None, new: Criterion | None) -> Iterator[CriterionChange]:
    if old is None or new is None:
        aspect = Aspect.NEW if old is None else Aspect.GONE
        yield CriterionChange(code, aspect, old, new)
        return
    told = {
        Aspect.SETS: set(old.sets) != set(new.sets),
        Aspect.TYPE: old.type is not new.type,
        Aspect.MET: old.met != new.met,
        Aspect.CONDITIONAL: old.conditional != new.conditional,
        Aspect.LEAST: old.min_n != new.min_n,
        Aspect.TEXT: old.text != new.text,
    }
    for aspect, is_changed in told.items():
        if is_changed:
            yield CriterionChange(code, aspect, old, new)
    # whatever else differs: what is measured, of whom, on what ground, in place of which variant
    same = replace(
        old,
        sets=new.sets,
        type=new.type,
        met=new.met,
        conditional=new.conditional,
        min_n=new.min_n,
        text=new.text,
    )
    if same != new:
        yield CriterionChange(code, Aspect.ELSE, old, new)
