"""Rule rubrics: ratings by the first rule that holds, without arithmetic."""

from collections.abc import Sequence

from qa_app.domain.case_input import CaseInput
from qa_app.domain.condition_truth import Scene, compile_condition, deciders
from qa_app.domain.conditions import Condition
from qa_app.domain.rubric import Rubric
from qa_app.domain.rubric_rules import Rule
from qa_app.domain.scoring_result import AuditScore, Explanation, RuleExplanation, Status

NOT_APPLICABLE = "na"


def score_rules(rubric: Rubric, case: CaseInput, *, explained: bool = False) -> AuditScore:
    """Rate every item, then every outcome, by the first rule that holds.

    Args:
        rubric: A rubric of method `rules`.
        case: Answers to its questions, facts, and which items apply.
        explained: True adds which rule rated what, and why.

    Returns:
        Ratings and outcomes; an item or outcome with a rule that is unknown before one is
        true is open and rated None. Never "not rated".
    """
    ratings: dict[str, str | None] = {}
    told: list[RuleExplanation] = []
    for item in rubric.rule_items:
        for part in (*item.sub_items, item):
            one = rated(part.code, part.rules, Scene(case, ratings, part.code), part.applies_if)
            ratings[part.code] = one.rating
            told.append(one)
    outcomes = [rated(one.code, one.rules, Scene(case, ratings)) for one in rubric.outcomes]
    told += outcomes
    codes = {code: str(answer) for code, answer in case.answers.items()}
    counts: dict[str, int] = {}
    for code in codes.values():
        counts[code] = counts.get(code, 0) + 1
    waiting = list(dict.fromkeys(one.code for one in told if one.rating is None))
    return AuditScore(
        Status.INCOMPLETE if waiting else Status.COMPLETE,
        codes=codes,
        counts=counts,
        open=waiting,
        ratings=ratings,
        outcomes={one.code: one.rating for one in outcomes},
        explanation=Explanation((), None, (), rules=tuple(told)) if explained else None,
    )


def rated(
    code: str, rules: Sequence[Rule], scene: Scene, applies_if: Condition | None = None
) -> RuleExplanation:
    """Rate one thing by the first rule that holds.

    Args:
        code: What is rated.
        rules: In order; a rule without a condition always holds.
        scene: What their conditions look at.
        applies_if: When it applies; None = always.

    Returns:
        The rating and what decided it; rated None when an unknown rule comes before one that
        holds, or none holds.
    """
    if applies_if is not None:
        applies = compile_condition(applies_if)(scene)
        if not applies:
            rating = None if applies is None else NOT_APPLICABLE
            return RuleExplanation(code, rating, None, deciders(applies_if, scene))
    for place, rule in enumerate(rules):
        holds = True if rule.when is None else compile_condition(rule.when)(scene)
        if holds is not False:
            because = () if rule.when is None else deciders(rule.when, scene)
            return RuleExplanation(code, rule.rate if holds else None, place, because)
    return RuleExplanation(code, None, None, ())
