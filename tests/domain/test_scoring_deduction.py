from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa_app.domain.rubric import Rubric
from qa_app.domain.scoring import score_audit
from qa_app.domain.scoring_plain import plain_score
from qa_app.domain.scoring_result import AuditScore, Status
from qa_app.rubric_files.reader import load_rubric
from tests.builders import CHINA_2026, a_case, a_rubric, item, section, words
from tests.conftest import ROOT

CODES = ("met", "partly", "unmet", "no_record", "na")


@pytest.fixture(scope="module")
def checklist() -> Rubric:
    return load_rubric(ROOT / "docs/examples/rubrics/care_home_checklist.yaml", ROOT / "rubrics")


def part(code: str, *items: Any, **fields: Any) -> dict[str, Any]:
    plain = section(code, *items, **fields)
    del plain["weight"]
    return plain


def scored(rubric: Rubric, **entries: Any) -> AuditScore:
    return score_audit(rubric, a_case(rubric, **entries), CHINA_2026, explained=True)


def answered(rubric: Rubric, **changes: str) -> AuditScore:
    return scored(rubric, answers=dict.fromkeys(rubric.items, "met") | changes)


def test_38_criteria_of_together_100_points(checklist: Rubric) -> None:
    assert len(checklist.items) == 38
    assert sum(one.weight for one in checklist.items.values()) == checklist.total == 100


@pytest.mark.parametrize(
    ("changes", "percent", "band", "uncapped"),
    [
        ({}, 100, "A", "A"),
        ({"A2": "unmet"}, 96, "A", "A"),  # 100 - 4
        ({"A2": "partly", "B2": "no_record"}, 94, "A", "A"),  # 100 - 4/2 - 4
        ({"A2": "na", "B2": "na"}, 100, "A", "A"),  # nothing off, and nothing moved
        ({"A2": "na", "C1": "unmet"}, 96, "A", "A"),
        ({"A1": "unmet"}, 96, "C", "A"),  # a must-pass item: at most the third band
        ({"D1": "unmet"}, 95, "D", "A"),  # a red line
        # 4 + 3 + 4 + 4 + 4 + 3/2 = 20.5 taken off
        ({"A2": "unmet", "A3": "unmet", "B2": "unmet", "B3": "unmet", "C1": "unmet", "C3": "partly"}, Fraction(159, 2), "C", "C"),
    ],
)  # fmt: skip
def test_points_are_taken_off(
    checklist: Rubric, changes: dict[str, str], percent: Fraction, band: str, uncapped: str
) -> None:
    score = answered(checklist, **changes)
    assert (score.percent, score.band, score.band_uncapped) == (percent, band, uncapped)


def test_too_little_scored_is_not_rated(checklist: Rubric) -> None:
    nothing = [code for code in checklist.items if code.startswith(("A", "E"))]  # 26 points
    score = answered(checklist, **dict.fromkeys(nothing, "na"))
    assert (score.status, score.percent) == (Status.NOT_RATED, None)


def test_an_open_item_keeps_the_result_open(checklist: Rubric) -> None:
    answers = dict.fromkeys(checklist.items, "met")
    del answers["C4"]
    score = scored(checklist, answers=answers)
    assert (score.status, score.open, score.percent) == (Status.INCOMPLETE, ["C4"], None)


def test_where_deduction_and_weighted_sections_part_ways() -> None:
    items = (item("A1", weight=20), item("A2", weight=30))
    others = (item("B1", weight=50),)
    taken = a_rubric(part("A", *items), part("B", *others), scoring={"method": "deduction"})
    shared = a_rubric(section("A", *items, weight=50), section("B", *others, weight=50))
    full = {"A1": "unmet", "A2": "met", "B1": "met"}
    # all in force: the same number
    assert scored(taken, answers=full).percent == scored(shared, answers=full).percent == 80
    left_out = full | {"A2": "na"}
    # 100 - 20; against section A at 0 of 20 and B at 1: (50 * 0 + 50 * 1) / 100
    assert scored(taken, answers=left_out).percent == 80
    assert scored(shared, answers=left_out).percent == 50


def test_another_total_and_sections() -> None:
    rubric = a_rubric(
        part("A", item("A1", weight=Fraction(5, 2)), item("A2", weight=Fraction(5, 2))),
        part("B", item("B1", weight=35), applies_if={"fact": "closed", "is": True}),
        facts=[{"id": "closed", "type": "bool", **words("已结案")}],
        scoring={"method": "deduction", "total": 40},
    )
    assert [one.weight for one in rubric.sections] == [5, 35]
    entries: dict[str, Any] = {"answers": {"A1": "unmet", "A2": "met"}, "facts": {"closed": False}}
    score = scored(rubric, **entries)
    assert score.percent == 100 * Fraction(75, 80)  # 2.5 of 40 off
    assert score.sections == {"A": Fraction(1, 2)}
    plain = plain_score(score, rubric.method)
    assert plain["sections"] == {"A": "1/2", "B": None}
    assert plain["items"]["A1"] == {"possible": "25/4", "earned": "0/1", "taken_off": "25/4"}
    assert plain["items"]["B1"] == {"excluded": "section_false"}


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 30), st.sampled_from(CODES)), min_size=1, max_size=12))
def test_the_parts_add_up(given_: list[tuple[int, str]]) -> None:
    total = sum(weight for weight, _ in given_)
    items = [item(f"A{n}", weight=weight) for n, (weight, _) in enumerate(given_)]
    half = len(items) // 2
    sections = [part("A", *items[: half + 1])]
    if items[half + 1 :]:
        sections.append(part("B", *items[half + 1 :]))
    rubric = a_rubric(*sections, scoring={"method": "deduction", "total": total})
    score = scored(rubric, answers={f"A{n}": code for n, (_, code) in enumerate(given_)})
    if score.status is not Status.COMPLETE:
        assert all(code == "na" for _, code in given_)
        return
    worth = {"met": 0, "partly": Fraction(1, 2), "unmet": 1, "no_record": 1, "na": 0}
    lost = sum((weight * worth[code] for weight, code in given_), Fraction(0))
    assert score.percent == 100 - 100 * lost / total
    assert score.explanation is not None
    parts = [
        one.possible - one.earned
        for one in score.explanation.items
        if one.possible is not None and one.earned is not None
    ]
    assert 100 - sum(parts, Fraction(0)) == score.percent
