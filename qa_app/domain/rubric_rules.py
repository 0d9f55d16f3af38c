"""Rule rubrics: questions, items rated by the first rule that holds, outcomes."""

from dataclasses import dataclass
from fractions import Fraction

from qa_app.domain.conditions import Condition
from qa_app.domain.text import NO_TEXT, BilingualText


@dataclass(frozen=True, slots=True)
class Rule:
    """First rule whose condition holds gives the rating; `when` None = else."""

    when: Condition | None
    rate: str


@dataclass(frozen=True, slots=True)
class RuleWords:
    """Words that a rule rubric gives its ratings and answers.

    Attributes:
        answers: Answers to questions, in whatever list they stand: code to words.
        items: Ratings of items and sub-items: code to words; a rating without is not in it.
        outcomes: Those of outcomes.
    """

    items: tuple[tuple[str, BilingualText], ...] = ()
    outcomes: tuple[tuple[str, BilingualText], ...] = ()
    answers: tuple[tuple[str, BilingualText], ...] = ()

    def of_answer(self, code: str) -> BilingualText:
        """Give the words of an answer to a question.

        Args:
            code: The answer.

        Returns:
            As `of_item`.
        """
        return dict(self.answers).get(code, NO_TEXT)

    def of_item(self, code: str | None) -> BilingualText:
        """Give the words of an item's rating.

        Args:
            code: The rating; None = not rated.

        Returns:
            The words; `NO_TEXT` for a rating that has none of its own.
        """
        return dict(self.items).get(code or "", NO_TEXT)

    def of_outcome(self, code: str | None) -> BilingualText:
        """Give the words of an outcome's rating.

        Args:
            code: The rating; None = not rated.

        Returns:
            As `of_item`.
        """
        return dict(self.outcomes).get(code or "", NO_TEXT)


NO_RULE_WORDS = RuleWords()
"""Of a rubric whose ratings and answers are codes."""


@dataclass(frozen=True, slots=True)
class Narrative:
    """What a rule rubric says of the notes beside its questions.

    Attributes:
        noted_answer: Answer to a question that needs a note; empty for none.
        also: Notes that are wanted besides: code and words, `NO_TEXT` for a bare code.
        sources: Where an answer may come from, to be ticked beside it: likewise.
    """

    noted_answer: str = ""
    also: tuple[tuple[str, BilingualText], ...] = ()
    sources: tuple[tuple[str, BilingualText], ...] = ()


NO_NARRATIVE = Narrative()
"""Of a rubric that says nothing of notes."""


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


def item_name(code: str) -> str:
    """Name an item whose rating is counted beside answers.

    Args:
        code: The item.

    Returns:
        A name that no question and no outcome has.
    """
    return f"={code}"


def outcome_name(code: str) -> str:
    """Name an outcome whose rating is counted beside answers.

    Args:
        code: The outcome.

    Returns:
        A name that no question and no item has.
    """
    return f">{code}"


@dataclass(frozen=True, slots=True)
class CountedRating:
    """Which rating is counted over many files, and how often it must stand.

    Attributes:
        rating: The rating.
        least: Share 0..1 of the files it applies to, from which the goal is reached; None = none.
        least_alone: Likewise of an item that is an outcome alone; None = as for the others.
        is_verified: Whether somebody confirmed the rule; None = not said.
    """

    rating: str
    least: Fraction | None = None
    least_alone: Fraction | None = None
    is_verified: bool | None = None


@dataclass(frozen=True, slots=True)
class Aggregate:
    """How a rule rubric sums up many files; a part that it does not sum up is None."""

    outcome: CountedRating | None = None
    item: CountedRating | None = None


NO_AGGREGATE = Aggregate()
"""Of a rubric that sums nothing up."""
