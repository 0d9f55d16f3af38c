"""What items cost one file: worked examples, and the law that parts add up to the millionth."""

from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from qa_app.domain.file_losses import Loss, codes_by_case, losses_of
from qa_app.domain.rounding import millionths
from qa_app.domain.rubric import Rubric
from qa_app.domain.scoring import score_audit
from qa_app.domain.scoring_result import AuditScore
from tests.builders import CHINA_2026, a_case, a_rubric, item, section, words

SAMPLE = {
    "unit": "case",
    "size": "all",
    "from": words("all"),
    "facts": [{"id": "girl", "type": "bool", **words("girl")}],
}
HALF = {"met": Fraction(9, 10), "partly": Fraction(1, 2)}
WEIGHTED = a_rubric(
    section("A", item("A1", weight=3), item("A2", critical="gate"), item("A3"), weight=2),
    section("B", item("B1", critical="stop"), item("B2", weight=7), weight=1),
    section("C", item("C1", per_case=True, share=HALF), item("C2", weight=2), weight=4),
    scoring={"min_applicable": Fraction(3, 10)},
    case_sample=SAMPLE,
)
DEDUCTION = a_rubric(
    section("A", item("A1", weight=30), item("A2", weight=7), item("A3", weight=11), weight=48),
    section("B", item("B1", weight=13), item("B2", weight=17), weight=30),
    section("C", item("C1", per_case=True, share=HALF, weight=19), item("C2", weight=3), weight=22),
    scoring={"method": "deduction", "total": 100},
    case_sample=SAMPLE,
)
LOWEST = a_rubric(
    section("V", item("V1"), item("V2")), scoring={"method": "lowest", "scale": "maturity4"}
)
CODES = st.sampled_from(["met", "partly", "unmet", "no_record", "na"])
FILES = st.tuples(
    st.fixed_dictionaries(dict.fromkeys(("A1", "A2", "A3", "B1", "B2", "C2"), CODES)),
    st.lists(CODES, max_size=4),
)
"""Answers, and what the sampled cases answer to `C1`."""
MET = dict.fromkeys(("A1", "A2", "A3", "B1", "B2", "C2"), "met")


def scored(rubric: Rubric, answers: dict[str, str], cases: list[str] | None = None) -> AuditScore:
    entries: dict[str, Any] = {"answers": answers}
    if rubric is not LOWEST:
        entries["sample"] = [
            {"facts": {"girl": True}, "answers": {"C1": code}} for code in cases or []
        ]
    return score_audit(rubric, a_case(rubric, **entries), CHINA_2026, explained=True)


def test_worked_example() -> None:
    # A1 has 3 of 5 in A and lost half: 3/10 of it; A has 2 of 7: 3/35. C2 does not apply, so that
    # C1 is all of C: half of it and of 4/7
    score = scored(WEIGHTED, {**MET, "A1": "partly", "C2": "na"}, ["met", "unmet"])
    assert losses_of(score, WEIGHTED.method) == {
        "A1": Loss(85_715, 300_000),
        "C1": Loss(285_714, 500_000),
    }
    assert score.percent == 100 * (1 - Fraction(3, 35) - Fraction(2, 7))
    # 628,571.43 is kept as 628,571: of 85,714.29 and 285,714.29 the first bears what is over
    assert codes_by_case(score) == {"C1": "cases_half"}


def test_largest_remainders_get_what_cutting_off_left() -> None:
    # three items of one seventh each lost: 142,857.14 three times is 428,571.43 in all
    parts = [item(f"A{one}") for one in range(7)]
    rubric = a_rubric(section("A", *parts))
    answers = {one: "unmet" if one < "A3" else "met" for one in rubric.items}
    score = score_audit(rubric, a_case(rubric, answers=answers), CHINA_2026, explained=True)
    losses = losses_of(score, rubric.method)
    assert losses == dict.fromkeys(("A0", "A1", "A2"), Loss(142_857, 142_857))
    # five: 714,285.71, kept as 714,286, so that the first of five equal ones bears one more
    answers = {one: "unmet" if one < "A5" else "met" for one in rubric.items}
    score = score_audit(rubric, a_case(rubric, answers=answers), CHINA_2026, explained=True)
    losses = losses_of(score, rubric.method)
    assert [one.of_whole for one in losses.values()] == [142_858] + [142_857] * 4


def test_points_taken_off_a_section_are_shares_of_all_of_it() -> None:
    # A1 takes 30 of 100, and 30 of the 48 of its section whatever does not apply there
    score = scored(DEDUCTION, {**MET, "A1": "unmet", "A2": "na"}, ["met"])
    assert losses_of(score, DEDUCTION.method) == {"A1": Loss(300_000, 625_000)}


def test_red_lines_take_no_points_beside_those_of_their_item() -> None:
    score = scored(WEIGHTED, {**MET, "B1": "unmet"}, ["met"])
    assert (score.band, score.band_uncapped) == ("D", "A")
    assert losses_of(score, WEIGHTED.method) == {"B1": Loss(17_857, 125_000)}  # 1/8 of 1/7


def test_what_has_no_percentage_costs_nothing() -> None:
    for rubric, answers in (
        (LOWEST, {"V1": "4", "V2": "1"}),
        (WEIGHTED, dict.fromkeys(MET, "na")),
        (WEIGHTED, {"A1": "unmet"}),
    ):
        score = scored(rubric, answers)
        assert losses_of(score, rubric.method) == {}
        assert codes_by_case(score) == {}


@given(st.sampled_from([WEIGHTED, DEDUCTION]), FILES)
def test_losses_add_up_to_what_scores_lack(
    rubric: Rubric, file: tuple[dict[str, str], list[str]]
) -> None:
    score = scored(rubric, *file)
    losses = losses_of(score, rubric.method)
    if score.percent is None:
        assert losses == {}
        return
    whole = sum(one.of_whole for one in losses.values())
    assert whole == 1_000_000 - millionths(score.percent / 100)
    for code, ratio in score.sections.items():
        within = [
            loss.of_section for name, loss in losses.items() if rubric.items[name].section == code
        ]
        assert sum(within) == (0 if ratio is None else 1_000_000 - millionths(ratio))


@given(st.sampled_from([WEIGHTED, DEDUCTION]), FILES)
def test_each_loss_is_its_exact_one_cut_off_or_made_full(
    rubric: Rubric, file: tuple[dict[str, str], list[str]]
) -> None:
    score = scored(rubric, *file)
    losses = losses_of(score, rubric.method)
    assert score.explanation is not None
    for told in score.explanation.items:
        if told.possible is None or told.earned is None:
            assert told.item not in losses
            continue
        exact = 10_000 * (told.possible - told.earned)
        assert -1 < losses.get(told.item, Loss(0, 0)).of_whole - exact < 1
        if not exact:
            assert losses.get(told.item, Loss(0, 0)).of_whole == 0
