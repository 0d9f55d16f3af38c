"""The proof for rule rubrics: every combination of answers within each item of OSRI."""

from collections.abc import Iterator
from datetime import datetime
from itertools import product
from pathlib import Path

import pytest

from qa_app.domain.case_input import CaseInput
from qa_app.domain.case_plain import case_from
from qa_app.domain.condition_truth import Scene
from qa_app.domain.rubric import Rubric
from qa_app.domain.rubric_rules import Question, RuleItem
from qa_app.domain.scoring import score_audit
from qa_app.domain.scoring_result import Status
from qa_app.domain.scoring_rules import rated
from qa_app.rubric_files.reader import load_rubric
from tests.builders import CHINA_2026, READ_AT


@pytest.fixture(scope="module")
def osri(shipped: Path) -> Rubric:
    return load_rubric(shipped / "reference" / "osri.yaml", shipped)


def _answers(question: Question) -> list[object]:
    return [0, 1, 2] if question.type == "count" else list(question.options)


def _combinations(item: RuleItem) -> Iterator[dict[str, object]]:
    questions = [one for part in (item, *item.sub_items) for one in part.questions if one.is_rated]
    for values in product(*(_answers(question) for question in questions)):
        yield {one.code: value for one, value in zip(questions, values, strict=True)}


@pytest.mark.parametrize("code", [str(number) for number in range(1, 19)])
def test_every_full_set_of_answers_is_rated(osri: Rubric, code: str) -> None:
    item = next(item for item in osri.rule_items if item.code == code)
    seen = set()
    for answers in _combinations(item):
        for case_type in ("foster_care", "in_home"):
            entries = {
                "read_at": READ_AT,
                "facts": {"case_type": case_type},
                "answers": answers,
                "applicable": {code: True},
            }
            score = score_audit(osri, case_from(osri, entries), CHINA_2026)
            assert score.ratings[code] is not None, (code, case_type, answers)
            seen.add(score.ratings[code])
            if item.is_never_na:
                assert score.ratings[code] != "na"
    assert {"strength", "ani"} <= seen


def test_every_set_of_ratings_gives_an_outcome(osri: Rubric) -> None:
    case = CaseInput(read_at=datetime(2026, 3, 2), answers={"16A": "yes_", "16B": "no_"})
    for outcome in osri.outcomes:
        for ratings in product(("strength", "ani", "na"), repeat=len(outcome.items)):
            scene = Scene(case, dict(zip(outcome.items, ratings, strict=True)))
            assert rated(outcome.code, outcome.rules, scene).rating is not None, (
                outcome.code,
                ratings,
            )


def test_read_by_hand(osri: Rubric) -> None:
    entries = {
        "read_at": READ_AT,
        "facts": {"case_type": "in_home"},
        "applicable": {"1": True},
        "answers": {"1A": 1, "1B": 0, "1C": "yes_"},
    }
    score = score_audit(osri, case_from(osri, entries), CHINA_2026)
    assert score.ratings["1"] == "strength"
    assert score.outcomes["S1"] == "substantial"
    assert score.ratings["4"] == "na"
    assert score.ratings["3"] is None
    assert score.status is Status.INCOMPLETE


def test_an_unknown_rule_before_a_true_one_leaves_the_item_open(osri: Rubric) -> None:
    entries = {"read_at": READ_AT, "answers": {"3D": "yes_"}}
    # one unaddressed concern already decides item 3, whatever the others say
    score = score_audit(osri, case_from(osri, entries), CHINA_2026)
    assert score.ratings["3"] == "ani"
    entries = {"read_at": READ_AT, "answers": {"3A": "yes_"}}
    assert score_audit(osri, case_from(osri, entries), CHINA_2026).ratings["3"] is None


def test_the_rule_that_decided_is_told(osri: Rubric) -> None:
    entries = {
        "read_at": READ_AT,
        "facts": {"case_type": "in_home"},
        "applicable": {"1": True, "2": False},
        "answers": {"1A": 1, "1B": 0, "1C": "yes_", "3A": "yes_"},
    }
    score = score_audit(osri, case_from(osri, entries), CHINA_2026, explained=True)
    assert score.explanation is not None
    told = {one.code: one for one in score.explanation.rules}
    assert list(told) == [*score.ratings, *score.outcomes]
    assert {code: one.rating for code, one in told.items()} == {**score.ratings, **score.outcomes}
    items = {item.code: item for item in osri.rule_items}
    for code, one in told.items():
        if one.rule is not None and one.rating is not None and code in items:
            assert items[code].rules[one.rule].rate == one.rating
    # "strength" of item 1 needs one of its answers; item 4 is out of force for in-home cases
    assert set(told["1"].because) <= {"1A", "1B", "1C"}
    assert told["1"].because
    assert (told["4"].rating, told["4"].rule, told["4"].because) == ("na", None, ("case_type",))
    # item 3 waits for what is not answered
    assert told["3"].rating is None
    assert "3B" in told["3"].because
