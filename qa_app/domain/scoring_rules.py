"""Rule rubrics: ratings by the first rule that holds, without arithmetic."""

from collections.abc import Sequence

from qa_app.domain.case_input import CaseInput
from qa_app.domain.condition_truth import Scene, compile_condition
from qa_app.domain.rubric import Rubric
from qa_app.domain.rubric_rules import Outcome, Rule, RuleItem
from qa_app.domain.scoring_result import AuditScore, Status

NOT_APPLICABLE = "na"


def score_rules(rubric: Rubric, case: CaseInput) -> AuditScore:
    """Rate every item, then every outcome, by the first rule that holds.

    Args:
        rubric: A rubric of method `rules`.
        case: Answers to its questions, facts, and which items apply.

    Returns:
        Ratings and outcomes; an item or outcome with a rule that is unknown before one is
        true is open and rated None. Never "not rated".
    """
    ratings: dict[str, str | None] = {}
    for item in rubric.rule_items:
        for part in item.sub_items:
            ratings[part.code] = _rate(part, case, ratings)
        ratings[item.code] = _rate(item, case, ratings)
    outcomes = {outcome.code: _rate_outcome(outcome, case, ratings) for outcome in rubric.outcomes}
    waiting = [code for code, rating in {**ratings, **outcomes}.items() if rating is None]
    codes = {code: str(answer) for code, answer in case.answers.items()}
    counts: dict[str, int] = {}
    for code in codes.values():
        counts[code] = counts.get(code, 0) + 1
    return AuditScore(
        Status.INCOMPLETE if waiting else Status.COMPLETE,
        codes=codes,
        counts=counts,
        open=waiting,
        ratings=ratings,
        outcomes=outcomes,
    )


def _rate(item: RuleItem, case: CaseInput, ratings: dict[str, str | None]) -> str | None:
    scene = Scene(case, ratings, item.code)
    if item.applies_if is not None:
        applies = compile_condition(item.applies_if)(scene)
        if applies is None:
            return None
        if not applies:
            return NOT_APPLICABLE
    return first_rate(item.rules, scene)


def _rate_outcome(outcome: Outcome, case: CaseInput, ratings: dict[str, str | None]) -> str | None:
    return first_rate(outcome.rules, Scene(case, ratings))


def first_rate(rules: Sequence[Rule], scene: Scene) -> str | None:
    """Give the rating of the first rule that holds.

    Args:
        rules: In order; a rule without a condition always holds.
        scene: What their conditions look at.

    Returns:
        The rating; None when an unknown rule comes before one that holds, or none holds.
    """
    for rule in rules:
        holds = True if rule.when is None else compile_condition(rule.when)(scene)
        if holds is None:
            return None
        if holds:
            return rule.rate
    return None
