from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_app.domain.rubric import Rubric
from qa_app.domain.scoring import half_down, score_audit
from qa_app.domain.scoring_result import AuditScore, State, Status, Why
from qa_app.domain.working_days import CalendarYearMissingError
from tests.builders import CHINA_2026, a_case, a_rubric, item, section

NAMED = {"zh": "x", "en": "x"}


def scored(rubric: Rubric, **entries: Any) -> AuditScore:
    return score_audit(rubric, a_case(rubric, **entries), CHINA_2026, explained=True)


TWO_SECTIONS = a_rubric(
    section("A", item("A1", weight=3), item("A2"), weight=40),
    section("B", item("B1"), item("B2", weight=2), weight=60),
)


@pytest.mark.parametrize(
    ("answers", "expected", "band"),
    [
        ("met met met met", Fraction(100), "A"),
        # A: (3*1/2 + 1*1)/4 = 5/8; B: (0 + 2)/3 = 2/3; 0.4*5/8 + 0.6*2/3 = 13/20
        ("partly met unmet met", Fraction(65), "C"),
        # N/A leaves both sums: A is A1 alone
        ("met na met met", Fraction(100), "A"),
        # a section without a scored item drops out, the other keeps its proportion
        ("na na met unmet", Fraction(100, 3), "D"),
        ("no_record unmet no_record unmet", Fraction(0), "D"),
    ],
)
def test_weighted_sections(answers: str, expected: Fraction, band: str) -> None:
    codes = dict(zip(["A1", "A2", "B1", "B2"], answers.split(), strict=True))
    score = scored(TWO_SECTIONS, answers=codes)
    assert (score.status, score.percent, score.band) == (Status.COMPLETE, expected, band)


def test_the_exact_value_meets_the_band_not_the_shown_one() -> None:
    # 89.95 shows as 90.0 and is B: 1799 of 2000 points
    rubric = a_rubric(section("A", item("A1", weight=1799), item("A2", weight=201)))
    score = scored(rubric, answers={"A1": "met", "A2": "unmet"})
    assert (score.percent, score.band) == (Fraction(8995, 100), "B")


def test_open_items_keep_the_score_back_but_not_the_alert() -> None:
    rubric = a_rubric(section("A", item("A1", critical="stop"), item("A2")))
    score = scored(rubric, answers={"A1": "unmet"})
    assert (score.status, score.open, score.stop) == (Status.INCOMPLETE, ["A2"], ["A1"])
    assert (score.percent, score.band, score.sections) == (None, None, {})


def test_no_record_trips_a_gate_but_not_a_red_line() -> None:
    rubric = a_rubric(section("A", item("A1", critical="stop"), item("A2", critical="gate")))
    score = scored(rubric, answers={"A1": "no_record", "A2": "no_record"})
    assert (score.stop, score.gate) == ([], ["A2"])


@pytest.mark.parametrize(
    ("stop", "gate", "band"),
    [("met", "met", "A"), ("met", "unmet", "C"), ("unmet", "met", "D"), ("unmet", "unmet", "D")],
)
def test_caps(stop: str, gate: str, band: str) -> None:
    rubric = a_rubric(
        section(
            "A",
            item("A1", critical="stop"),
            item("A2", critical="gate"),
            item("A3", weight=100),
        )
    )
    score = scored(rubric, answers={"A1": stop, "A2": gate, "A3": "met"})
    assert (score.band_uncapped, score.band) == ("A", band)
    assert score.explanation is not None
    tripped = [code for code, answer in (("A1", stop), ("A2", gate)) if answer == "unmet"]
    assert list(score.explanation.caps) == tripped


def test_too_little_scored_is_not_rated() -> None:
    rubric = a_rubric(
        section("A", item("A1", weight=3), item("A2", weight=2)),
        scoring={"min_applicable": Fraction(3, 5)},
    )
    # 3/5 of the weight is enough, 2/5 is not
    assert scored(rubric, answers={"A1": "met", "A2": "na"}).status is Status.COMPLETE
    assert scored(rubric, answers={"A1": "na", "A2": "met"}).status is Status.NOT_RATED
    assert scored(rubric, answers={"A1": "na", "A2": "na"}).status is Status.NOT_RATED


FACT = {"id": "closed", "type": "bool", **NAMED}
CONDITIONAL = a_rubric(
    section("A", item("A1"), item("A2", applies_if={"fact": "closed", "is": True})), facts=[FACT]
)


@pytest.mark.parametrize(
    ("facts", "state", "why"),
    [
        ({"closed": False}, State.OFF, Why.CONDITION_FALSE),
        ({}, State.OPEN, Why.CONDITION_UNKNOWN),
        ({"closed": True}, State.SCORED, None),
    ],
)
def test_a_condition_turns_an_item_off_or_keeps_it_open(
    facts: dict[str, bool], state: State, why: Why | None
) -> None:
    score = scored(CONDITIONAL, facts=facts, answers={"A1": "met", "A2": "met"})
    assert score.explanation is not None
    told = score.explanation.items[1]
    assert (told.state, told.why) == (state, why)
    assert told.because == (() if why is None else ("closed",))


def test_a_section_nobody_present_may_assess_drops_out_and_cannot_trip() -> None:
    rubric = a_rubric(
        section("A", item("A1")),
        section("B", item("B1", critical="stop"), assessor="judicial"),
    )
    score = scored(rubric, answers={"A1": "met", "B1": "unmet"})
    assert (score.status, score.percent, score.stop) == (Status.COMPLETE, Fraction(100), [])
    assert score.not_assessed == ["B"]
    both = scored(rubric, assessors=["centre", "judicial"], answers={"A1": "met", "B1": "unmet"})
    assert (both.not_assessed, both.stop, both.band) == ([], ["B1"], "D")


def test_others_delay_is_shown_but_never_counts() -> None:
    clock = {"from": "a", "to": "b", "within": "3d", "responsible": "legal_aid_institution"}
    rubric = a_rubric(
        section("A", item("A1"), item("A2", scale="time3", clock=clock, critical="stop")),
        clocks=[{"id": name, **NAMED} for name in ("a", "b")],
    )
    late = scored(rubric, answers={"A1": "met"}, clocks={"a": "2026-02-01"})
    assert (late.status, late.reported, late.stop) == (Status.COMPLETE, {"A2": "missing"}, [])
    unknown = scored(rubric, answers={"A1": "met"})
    assert (unknown.status, unknown.reported) == (Status.COMPLETE, {"A2": None})


def test_not_due_is_in_neither_sum() -> None:
    clock = {"from": "a", "to": "b", "within": "30d"}
    rubric = a_rubric(
        section("A", item("A1"), item("A2", scale="time3", clock=clock, weight=9)),
        clocks=[{"id": name, **NAMED} for name in ("a", "b")],
        scoring={"min_applicable": 1},
    )
    score = scored(rubric, answers={"A1": "partly"}, clocks={"a": "2026-03-01"})
    assert (score.status, score.percent) == (Status.COMPLETE, Fraction(50))
    assert score.codes == {"A1": "partly", "A2": "not_due"}


def test_the_readers_code_wins_over_the_clock() -> None:
    clock = {"from": "a", "to": "b", "within": "3d"}
    rubric = a_rubric(
        section("A", item("A1", scale="time3", clock=clock)),
        clocks=[{"id": name, **NAMED} for name in ("a", "b")],
    )
    score = scored(rubric, clocks={"a": "2026-02-01"}, answers={"A1": "late"})
    assert score.codes == {"A1": "late"}


@pytest.mark.parametrize(("value", "code"), [("0.9", "met"), ("3/5", "partly"), ("0.59", "unmet")])
def test_measures(value: str, code: str) -> None:
    measure = {"name": "share", "met": ">=0.9", "partly": ">=0.6"}
    rubric = a_rubric(section("A", item("A1", measure=measure)))
    assert scored(rubric, measures={"share": value}).codes == {"A1": code}
    assert scored(rubric).open == ["A1"]


PER_CASE = a_rubric(
    section(
        "A",
        item(
            "A1",
            per_case=True,
            share={"met": Fraction(9, 10), "partly": Fraction(7, 10)},
            critical="stop",
            trips_at=2,
            applies_if={"fact": "girl", "is": True},
        ),
        item("A2"),
    ),
    case_sample={
        "unit": "case",
        "size": "lqas",
        "facts": [{"id": "girl", "type": "bool", **NAMED}],
    },
)


def sampled(*codes: str | None, girl: bool | None = True) -> list[dict[str, Any]]:
    return [{"facts": {"girl": girl}, "answers": {"A1": code}} for code in codes]


@pytest.mark.parametrize(
    ("codes", "percent"),
    [
        (["met"] * 9 + ["partly"], 100),  # 9/10 at the top
        (["met"] * 7 + ["partly"] * 3, 75),  # 7/10: half
        (["met"] * 6 + ["partly"] * 4, 50),  # 6/10: nothing
        (["met", "na", "na"], 100),  # unscored cases are not in n
    ],
)
def test_per_case_shares(codes: list[str], percent: int) -> None:
    score = scored(PER_CASE, answers={"A2": "met"}, sample=sampled(*codes))
    assert score.percent == percent
    assert "A1" not in score.codes


def test_per_case_states() -> None:
    with_a2 = {"answers": {"A2": "met"}}
    assert scored(PER_CASE, **with_a2).open == ["A1"]
    assert scored(PER_CASE, **with_a2, sample=[]).percent == 100
    assert scored(PER_CASE, **with_a2, sample=sampled("met", girl=False)).percent == 100
    assert scored(PER_CASE, **with_a2, sample=sampled("met", girl=None)).open == ["A1"]
    assert scored(PER_CASE, **with_a2, sample=sampled("met", None)).open == ["A1"]
    assert scored(PER_CASE, **with_a2, sample=sampled("na")).percent == 100


def test_per_case_trips_at() -> None:
    entries = {"answers": {"A2": "met"}}
    assert scored(PER_CASE, **entries, sample=sampled("unmet", "no_record", "met")).stop == []
    assert scored(PER_CASE, **entries, sample=sampled("unmet", "unmet", "met")).stop == ["A1"]
    # the alert does not wait for the open case
    assert scored(PER_CASE, **entries, sample=sampled("unmet", "unmet", None)).stop == ["A1"]


PROFILE = a_rubric(
    section("N", item("N1"), item("N2"), item("N3")),
    section("S", item("S1"), item("S2")),
    scoring={"method": "dimension_profile", "scale": "maturity4"},
)


def test_dimension_profile() -> None:
    answers = {"N1": "3", "N2": "3", "N3": "2", "S1": "2", "S2": "3"}
    score = scored(PROFILE, answers=answers)
    # N: 8/3 goes to 3; S: 5/2, a half goes down to 2; mean of 8/3 and 5/2 is 31/12
    assert score.levels == {"N": 3, "S": 2}
    assert (score.overall, score.mean, score.band) == (2, Fraction(31, 12), None)
    assert score.sections == {"N": Fraction(8, 3), "S": Fraction(5, 2)}


@pytest.mark.parametrize(
    ("value", "level"),
    [(Fraction(5, 2), 2), (Fraction(8, 3), 3), (Fraction(1), 1), (Fraction(7, 2), 3)],
)
def test_half_down(value: Fraction, level: int) -> None:
    assert half_down(value) == level


LOWEST = a_rubric(
    section("Q", item("Q1"), item("Q2"), item("Q3")),
    scoring={"method": "lowest", "scale": "maturity4"},
)


def test_lowest_leaves_out_what_was_not_graded() -> None:
    score = scored(LOWEST, answers={"Q1": "3", "Q2": "2"})
    assert (score.status, score.lowest, score.grade) == (Status.COMPLETE, Fraction(1, 3), "2")
    assert score.lowest_items == ["Q2"]
    assert scored(LOWEST).status is Status.NOT_RATED


MPU = st.sampled_from(["met", "partly", "unmet", "no_record", "na"])
FOUR = st.fixed_dictionaries(dict.fromkeys(["A1", "A2", "B1", "B2"], MPU))


@given(FOUR)
def test_earned_points_add_up_to_the_percentage(answers: dict[str, str]) -> None:
    score = scored(TWO_SECTIONS, answers=answers)
    assert score.explanation is not None
    if score.percent is None:
        assert set(answers.values()) == {"na"}
    else:
        assert 0 <= score.percent <= 100
        assert sum(told.earned or 0 for told in score.explanation.items) == score.percent
        possible = sum(told.possible or 0 for told in score.explanation.items)
        assert possible == 100


@given(FOUR, st.sampled_from(["A1", "A2", "B1", "B2"]))
def test_a_better_answer_never_lowers_the_score(answers: dict[str, str], better: str) -> None:
    worse, good = answers | {better: "unmet"}, answers | {better: "met"}
    low, high = (
        scored(TWO_SECTIONS, answers=worse).percent,
        scored(TWO_SECTIONS, answers=good).percent,
    )
    assert low is not None
    assert high is not None
    assert low < high


@given(FOUR)
def test_explained_and_short_path_agree(answers: dict[str, str]) -> None:
    case = a_case(TWO_SECTIONS, answers=answers)
    short = score_audit(TWO_SECTIONS, case, CHINA_2026)
    long = score_audit(TWO_SECTIONS, case, CHINA_2026, explained=True)
    assert (short.percent, short.codes, short.counts, short.band, short.sections) == (
        long.percent,
        long.codes,
        long.counts,
        long.band,
        long.sections,
    )


@given(st.permutations(["A1", "A2", "B1", "B2"]), FOUR)
def test_order_of_answers_does_not_matter(order: list[str], answers: dict[str, str]) -> None:
    turned = {code: answers[code] for code in order}
    assert (
        scored(TWO_SECTIONS, answers=turned).percent
        == scored(TWO_SECTIONS, answers=answers).percent
    )


def test_a_must_pass_item_never_lifts_a_band() -> None:
    rubric = a_rubric(section("A", item("A1", critical="gate"), item("A2")))
    assert scored(rubric, answers={"A1": "unmet", "A2": "unmet"}).band == "D"


def test_alerts_are_sorted_whatever_the_order_of_the_file() -> None:
    rubric = a_rubric(section("A", *(item(code, critical="stop") for code in ("A9", "A10", "A1"))))
    score = scored(rubric, answers={"A9": "unmet", "A10": "unmet", "A1": "unmet"})
    assert score.stop == ["A1", "A10", "A9"]


def states(score: AuditScore) -> dict[str, tuple[State, Why | None]]:
    assert score.explanation is not None
    return {one.item: (one.state, one.why) for one in score.explanation.items}


WAITING = {
    "facts": [{"id": name, "type": "bool", **NAMED} for name in ("here", "own")],
    "clocks": [{"id": "a", **NAMED}, {"id": "b", **NAMED}],
    "case_sample": {"unit": "case", "size": "all", "from": NAMED, "facts": []},
}
OWN = {"applies_if": {"fact": "own", "is": True}}
LATE = {"from": "a", "to": "b", "within": "1d"}
WHOLE = {"per_case": True, "share": {"met": 1, "partly": Fraction(1, 2)}}


def test_a_section_that_may_not_apply_waits_for_its_fact() -> None:
    rubric = a_rubric(
        section(
            "A",
            item("A1", critical="stop"),
            item("A2", **OWN),
            item("A3", scale="time3", clock=LATE | {"responsible": "judicial"}),
            item("A4", **WHOLE, critical="gate"),
            applies_if={"fact": "here", "is": True},
        ),
        section("B", item("B1")),
        **WAITING,
    )
    answers = {"A1": "unmet", "A2": "met", "B1": "met"}
    sample = [{"answers": {"A4": "unmet"}}]
    score = scored(rubric, answers=answers, facts={"own": False}, sample=sample)
    waits = (State.OPEN, Why.SECTION_UNKNOWN)
    assert states(score) == {
        "A1": waits,
        "A2": (State.OFF, Why.CONDITION_FALSE),  # off whether the section applies or not
        "A3": (State.REPORTED, Why.REPORTED),
        "A4": waits,
        "B1": (State.SCORED, None),
    }
    assert (score.status, score.stop, score.gate) == (Status.INCOMPLETE, [], [])
    assert (score.open, score.codes) == (["A1", "A4"], {"B1": "met"})
    # nothing of A4 is left, so it does not wait either
    score = scored(rubric, answers=answers, facts={"own": False}, sample=[])
    assert states(score)["A4"] == (State.OFF, Why.NO_CASES)
    score = scored(rubric, answers=answers, facts={"own": False})
    assert states(score)["A4"] == (State.OPEN, Why.NO_SAMPLE)


def test_a_case_not_yet_due_is_left_out_whether_its_condition_holds_or_not() -> None:
    rubric = a_rubric(
        section("A", item("A1", scale="time3", clock=LATE, **WHOLE, **OWN), item("A2")), **WAITING
    )
    due = {"clocks": {"a": "2026-03-02"}}  # read on that day
    done = {"clocks": {"a": "2026-01-05", "b": "2026-01-05"}, "facts": {"own": True}}
    score = scored(rubric, answers={"A2": "met"}, sample=[due, done])
    assert (score.status, score.percent) == (Status.COMPLETE, 100)
    unknown = {"clocks": done["clocks"]}
    score = scored(rubric, answers={"A2": "met"}, sample=[unknown, done])
    assert score.open == ["A1"]


def test_a_condition_that_is_unknown_asks_for_no_holiday_table() -> None:
    limit = {"from": "a", "to": "b", "within": "5wd"}
    rubric = a_rubric(section("A", item("A1", scale="time3", clock=limit, **OWN)), **WAITING)
    late = {"clocks": {"a": "2026-12-30"}, "read_at": "2026-12-31T10:00"}
    assert states(scored(rubric, **late))["A1"] == (State.OPEN, Why.CONDITION_UNKNOWN)
    assert states(scored(rubric, facts={"own": False}, **late))["A1"][0] is State.OFF
    with pytest.raises(CalendarYearMissingError):
        scored(rubric, facts={"own": True}, **late)


def test_unscored_items_count_in_the_share_that_must_be_scored() -> None:
    sampled = item("A3", **WHOLE)
    rubric = a_rubric(
        section("A", item("A1"), item("A2"), sampled),
        scoring={"min_applicable": Fraction(1, 2)},
        **WAITING,
    )
    none = {"answers": {"A3": "na"}}
    score = scored(rubric, answers={"A1": "met", "A2": "na"}, sample=[none])
    assert score.status is Status.NOT_RATED  # one of three
    score = scored(rubric, answers={"A1": "met", "A2": "met"}, sample=[none])
    assert score.status is Status.COMPLETE
    score = scored(rubric, answers={"A1": "met", "A2": "na"}, sample=[])
    assert score.status is Status.COMPLETE  # one of two is the half that is asked for


def test_a_branch_of_someone_else_is_reported_when_it_decides() -> None:
    clock = {
        "any_of": [
            {"from": "a", "to": "b", "within": "1d", "responsible": "judicial"},
            {"from": "a", "to": "c", "within": "1d"},
        ]
    }
    clocks = [{"id": name, **NAMED} for name in ("a", "b", "c")]
    rubric = a_rubric(section("A", item("A1", scale="time3", clock=clock)), clocks=clocks)
    done = {"a": "2026-01-05", "b": "2026-01-05"}
    assert scored(rubric, clocks=done).reported == {"A1": "on_time"}
    late = {"a": "2026-01-05", "b": "2026-02-05", "c": "2026-01-05"}
    assert scored(rubric, clocks=late).codes == {"A1": "on_time"}


def test_the_weakest_grade_leaves_out_what_has_no_grade_even_while_it_waits() -> None:
    rubric = a_rubric(
        section("A", item("A1", **OWN), item("A2"), applies_if={"fact": "here", "is": True}),
        section("B", item("B1", **OWN), item("B2")),
        scoring={"method": "lowest", "scale": "maturity4"},
        **WAITING,
    )
    score = scored(rubric, answers={"B2": "3"})
    assert (score.status, score.grade, score.open) == (Status.COMPLETE, "3", [])
    score = scored(rubric, answers={"B2": "3", "A2": "2", "B1": "1"})
    assert (score.status, score.open) == (Status.INCOMPLETE, ["A2", "B1"])


def test_others_delay_in_sampled_cases_never_counts() -> None:
    clocks = [{"id": name, **NAMED} for name in ("a", "b", "c")]
    others = LATE | {"responsible": "judicial"}
    rubric = a_rubric(
        section("A", item("A1"), item("A2", scale="time3", clock=others, critical="stop", **WHOLE)),
        **WAITING | {"clocks": clocks},
    )
    missed = {"clocks": {"a": "2026-01-05"}}
    for sample in (None, [], [missed], [{"answers": {"A2": "missing"}}], [{}]):
        score = scored(rubric, answers={"A1": "met"}, sample=sample)
        assert (score.status, score.stop, score.open) == (Status.COMPLETE, [], [])
        assert (score.percent, score.reported) == (100, {"A2": None})
    here = {"applies_if": {"fact": "here", "is": True}}
    waiting = a_rubric(
        section("A", item("A1")),
        section("B", item("B1", scale="time3", clock=others, **WHOLE), **here),
        **WAITING | {"clocks": clocks},
    )
    score = scored(waiting, answers={"A1": "met"}, sample=[missed])
    assert (score.status, score.reported) == (Status.COMPLETE, {"B1": None})


def test_a_sampled_case_whose_branch_of_someone_else_decides_is_left_out() -> None:
    clock = {"any_of": [LATE | {"responsible": "judicial"}, LATE | {"to": "c"}]}
    rubric = a_rubric(
        section("A", item("A1"), item("A2", scale="time3", clock=clock, critical="stop", **WHOLE)),
        **WAITING | {"clocks": [{"id": name, **NAMED} for name in ("a", "b", "c")]},
    )
    theirs = {"clocks": {"a": "2026-01-05"}}  # both missing, the first of them decides
    ours = {"clocks": {"a": "2026-01-05", "b": "2026-02-05", "c": "2026-01-05"}}
    score = scored(rubric, answers={"A1": "unmet"}, sample=[theirs, ours])
    assert (score.status, score.stop, score.percent) == (Status.COMPLETE, [], 50)
    alone = scored(rubric, answers={"A1": "unmet"}, sample=[theirs])
    assert (alone.status, alone.stop, alone.percent) == (Status.COMPLETE, [], 0)
