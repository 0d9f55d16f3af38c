"""How a frozen score came about: its sections, what limits the band, and its rules."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from qa_app.domain.rubric import Band, Rubric
from qa_app.domain.scoring_plain import read_ratio
from qa_app.domain.scoring_result import LimitKind, RuleExplanation, Why
from qa_app.domain.text import NO_TEXT, BilingualText

Plain = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class WorkingSection:
    """What a section adds.

    Attributes:
        code: Its code.
        title: Its title.
        why: Why it adds nothing as a whole; None otherwise.
        weight: Among the sections.
        full_weight: Weight of all its items.
        scored_weight: Weight of those that are scored.
        unscored_weight: Weight of those in force whose answer is outside the score.
        value: Its own result, 0..1, or the mean of its levels (profile); None where not defined.
        possible: Points of the overall it could add; None without points.
        earned: Points it added; None likewise.
    """

    code: str
    title: BilingualText
    why: Why | None
    weight: Fraction
    full_weight: Fraction
    scored_weight: Fraction
    unscored_weight: Fraction
    value: Fraction | None
    possible: Fraction | None
    earned: Fraction | None


@dataclass(frozen=True, slots=True)
class WorkingLimit:
    """What keeps the band down.

    Attributes:
        kind: Red lines, must-pass items or a cap.
        band: The best band that it leaves.
        items: Items that cause it.
        lowers: True when it keeps the band below that of the percentage.
    """

    kind: LimitKind
    band: Band
    items: tuple[str, ...]
    lowers: bool


@dataclass(frozen=True, slots=True)
class WorkingRule:
    """Which rule rated what.

    Attributes:
        code: What was rated.
        title: Its name.
        rating: Its rating; None = unknown.
        number: Which of its rules decided, from 1; None when none did.
        because: Answers, facts and ratings that decided.
        label: Words that the rubric gives the rating; empty for none of its own.
    """

    code: str
    title: BilingualText
    rating: str | None
    number: int | None
    because: tuple[str, ...]
    label: BilingualText = NO_TEXT


@dataclass(frozen=True, slots=True)
class Working:
    """How a score came about.

    Attributes:
        sections: Every section; empty for rule rubrics.
        limits: What keeps the band down, red lines first.
        coverage: Weight scored over weight in force, 0..1; None when nothing was.
        floor: Coverage below which nothing is rated; None without a floor.
        rules: Rule rubrics: items, sub-items, outcomes.
    """

    sections: tuple[WorkingSection, ...]
    limits: tuple[WorkingLimit, ...]
    coverage: Fraction | None
    floor: Fraction | None
    rules: tuple[WorkingRule, ...]


def working_of(rubric: Rubric, told: Plain) -> Working:
    """Read how a score came about; nothing is computed.

    Args:
        rubric: The version the file was read against.
        told: The frozen explanation, as `scoring_plain.plain_explanation` wrote it; empty for
            a result that was frozen without one.

    Returns:
        The parts.
    """
    bands = {band.code: band for band in rubric.bands}
    titles = {section.code: section.title for section in rubric.sections}
    return Working(
        tuple(_section(one, titles[one["section"]]) for one in told.get("sections", ())),
        tuple(
            WorkingLimit(
                LimitKind(one["kind"]), bands[one["at_most"]], tuple(one["items"]), one["lowers"]
            )
            for one in told.get("limits", ())
        ),
        read_ratio(told.get("coverage")),
        read_ratio(told.get("floor")),
        _rules(rubric, told.get("rules", ())),
    )


def _section(one: Plain, title: BilingualText) -> WorkingSection:
    return WorkingSection(
        one["section"],
        title,
        None if one["why"] is None else Why(one["why"]),
        Fraction(one["weight"]),
        Fraction(one["full_weight"]),
        Fraction(one["scored_weight"]),
        Fraction(one["unscored_weight"]),
        read_ratio(one["value"]),
        read_ratio(one["possible"]),
        read_ratio(one["earned"]),
    )


def _rules(rubric: Rubric, told: Any) -> tuple[WorkingRule, ...]:
    return rules_of(
        rubric,
        (
            RuleExplanation(one["code"], one["rating"], one["rule"], tuple(one["because"]))
            for one in told
        ),
    )


def rules_of(rubric: Rubric, told: Iterable[RuleExplanation]) -> tuple[WorkingRule, ...]:
    """Name what was rated by rules.

    Args:
        rubric: The version, of rules.
        told: What the score says of each item, sub-item and outcome.

    Returns:
        The same with titles, rules counted from 1.
    """
    own = rubric.rule_words
    items = {
        part.code: part.title for item in rubric.rule_items for part in (*item.sub_items, item)
    }
    outcomes = {outcome.code: outcome.title for outcome in rubric.outcomes}
    return tuple(
        WorkingRule(
            one.code,
            (items if is_item else outcomes)[one.code],
            one.rating,
            None if one.rule is None else one.rule + 1,
            one.because,
            (own.of_item if is_item else own.of_outcome)(one.rating),
        )
        # an outcome may have the code of an item; it comes after all of them
        for place, one in enumerate(told)
        for is_item in [place < len(items)]
    )
