"""Where each point of a score comes from, and why an item adds none."""

from datetime import datetime
from fractions import Fraction
from typing import Any

from qa_app.domain.rubric import Rubric
from qa_app.domain.scoring import score_audit
from qa_app.domain.scoring_result import CaseShare, CodeSource, Explanation, State, Why
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
