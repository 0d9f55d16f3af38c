from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from qa_app.domain.moments import Moment
from qa_app.domain.rubric import Rubric
from qa_app.domain.rubric_limits import Responsible
from qa_app.domain.running_limits import (
    LimitState,
    RunningLimit,
    Untold,
    fact_fits,
    has_limits,
    known_facts,
    limit_events,
    limit_facts,
    run_forward,
    waiting_state,
)
from qa_app.rubric_files.reader import read_rubric
from tests.builders import CHINA_2026, a_rubric, item, section
from tests.limits import EVENTS, FACTS, RUBRIC, SECTIONS, clock
from tests.shipped import NAMES


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def moment(text: str) -> Moment:
    day, _, time = text.partition("T")
    whole = at(f"{day}T{time or '00:00'}")
    return Moment(whole.date(), whole.time() if time else None)


def run(
    rubric: Rubric, now: str, facts: dict[str, Any] | None = None, **events: str
) -> dict[str, RunningLimit]:
    moments = {name: moment(text) for name, text in events.items()}
    found = run_forward(rubric, moments, facts or {}, at(now), CHINA_2026)
    return {one.item: one for one in found}


@pytest.fixture(scope="module")
def rubric() -> Rubric:
    return a_rubric(*SECTIONS, **RUBRIC)


@pytest.mark.parametrize(
    ("now", "state"),
    [
        # 24 hours from 10:00 of 2 March end at 10:00 of 3 March
        ("2026-03-02T10:00", LimitState.RUNNING),
        ("2026-03-02T23:59", LimitState.RUNNING),
        ("2026-03-03T00:00", LimitState.DUE_TODAY),
        ("2026-03-03T10:00:59", LimitState.DUE_TODAY),
        ("2026-03-03T10:01", LimitState.OVERDUE),
        ("2026-04-01T09:00", LimitState.OVERDUE),
    ],
)
def test_an_act_that_is_not_done(rubric: Rubric, now: str, state: LimitState) -> None:
    one = run(rubric, now, received="2026-03-02T10:00")["A1"]
    assert (one.state, one.event, one.responsible) == (state, "screened", Responsible.CENTRE)
    assert (one.started_at, one.limit_at) == (at("2026-03-02T10:00"), at("2026-03-03T10:00"))
    assert one.done_at is None


@pytest.mark.parametrize(
    ("done", "state"),
    [
        ("2026-03-03T10:00", LimitState.MET),
        ("2026-03-03", LimitState.MET),  # only the day is known: in the worker's favour
        ("2026-03-03T10:01", LimitState.MET_LATE),
        ("2026-03-19", LimitState.MET_LATE),
    ],
)
def test_an_act_that_is_done(rubric: Rubric, done: str, state: LimitState) -> None:
    one = run(rubric, "2026-03-20T09:00", received="2026-03-02T10:00", screened=done)["A1"]
    assert one.state is state
    assert one.done_at is not None


def test_done_after_the_last_grace_is_done_late_and_not_missing() -> None:
    late = clock("received", "screened", "24h", late_until="48h")
    rubric = a_rubric(section("A", item("A1", scale="time3", clock=late)), **RUBRIC)
    events = {"received": "2026-03-02T10:00", "screened": "2026-03-09T10:00"}
    assert run(rubric, "2026-03-20T09:00", **events)["A1"].state is LimitState.MET_LATE


def test_before_it_begins_nothing_else_is_asked(rubric: Rubric) -> None:
    found = run(rubric, "2026-03-02T10:00")
    assert {code: one.state for code, one in found.items()} == dict.fromkeys(
        ("A1", "A2", "A3", "A4"), LimitState.NOT_STARTED
    )
    # an event of tomorrow has not happened
    ahead = run(rubric, "2026-03-02T10:00", received="2026-03-03T09:00")
    assert ahead["A1"].state is LimitState.NOT_STARTED


def test_a_limit_that_depends_on_a_fact_says_which(rubric: Rubric) -> None:
    begun = {"received": "2026-03-02T10:00"}
    one = run(rubric, "2026-03-03T10:00", **begun)["A2"]
    assert (one.state, one.untold, one.needs) == (
        LimitState.CANNOT_TELL,
        Untold.FACT,
        ("crisis",),
    )
    assert (one.started_at, one.limit_at) == (at("2026-03-02T10:00"), None)
    crisis = run(rubric, "2026-03-03T10:00", {"crisis": True}, **begun)["A2"]
    assert crisis.limit_at == at("2026-03-05T10:00")
    # seven working days from Monday 2 March are Wednesday of the week after
    usual = run(rubric, "2026-03-03T10:00", {"crisis": False}, **begun)["A2"]
    assert (usual.state, usual.limit_at) == (LimitState.RUNNING, at("2026-03-11T23:59"))


def test_an_item_that_does_not_apply_has_no_limit(rubric: Rubric) -> None:
    begun = {"closed_on": "2026-03-02"}
    assert run(rubric, "2026-03-03T10:00", **begun)["A3"].needs == ("closed",)
    assert "A3" not in run(rubric, "2026-03-03T10:00", {"closed": False}, **begun)
    told = run(rubric, "2026-03-03T10:00", {"closed": True}, **begun)["A3"]
    assert told.limit_at == at("2026-05-31T23:59")


def test_the_limit_of_somebody_else_says_whose_it_is_and_moves_to_a_working_day(
    rubric: Rubric,
) -> None:
    # seven days from Saturday 28 March are Saturday 4 April; 6 April is off, so Tuesday the 7th
    one = run(rubric, "2026-04-06T10:00", asked="2026-03-28")["A4"]
    assert (one.responsible, one.limit_at) == (
        Responsible.LEGAL_AID_INSTITUTION,
        at("2026-04-07T23:59"),
    )
    assert one.state is LimitState.RUNNING


def test_a_year_without_a_table_is_said_and_not_guessed(rubric: Rubric) -> None:
    one = run(rubric, "2026-12-30T10:00", {"crisis": False}, received="2026-12-29T10:00")["A2"]
    assert (one.state, one.untold, one.needs) == (
        LimitState.CANNOT_TELL,
        Untold.YEAR,
        ("CN", "2027"),
    )
    # hours need no table
    told = run(rubric, "2026-12-30T10:00", {"crisis": True}, received="2026-12-29T10:00")["A2"]
    assert told.limit_at == at("2027-01-01T10:00")


def test_of_several_branches_the_best_known_one_counts() -> None:
    branches = {"any_of": [clock("received", "screened", "24h"), clock("asked", "decided", "30d")]}
    rubric = a_rubric(section("A", item("A1", scale="time3", clock=branches)), **RUBRIC)
    one = run(rubric, "2026-03-10T10:00", received="2026-03-02T10:00")["A1"]
    assert (one.state, one.event) == (LimitState.OVERDUE, "screened")
    both = {"received": "2026-03-02T10:00", "asked": "2026-03-02"}
    other = run(rubric, "2026-03-10T10:00", **both)["A1"]
    assert (other.state, other.event) == (LimitState.RUNNING, "decided")
    assert other.limit_at == at("2026-04-01T23:59")


def test_the_same_moment_is_counted_to_the_minute() -> None:
    rule = clock("received", "screened", "7d", count_from="same_moment")
    rubric = a_rubric(section("A", item("A1", scale="time3", clock=rule)), **RUBRIC)
    one = run(rubric, "2026-03-09T22:59", received="2026-03-02T23:00")["A1"]
    assert (one.state, one.limit_at) == (LimitState.DUE_TODAY, at("2026-03-09T23:00"))


def test_a_condition_over_an_answer_cannot_be_told_here() -> None:
    asks = item(
        "A2",
        scale="time3",
        clock=clock("received", "screened", "24h"),
        applies_if={"answer": "A1", "is": "met"},
    )
    rubric = a_rubric(section("A", item("A1"), asks), **RUBRIC)
    one = run(rubric, "2026-03-02T12:00", received="2026-03-02T10:00")["A2"]
    assert (one.untold, one.needs) == (Untold.ANSWER, ("A1",))


def test_what_is_asked_is_what_a_limit_needs(rubric: Rubric) -> None:
    assert [one.code for one in limit_events(rubric)] == [one["id"] for one in EVENTS]
    assert [one.code for one in limit_facts(rubric)] == ["crisis", "closed"]
    assert len(FACTS) == 3
    assert not has_limits(a_rubric())


def test_a_fact_of_another_kind_is_not_known(rubric: Rubric) -> None:
    assert fact_fits(rubric, "crisis", True)
    assert not fact_fits(rubric, "crisis", "yes")
    assert not fact_fits(rubric, "crisis", None)
    assert not fact_fits(rubric, "nobody", True)
    mixed = {"crisis": "yes", "closed": True, "nobody": 1}
    assert known_facts(rubric, mixed) == {"closed": True}


def test_waiting_is_told_by_the_minute() -> None:
    limit = at("2026-03-03T17:00")
    assert waiting_state(limit, at("2026-03-03T17:00:59")) is LimitState.DUE_TODAY
    assert waiting_state(limit, at("2026-03-03T17:01")) is LimitState.OVERDUE
    assert waiting_state(limit, at("2026-03-02T23:59")) is LimitState.RUNNING


@pytest.mark.parametrize("name", NAMES)
def test_every_shipped_limit_runs_forward(name: str, shipped: Path) -> None:
    rubric = read_rubric(shipped / f"{name}.yaml", shipped).rubric
    assert rubric is not None
    starts = {c.start for one in rubric.items.values() for c in one.clocks if not one.per_case}
    facts = {fact.code: True for fact in limit_facts(rubric)}
    events = {start: Moment(at("2026-03-02T00:00").date()) for start in starts}
    found = run_forward(rubric, events, facts, at("2026-03-02T09:00"), CHINA_2026)
    assert has_limits(rubric) == bool(found)
    assert {one.state for one in found} <= {
        LimitState.RUNNING,
        LimitState.DUE_TODAY,
        LimitState.MET,  # its end is where another one starts
        LimitState.NOT_STARTED,
    }
