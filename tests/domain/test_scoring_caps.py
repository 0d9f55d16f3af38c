from fractions import Fraction
from itertools import product
from typing import Any

import pytest

from qa_app.domain.rubric import Rubric
from qa_app.domain.scoring import score_audit
from qa_app.domain.scoring_plain import plain_score
from qa_app.domain.scoring_result import AuditScore, State, Status, Why
from qa_app.rubric_files.reader import load_rubric
from tests.builders import CHINA_2026, a_case, a_rubric, item, section, words
from tests.conftest import ROOT

BAD_A1 = {"when": {"answer": "A1", "is": "unmet"}, "at_most": "C"}
CLOSED = {
    "when": {"all": [{"answer": "A2", "in": ["partly", "unmet"]}, {"fact": "closed", "is": True}]},
    "at_most": "B",
}


def capped(*caps: Any, **fields: Any) -> Rubric:
    items = [item(code, weight=10) for code in ("A1", "A2")]
    return a_rubric(
        section("A", *items, item("A9", weight=980)),
        facts=[{"id": "closed", "type": "bool", **words("已结案")}],
        scoring={"caps": list(caps)},
        **fields,
    )


def scored(rubric: Rubric, **entries: Any) -> AuditScore:
    return score_audit(rubric, a_case(rubric, **entries), CHINA_2026, explained=True)


@pytest.fixture(scope="module")
def hygiene() -> Rubric:
    return load_rubric(ROOT / "docs/examples/rubrics/hygiene_rating.yaml", ROOT / "rubrics")


def brand_standard(*scores: int) -> str:
    """The table of the Food Standards Agency, as it is printed."""
    total, worst = sum(scores), max(scores)
    table = (("5", 15, 5), ("4", 20, 10), ("3", 30, 10), ("2", 40, 15), ("1", 50, 20))
    return next((r for r, most, single in table if total <= most and worst <= single), "0")


def rating(hygiene: Rubric, *scores: int) -> AuditScore:
    answers = {f"H{place}": str(score) for place, score in enumerate(scores, 1)}
    return scored(hygiene, answers=answers)


@pytest.mark.parametrize(
    ("scores", "uncapped", "band", "items"),
    [
        ((0, 0, 0), "5", "5", ()),
        ((5, 5, 5), "5", "5", ()),
        ((5, 5, 10), "4", "4", ("H3",)),
        ((0, 0, 10), "5", "4", ("H3",)),
        ((10, 10, 10), "3", "3", ("H1", "H2", "H3")),
        ((15, 5, 5), "3", "2", ("H1",)),
        ((15, 15, 10), "2", "2", ("H3", "H1", "H2")),
        ((0, 0, 20), "4", "1", ("H3",)),
        ((20, 20, 10), "1", "1", ("H3", "H1", "H2")),
        ((25, 0, 0), "3", "0", ("H1",)),
        ((0, 0, 30), "3", "0", ("H3",)),
        ((25, 25, 30), "0", "0", ("H1", "H2", "H3")),
    ],
)
def test_a_hygiene_rating_by_hand(
    hygiene: Rubric, scores: tuple[int, ...], uncapped: str, band: str, items: tuple[str, ...]
) -> None:
    score = rating(hygiene, *scores)
    assert score.percent == Fraction(100 * (80 - sum(scores)), 80)
    assert (score.band_uncapped, score.band) == (uncapped, band)
    assert score.caps is not None
    assert tuple(name for cap in score.caps for name in cap.items) == items
    assert score.explanation is not None
    lowering = {name for cap in score.caps if cap.lowers for name in cap.items}
    assert set(score.explanation.caps) == (lowering if band != uncapped else set())


def test_every_hygiene_rating_is_that_of_the_printed_table(hygiene: Rubric) -> None:
    each = (0, 5, 10, 15, 20, 25)
    for scores in product(each, each, (0, 5, 10, 20, 30)):
        assert rating(hygiene, *scores).band == brand_standard(*scores), scores


def test_the_strictest_of_red_lines_must_pass_items_and_caps_counts() -> None:
    rubric = capped(BAD_A1, CLOSED)
    answers = {"A1": "met", "A2": "unmet", "A9": "met"}
    facts = {"closed": True}
    assert scored(rubric, answers=answers, facts=facts).band == "B"
    assert scored(rubric, answers=answers, facts={"closed": False}).band == "A"
    both = scored(rubric, answers=answers | {"A1": "unmet"}, facts=facts)
    assert (both.band_uncapped, both.band) == ("A", "C")
    assert both.caps is not None
    assert [(cap.place, cap.at_most, cap.items, cap.facts, cap.lowers) for cap in both.caps] == [
        (0, "C", ("A1",), (), True),
        (1, "B", ("A2",), ("closed",), True),
    ]
    stop = a_rubric(
        section("A", item("A1", critical="stop"), item("A9", weight=99)),
        scoring={"caps": [BAD_A1]},
    )
    assert scored(stop, answers={"A1": "unmet", "A9": "met"}).band == "D"
    assert scored(stop, answers={"A1": "no_record", "A9": "met"}).band == "A"


def test_an_unknown_fact_keeps_the_answers_open_that_its_cap_looks_at() -> None:
    rubric = capped(CLOSED)
    score = scored(rubric, answers={"A1": "met", "A2": "unmet", "A9": "met"})
    assert (score.status, score.open, score.band) == (Status.INCOMPLETE, ["A2"], None)
    assert score.explanation is not None
    told = next(one for one in score.explanation.items if one.item == "A2")
    assert (told.state, told.why, told.because, told.code) == (
        State.OPEN,
        Why.CONDITION_UNKNOWN,
        ("closed",),
        "unmet",
    )
    # the fact decides nothing when the answer already settles the cap
    assert scored(rubric, answers={"A1": "met", "A2": "met", "A9": "met"}).band == "A"


def test_an_answer_out_of_force_makes_no_cap_hold() -> None:
    off = a_rubric(
        section("A", item("A1", applies_if={"fact": "closed", "is": True}), item("A9")),
        facts=[{"id": "closed", "type": "bool", **words("已结案")}],
        scoring={"caps": [{"when": {"not": {"answer": "A1", "is": "met"}}, "at_most": "D"}]},
    )
    entries = {"answers": {"A1": "unmet", "A9": "met"}}
    assert scored(off, **entries, facts={"closed": False}).band == "A"
    assert scored(off, **entries, facts={"closed": True}).band == "D"


def test_a_cap_sees_what_a_clock_found() -> None:
    rubric = a_rubric(
        section(
            "A",
            item("A1", scale="time3", clock={"from": "a", "to": "b", "within": "3d"}),
            item("A9", weight=99),
        ),
        clocks=[{"id": "a", **words("甲")}, {"id": "b", **words("乙")}],
        scoring={"caps": [{"when": {"answer": "A1", "is": "missing"}, "at_most": "C"}]},
    )
    assert scored(rubric, answers={"A9": "met"}, clocks={"a": "2026-01-05"}).band == "C"
    done = {"a": "2026-01-05", "b": "2026-01-06"}
    assert scored(rubric, answers={"A9": "met"}, clocks=done).band == "A"


def test_the_plain_result_tells_caps_only_for_rubrics_that_have_them() -> None:
    rubric = capped(BAD_A1)
    score = scored(rubric, answers={"A1": "unmet", "A2": "met", "A9": "met"})
    assert plain_score(score, rubric.method)["caps"] == [
        {"cap": 0, "at_most": "C", "items": ["A1"], "facts": [], "lowers": True}
    ]
    plain = a_rubric(section("A", item("A1")))
    assert "caps" not in plain_score(scored(plain, answers={"A1": "met"}), plain.method)
