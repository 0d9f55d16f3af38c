"""Evaluations: worked out again from what is kept, and the same whoever asks."""

import json
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings

from qa_app.domain.journal import canonical_json
from qa_app.domain.rules.decision import Status
from qa_app.domain.rules.evaluation import (
    Asked,
    Evaluation,
    digest_of_evaluation,
    evaluate,
    plain_evaluation,
    recomputed,
)
from qa_app.domain.rules.measurement import Measurement
from qa_app.domain.rules.tree import Leaf, rule_from
from qa_app.domain.verdicts import CriterionType, Verdict
from tests.domain.rules.cases import SEEDS, SUBJECT, TABLE, a_case, measured, plain_leaf

STOP, MUST, SCORE, EVIDENCE = CriterionType


def _evaluated(criteria: list[Asked], found: dict[str, list[Measurement]]) -> Evaluation:
    return evaluate(SUBJECT, TABLE, criteria, measured((criteria, found)))


@settings(max_examples=300, deadline=None)
@given(SEEDS)
def test_what_is_kept_is_enough_to_work_everything_out_again(
    seed: int,
) -> None:
    case = a_case(seed)
    plain = plain_evaluation(_evaluated(*case))
    again = json.loads(canonical_json(plain))
    assert recomputed(again) == plain
    assert digest_of_evaluation(again) == digest_of_evaluation(plain)


@settings(max_examples=300, deadline=None)
@given(SEEDS)
def test_missing_evidence_takes_back_what_rests_on_it_and_nothing_else(
    seed: int,
) -> None:
    case = a_case(seed)
    judged = _evaluated(*case).judged
    held = {Verdict.MET, Verdict.CONDITIONAL}
    lacking = [
        one.asked for one in judged if one.asked.qualifies and one.standing.without_gaps not in held
    ]
    for one in judged:
        missing = {by.code for by in lacking if one.asked.code in by.qualifies}
        assert missing <= one.standing.waits_for
        if missing:
            assert one.standing.verdict is Verdict.CANNOT_TELL
        if not one.standing.waits_for:
            assert one.standing.verdict is one.standing.without_gaps


def _one(code: str, kind: CriterionType, rule: object, *qualifies: str) -> Asked:
    return Asked(code, kind, rule_from(rule), frozenset(qualifies))  # type: ignore[arg-type]


def test_a_centre_by_hand() -> None:
    criteria = [
        _one("E09", MUST, plain_leaf("mean_score_last_two_rounds", ">=80", min_n=5)),
        _one("E12", STOP, plain_leaf("open_stop_findings", "==0")),
        _one(
            "E17",
            EVIDENCE,
            plain_leaf("agreement_ac2", ">=0.6", conditional=">=0.4", min_n=10),
            "E09",
        ),
    ]
    found = {
        "E09": [Measurement(Fraction(431, 5), n=12)],
        "E12": [Measurement(Fraction(2), n=12, count=2, is_mild=True)],
        "E17": [Measurement(Fraction(1, 5), n=30)],
    }
    evaluation = _evaluated(criteria, found)
    told = {one.asked.code: one.standing for one in evaluation.judged}
    assert (told["E17"].verdict, told["E12"].verdict) == (
        Verdict.CANNOT_TELL,
        Verdict.CONDITIONAL,
    )
    assert (told["E09"].verdict, told["E09"].without_gaps) == (Verdict.CANNOT_TELL, Verdict.MET)
    assert told["E09"].waits_for == {"E17"}
    assert evaluation.status is Status.DEFERRED


def test_a_fault_while_measuring_stops_everything() -> None:
    def broken(_one: Asked, _leaf: Leaf) -> Measurement:
        raise RuntimeError("table away")

    with pytest.raises(RuntimeError):
        evaluate(
            SUBJECT, TABLE, [_one("E12", STOP, plain_leaf("open_stop_findings", "==0"))], broken
        )


@pytest.mark.parametrize("rule", [{"criterion": "E12"}, {"criterion": "E99"}])
def test_circles_and_criteria_that_are_not_asked_stop_everything(rule: object) -> None:
    with pytest.raises(ValueError, match=r"circle|not asked"):
        _evaluated([_one("E12", STOP, rule)], {"E12": []})


def test_one_altered_number_is_seen() -> None:
    criteria = [_one("E12", STOP, plain_leaf("open_stop_findings", "==0"))]
    found = {"E12": [Measurement(Fraction(1), n=9, last_day=date(2026, 9, 30))]}
    plain = plain_evaluation(_evaluated(criteria, found))
    altered = json.loads(canonical_json(plain))
    altered["criteria"][0]["found"][0]["value"] = "0/1"
    assert recomputed(altered) != altered
    assert digest_of_evaluation(altered) != digest_of_evaluation(plain)
