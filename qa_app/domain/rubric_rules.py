"""Rule rubrics: questions, items rated by the first rule that holds, outcomes."""

from dataclasses import dataclass

from qa_app.domain.conditions import Condition
from qa_app.domain.text import BilingualText


@dataclass(frozen=True, slots=True)
class Rule:
    """First rule whose condition holds gives the rating; `when` None = else."""

    when: Condition | None
    rate: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a rule rubric.

    Attributes:
        code: Its id.
        type: `yna`, `yn`, `count`, `choice`.
        label: The words.
        options: Answer codes it accepts; empty for counts.
        is_rated: False for questions kept as data only.
        is_reversed: True when yes is bad (shown so; rules say it themselves).
    """

    code: str
    type: str
    label: BilingualText
    options: tuple[str, ...] = ()
    is_rated: bool = True
    is_reversed: bool = False


@dataclass(frozen=True, slots=True)
class RuleItem:
    """An item (or sub-item) of a rule rubric."""

    code: str
    title: BilingualText
    questions: tuple[Question, ...] = ()
    rules: tuple[Rule, ...] = ()
    sub_items: tuple["RuleItem", ...] = ()
    applies_if: Condition | None = None
    asks_applicable: bool = False
    is_never_na: bool = False
    is_verified: bool | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """An outcome rated from item ratings."""

    code: str
    title: BilingualText
    items: tuple[str, ...]
    rules: tuple[Rule, ...]
    is_verified: bool | None = None
    note: str = ""
