"""Where each point of a score comes from, and why an item adds none."""

from datetime import datetime
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from qa_app.domain.rubric import Rubric
from qa_app.domain.scoring import score_audit
from qa_app.domain.scoring_result import (
    CaseShare,
    CodeSource,
    Explanation,
    Limit,
    LimitKind,
    State,
    Why,
)
from tests.builders import CHINA_2026, a_case, a_rubric, item, section, words

RUBRIC = a_rubric(
    section(
        "A",
        item("A1", weight=3),
        item("A2", applies_if={"fact": "closed", "is": True}),
        item("A3", applies_if={"all": [{"fact": "closed", "is": True}, {"fact": "left", "is": True}]}),
        item("A4", scale="time3", clock={"from": "begun", "to": "done", "within": "5wd"}),
        item("A5", scale="freq3", frequency={
            "log": "contacts", "start": "begun", "by_fact": "risk", "every": {"high": "7d", "low": "14d"},
        }),
        item("A6", measure={"name": "share", "met": ">=0.9"}),
        weight=40,
    ),
    section("B", item("B1", critical="gate"), item("B2"), weight=60),
    facts=[
        {"id": "closed", "type": "bool", **words("closed")},
        {"id": "left", "type": "bool", **words("left")},
        {"id": "risk", "type": "history", "options": {c: words(c) for c in ("high", "low")}, **words("risk")},
    ],
    clocks=[{"id": "begun", **words("begun")}, {"id": "done", **words("done")}],
    logs=[{"id": "contacts", **words("contacts")}],
)  # fmt: skip
BEGUN = {"begun": "2026-02-13T09:00"}


def explained(rubric: Rubric = RUBRIC, **entries: Any) -> Explanation:
    score = score_audit(rubric, a_case(rubric, **entries), CHINA_2026, explained=True)
    assert score.explanation is not None
    return score.explanation


def test_points_add_up_to_the_percentage() -> None:
    told = explained(
        facts={"closed": False},
        answers={
            "A1": "partly",
            "A4": "on_time",
            "A5": "na",
            "A6": "unmet",
            "B1": "met",
            "B2": "met",
        },
    )
    items = {one.item: one for one in told.items}
    # A weighs 40 of 100 points over A1 (3), A4 (1), A6 (1)
    assert (items["A1"].possible, items["A1"].earned) == (24, 12)
    assert (items["A4"].possible, items["A4"].earned) == (8, 8)
    assert (items["A6"].possible, items["A6"].earned) == (8, 0)
    assert (items["B1"].possible, items["B1"].earned) == (30, 30)
    assert (items["A5"].possible, items["A5"].earned) == (None, None)
    assert sum(one.earned or 0 for one in told.items) == 80
    # 3 + 1 + 1 + 1 + 1 of these and A5 by choice not applicable
    assert told.coverage == Fraction(7, 8)
    assert told.caps == ()


def test_every_item_has_its_reason() -> None:
    told = {one.item: one for one in explained(facts={"left": False}, clocks=BEGUN).items}
    assert {code: (one.state, one.why, one.because) for code, one in told.items()} == {
        "A1": (State.OPEN, Why.CODE_UNKNOWN, ()),
        "A2": (State.OPEN, Why.CONDITION_UNKNOWN, ("closed",)),
        "A3": (State.OFF, Why.CONDITION_FALSE, ("left",)),
        "A4": (State.SCORED, None, ()),
        "A5": (State.OPEN, Why.CODE_UNKNOWN, ("contacts", "risk")),
        "A6": (State.OPEN, Why.CODE_UNKNOWN, ("share",)),
        "B1": (State.OPEN, Why.CODE_UNKNOWN, ()),
        "B2": (State.OPEN, Why.CODE_UNKNOWN, ()),
    }
    assert {one.source for one in told.values() if one.code} == {CodeSource.CLOCK}


def test_a_clock_shows_its_instants() -> None:
    told = {one.item: one for one in explained(clocks=BEGUN | {"done": "2026-02-27T10:00"}).items}
    clock = told["A4"]
    assert clock.code == "on_time"
    assert clock.started_at == datetime(2026, 2, 13, 9, 0)
    assert clock.limit_at == datetime(2026, 2, 27, 23, 59)  # 14 worked, 24 to 27
    assert clock.done_at == datetime(2026, 2, 27, 10, 0)
    assert (told["A1"].started_at, told["A1"].limit_at) == (None, None)


def test_an_overruled_clock_still_shows_its_limit() -> None:
    told = {one.item: one for one in explained(clocks=BEGUN, answers={"A4": "na"}).items}
    assert (told["A4"].code, told["A4"].source) == ("na", CodeSource.READER)
    assert told["A4"].limit_at == datetime(2026, 2, 27, 23, 59)


def test_an_answer_stands_where_the_holiday_table_ends() -> None:
    # the limit would need 2027; the reader's own code does not
    late = {"begun": "2026-12-30"}
    told = {one.item: one for one in explained(clocks=late, answers={"A4": "on_time"}, read_at="2026-12-31T10:00").items}  # fmt: skip
    assert (told["A4"].state, told["A4"].limit_at) == (State.SCORED, None)


def test_what_lowered_the_band() -> None:
    rubric = a_rubric(section("A", item("A1", critical="gate"), item("A2", weight=9)))
    told = explained(rubric, answers={"A1": "unmet", "A2": "met"})
    assert told.caps == ("A1",)
    assert [one.trips for one in told.items] == [True, False]
    # a band that is low already is not lowered
    assert explained(rubric, answers={"A1": "unmet", "A2": "unmet"}).caps == ()


def test_sampled_cases_are_counted() -> None:
    rubric = a_rubric(
        section(
            "A",
            item(
                "A1",
                per_case=True,
                share={"met": 1, "partly": Fraction(1, 2)},
                critical="stop",
                trips_at=2,
            ),
        ),
        case_sample={"unit": "case", "size": "all", "from": words("all"), "facts": []},
    )
    cases = [{"answers": {"A1": code}} for code in ("met", "unmet", "na", "partly")]
    (told,) = explained(rubric, sample=[*cases, {}]).items
    assert (told.state, told.why) == (State.OPEN, Why.CODE_UNKNOWN)
    assert told.cases == CaseShare(top_count=1, scored_count=3, failed_count=1, open_count=1)
    assert not told.trips
    (told,) = explained(rubric, sample=[*cases, cases[1]]).items
    assert told.trips
    assert told.value == 0


def test_sections_tell_how_their_share_came_about() -> None:
    told = explained(
        facts={"closed": False},
        answers={
            "A1": "partly",
            "A4": "on_time",
            "A5": "na",
            "A6": "unmet",
            "B1": "met",
            "B2": "met",
        },
    )
    first, second = told.sections
    # A1 half of 3, A4 one, A6 none: 5/2 of 5; A2 and A3 are off, A5 is outside the score
    assert (first.section, first.weight, first.value_ratio) == ("A", 40, (5, 10))
    assert (first.full_weight, first.scored_weight, first.unscored_weight) == (8, 5, 1)
    assert (first.scored_count, first.why) == (3, None)
    assert [Fraction(*ratio) for ratio in (first.possible_ratio or (), first.earned_ratio or ())] == [40, 20]  # fmt: skip
    assert Fraction(*second.earned_ratio or ()) == 60


def test_every_limit_has_its_cause() -> None:
    rubric = a_rubric(
        section("A", item("A1", critical="gate"), item("A2", critical="stop"), item("A3", weight=9)),
        scoring={"caps": [{"when": {"answer": "A3", "is": "partly"}, "at_most": "B"}]},
    )  # fmt: skip
    told = explained(rubric, answers={"A1": "unmet", "A2": "met", "A3": "met"})
    assert told.limits == (Limit(LimitKind.GATE, "C", ("A1",), (), lowers=True),)
    told = explained(rubric, answers={"A1": "unmet", "A2": "unmet", "A3": "partly"})
    # 9/2 of 11 points is band D by itself, so nothing lowers it
    assert told.limits == (
        Limit(LimitKind.STOP, "D", ("A2",), (), lowers=False),
        Limit(LimitKind.GATE, "C", ("A1",), (), lowers=False),
        Limit(LimitKind.CAP, "B", ("A3",), (), lowers=False),
    )
    assert explained(rubric, answers={"A1": "met"}).limits == ()


def test_why_a_whole_section_adds_nothing() -> None:
    closed = {"fact": "closed", "is": True}
    rubric = a_rubric(
        section("A", item("A1")),
        section("B", item("B1"), item("B2"), applies_if=closed),
        section("C", item("C1"), assessor="judicial"),
        facts=[{"id": "closed", "type": "bool", **words("closed")}],
        scoring={"min_applicable": Fraction(1, 2)},
    )
    told = explained(rubric, answers={"A1": "met"}, facts={"closed": False})
    assert [one.why for one in told.sections] == [None, Why.SECTION_FALSE, Why.NOT_ASSESSED]
    assert [one.possible_ratio is None for one in told.sections] == [False, True, True]
    assert told.floor == Fraction(1, 2)
    told = explained(rubric, answers={"A1": "met"})
    assert told.sections[1].why is Why.SECTION_UNKNOWN


_CODES = st.sampled_from(["met", "partly", "unmet", "na"])
_WEIGHTS = st.builds(Fraction, st.integers(1, 40), st.sampled_from([1, 2, 5, 10]))


@settings(max_examples=60, deadline=None)
@given(
    sections=st.lists(
        st.tuples(_WEIGHTS, st.lists(st.tuples(_WEIGHTS, _CODES), min_size=1, max_size=4)),
        min_size=1,
        max_size=4,
    ),
    is_deducted=st.booleans(),
)
def test_the_parts_add_up_exactly(
    sections: list[tuple[Fraction, list[tuple[Fraction, str]]]], is_deducted: bool
) -> None:
    answers, parts = {}, []
    for letter, (weight, items) in zip("ABCD", sections, strict=False):
        codes = [f"{letter}{place}" for place in range(len(items))]
        answers |= {code: answer for code, (_, answer) in zip(codes, items, strict=True)}
        own = [item(code, weight=w) for code, (w, _) in zip(codes, items, strict=True)]
        part = section(letter, *own) | {"weight": weight}
        if is_deducted:
            del part["weight"]
        parts.append(part)
    if is_deducted:
        total = sum(w for _, items in sections for w, _ in items)
        rubric = a_rubric(*parts, scoring={"method": "deduction", "total": total})
    else:
        rubric = a_rubric(*parts)
    score = score_audit(rubric, a_case(rubric, answers=answers), CHINA_2026, explained=True)
    told = score.explanation
    assert told is not None
    if score.percent is None:
        assert {one.earned for one in told.items} == {None}
        return
    by_section = {one.section: one for one in told.sections}
    earned = [Fraction(*one.earned_ratio) for one in told.sections if one.earned_ratio]
    possible = [Fraction(*one.possible_ratio) for one in told.sections if one.possible_ratio]
    assert (sum(earned), sum(possible)) == (score.percent, 100)
    lost = sum((one.possible or 0) - (one.earned or 0) for one in told.items)
    assert lost == 100 - score.percent
    for code, own_section in by_section.items():
        own_items = [one for one in told.items if one.section == code]
        scored = [one for one in own_items if one.state is State.SCORED]
        unscored = [one.weight for one in own_items if one.state is State.UNSCORED]
        assert own_section.scored_weight == sum(one.weight for one in scored)
        assert own_section.unscored_weight == sum(unscored)
        assert own_section.full_weight == sum(one.weight for one in own_items)
        assert own_section.scored_count == len(scored)
        if not is_deducted and own_section.earned_ratio:
            assert Fraction(*own_section.earned_ratio) == sum(one.earned or 0 for one in scored)
            assert Fraction(*own_section.possible_ratio or ()) == sum(
                one.possible or 0 for one in scored
            )
    weights = sum(one.scored_weight for one in told.sections)
    in_force = weights + sum(one.unscored_weight for one in told.sections)
    assert told.coverage == weights / in_force
