from datetime import date, timedelta
from typing import Any

import pytest

from qa_app.domain.frequency import judge_frequency
from tests.builders import a_case, a_rubric, item, section

NAMED = {"zh": "x", "en": "x"}


def judged(
    frequency: dict[str, Any],
    *,
    log: list[str] | None,
    read_at: str = "2026-03-02T10:00",
    **entries: Any,
) -> str | None:
    rubric = a_rubric(
        section(
            "A",
            item("A1", scale="freq3", frequency={"log": "visits", "start": "began", **frequency}),
        ),
        clocks=[{"id": name, **NAMED} for name in ("began", "ended", "in_post")],
        logs=[{"id": "visits", **NAMED}],
        facts=[
            {"id": "risk", "type": "history", "options": {"high": NAMED, "low": NAMED}, **NAMED}
        ],
    )
    logs = {} if log is None else {"visits": [{"at": day} for day in log]}
    case = a_case(rubric, read_at=read_at, logs=logs, **entries)
    found = rubric.items["A1"].frequency
    assert found is not None
    return judge_frequency(found, case)


WEEKLY = {"every": "7d"}
FROM_5_JANUARY = {"began": "2026-01-05"}


@pytest.mark.parametrize(
    ("log", "read_at", "expected"),
    [
        # 5 January up to, not including, 2 February: four periods of 7 days
        (["2026-01-05", "2026-01-12", "2026-01-19", "2026-01-26"], "2026-02-02T09:00", "kept"),
        (["2026-01-05", "2026-01-12", "2026-01-25"], "2026-02-02T09:00", "partly"),  # 3 of 4
        (["2026-01-05", "2026-01-12"], "2026-02-02T09:00", "broken"),  # 2 of 4
        ([], "2026-02-02T09:00", "broken"),
        ([], "2026-01-11T09:00", "not_due"),  # 6 days are no period
        (None, "2026-02-02T09:00", None),
        # what is dated on the day of reading still counts, but opens no new period
        (["2026-01-12"], "2026-01-12T08:00", "broken"),
    ],
)
def test_one_rhythm(log: list[str] | None, read_at: str, expected: str | None) -> None:
    assert judged(WEEKLY, log=log, read_at=read_at, clocks=FROM_5_JANUARY) == expected


def test_unknown_without_a_start() -> None:
    assert judged(WEEKLY, log=["2026-01-05"]) is None


def test_the_end_closes_the_span() -> None:
    ended = FROM_5_JANUARY | {"ended": "2026-01-12"}
    assert judged(WEEKLY | {"end": "ended"}, log=["2026-01-05"], clocks=ended) == "kept"


BY_RISK = {"by_fact": "risk", "every": {"high": "7d", "low": "14d"}}


def test_a_change_of_the_history_begins_a_new_stretch() -> None:
    facts = {"risk": [{"from": "2026-01-05", "is": "high"}, {"from": "2026-01-15", "is": "low"}]}
    # high: 5-12 January is one period, 12-15 is left over; low: 15-29 is one, 29-1 left over
    kept = ["2026-01-06", "2026-01-20"]
    entries = {"clocks": FROM_5_JANUARY, "facts": facts, "read_at": "2026-02-02T09:00"}
    assert judged(BY_RISK, log=kept, **entries) == "kept"
    assert judged(BY_RISK, log=["2026-01-13", "2026-01-20"], **entries) == "broken"  # 1 of 2


def test_before_the_first_entry_its_value_holds() -> None:
    facts = {"risk": [{"from": "2026-01-10", "is": "high"}]}
    entries = {"clocks": FROM_5_JANUARY, "facts": facts, "read_at": "2026-01-19T09:00"}
    assert judged(BY_RISK, log=["2026-01-05", "2026-01-12"], **entries) == "kept"


def test_unknown_without_a_value() -> None:
    assert judged(BY_RISK, log=[], clocks=FROM_5_JANUARY) is None


def test_rhythm_by_tenure() -> None:
    rule = {
        "tenure_from": "in_post",
        "by_tenure": [{"to_day": 13, "every": "7d"}, {"every": "28d"}],
    }
    clocks = FROM_5_JANUARY | {"in_post": "2026-01-05"}
    # days 0-13 weekly: 5-12, 12-19 January; then every 28 days: 19 January-16 February
    log = ["2026-01-05", "2026-01-12", "2026-02-15"]
    assert judged(rule, log=log, clocks=clocks, read_at="2026-02-16T09:00") == "kept"
    assert judged(rule, log=log[:2], clocks=clocks, read_at="2026-02-16T09:00") == "partly"
    assert judged(rule, log=log, clocks=FROM_5_JANUARY) is None


def test_calendar_months_inside_the_span() -> None:
    rule = {"every": "calendar_month"}
    # 5 January to 2 April holds February and March whole
    read = {"clocks": FROM_5_JANUARY, "read_at": "2026-04-02T09:00"}
    assert judged(rule, log=["2026-02-28", "2026-03-01"], **read) == "kept"
    assert judged(rule, log=["2026-01-20", "2026-03-01"], **read) == "broken"
    assert judged(rule, log=[], clocks=FROM_5_JANUARY, read_at="2026-02-28T09:00") == "not_due"


def test_minimum_counts_entries() -> None:
    rule = WEEKLY | {"minimum": 2}
    read = {"clocks": FROM_5_JANUARY, "read_at": "2026-01-12T09:00"}
    assert judged(rule, log=["2026-01-05", "2026-01-11"], **read) == "kept"
    assert judged(rule, log=["2026-01-05", "2026-01-12"], **read) == "broken"


@pytest.mark.parametrize(
    ("kept", "expected"), [(10, "kept"), (9, "kept"), (8, "partly"), (6, "partly"), (5, "broken")]
)
def test_nine_tenths_and_six_tenths(kept: int, expected: str) -> None:
    # ten weeks from 5 January to, not including, 16 March
    log = [(date(2026, 1, 5) + timedelta(weeks=week)).isoformat() for week in range(kept)]
    read = {"clocks": FROM_5_JANUARY, "read_at": "2026-03-16T09:00"}
    assert judged(WEEKLY, log=log, **read) == expected
    assert judged(WEEKLY, log=log * 3, **read) == expected  # three visits keep one week


def test_the_order_of_a_log_makes_no_difference() -> None:
    log = ["2026-01-26", "2026-01-05", "2026-01-19", "2026-01-12"]
    read = {"clocks": FROM_5_JANUARY, "read_at": "2026-02-02T09:00"}
    assert judged(WEEKLY, log=log, **read) == "kept"


def test_the_last_day_of_a_period_and_the_day_after() -> None:
    read = {"clocks": FROM_5_JANUARY, "read_at": "2026-01-12T09:00"}
    assert judged(WEEKLY, log=["2026-01-11"], **read) == "kept"
    assert judged(WEEKLY, log=["2026-01-04"], **read) == "broken"
    assert judged(WEEKLY, log=["2026-01-12"], **read) == "broken"


def test_what_is_dated_after_the_reading_is_ignored() -> None:
    ended = FROM_5_JANUARY | {"ended": "2026-03-01"}
    read = {"clocks": ended, "read_at": "2026-01-19T09:00"}
    # as if it had not ended: two periods up to the day of reading
    assert judged(WEEKLY | {"end": "ended"}, log=["2026-01-05"], **read) == "broken"
    begins_later = {"began": "2026-01-20"}
    assert judged(WEEKLY, log=[], clocks=begins_later, read_at="2026-01-19T09:00") is None
    # begun on the day of reading, whatever the hour
    today = {"began": "2026-01-19T23:00"}
    assert judged(WEEKLY, log=[], clocks=today, read_at="2026-01-19T09:00") == "not_due"


def test_an_end_before_the_start_leaves_nothing_due() -> None:
    ended = FROM_5_JANUARY | {"ended": "2025-12-01"}
    for rule in (WEEKLY, {"every": "calendar_month"}):
        assert judged(rule | {"end": "ended"}, log=[], clocks=ended) == "not_due"


def test_the_same_value_again_begins_no_new_stretch() -> None:
    high = [{"from": day, "is": "high"} for day in ("2026-01-05", "2026-01-08")]
    read = {"clocks": FROM_5_JANUARY, "read_at": "2026-01-12T09:00", "facts": {"risk": high}}
    assert judged(BY_RISK, log=["2026-01-06"], **read) == "kept"


def test_a_change_on_the_first_day_holds_from_the_start() -> None:
    risk = [{"from": "2025-12-01", "is": "low"}, {"from": "2026-01-05", "is": "high"}]
    read = {"clocks": FROM_5_JANUARY, "read_at": "2026-01-12T09:00", "facts": {"risk": risk}}
    assert judged(BY_RISK, log=["2026-01-06"], **read) == "kept"  # one week, not a fortnight


def test_only_entries_up_to_the_reading_make_a_history() -> None:
    later = {"risk": [{"from": "2026-02-01", "is": "high"}]}
    read = {"clocks": FROM_5_JANUARY, "read_at": "2026-01-31T09:00"}
    assert judged(BY_RISK, log=[], facts=later, **read) is None


TENURE = {
    "tenure_from": "in_post",
    "by_tenure": [{"to_day": 13, "every": "7d"}, {"to_day": 27, "every": "14d"}, {"every": "28d"}],
}


@pytest.mark.parametrize(
    ("in_post", "log", "expected"),
    [
        # in post long before: the last row from the first day, one period of 28 days
        ("2025-01-01", ["2026-01-30"], "kept"),
        # day 14 is 10 January: 5-10 is no week; 10-24 January is a fortnight; 24 January on: none
        ("2025-12-27", ["2026-01-23"], "kept"),
        ("2025-12-27", ["2026-01-09"], "broken"),
        # days before the post began fall into the first row: weeks from 5 January
        ("2026-01-26", ["2026-01-05", "2026-01-12", "2026-01-19", "2026-01-26"], "kept"),
        # not in post yet when read
        ("2026-02-03", [], None),
    ],
)
def test_rows_of_tenure(in_post: str, log: list[str], expected: str | None) -> None:
    clocks = FROM_5_JANUARY | {"in_post": in_post}
    assert judged(TENURE, log=log, clocks=clocks, read_at="2026-02-02T09:00") == expected


def test_a_month_that_is_whole_to_the_day() -> None:
    rule = {"every": "calendar_month", "end": "ended"}
    whole = {"began": "2026-02-01", "ended": "2026-03-01"}
    assert judged(rule, log=["2026-02-28"], clocks=whole) == "kept"
    for clocks in (whole | {"began": "2026-02-02"}, whole | {"ended": "2026-02-28"}):
        assert judged(rule, log=["2026-02-28"], clocks=clocks) == "not_due"
    # a year's turn
    turn = {"began": "2025-12-01", "ended": "2026-02-01"}
    assert judged(rule, log=["2025-12-31", "2026-01-31"], clocks=turn) == "kept"
    assert judged(rule, log=["2025-12-31"], clocks=turn) == "broken"


def test_before_the_first_of_several_entries_the_first_holds() -> None:
    # weekly from 5 January, though the first entry is of the 10th; fortnightly from the 19th
    risk = [{"from": "2026-01-10", "is": "high"}, {"from": "2026-01-19", "is": "low"}]
    read = {"clocks": FROM_5_JANUARY, "read_at": "2026-01-20T09:00", "facts": {"risk": risk}}
    assert judged(BY_RISK, log=["2026-01-05", "2026-01-18"], **read) == "kept"


def test_a_row_of_tenure_ends_with_the_span() -> None:
    rule = {
        "tenure_from": "began",
        "by_tenure": [{"to_day": 13, "every": "7d"}, {"every": "28d"}],
    }
    # day 13 is 18 January, up to which, not including it, there is one week and six days
    read = {"clocks": FROM_5_JANUARY, "read_at": "2026-01-18T09:00"}
    assert judged(rule, log=["2026-01-05"], **read) == "kept"
    read = {"clocks": FROM_5_JANUARY, "read_at": "2026-01-19T09:00"}
    assert judged(rule, log=["2026-01-05"], **read) == "broken"


def test_two_changes_on_one_day_leave_the_last_value() -> None:
    # low from 5 January; on 19 January high and back to low: periods of 14 days from
    # 5 and from 19 January up to 2 February; were it high from then on, two weeks of 7 days
    changes = [
        {"from": "2026-01-05", "is": "low"},
        {"from": "2026-01-19", "is": "high"},
        {"from": "2026-01-19", "is": "low"},
    ]
    rhythm = {"by_fact": "risk", "every": {"high": "7d", "low": "14d"}}
    found = judged(
        rhythm,
        log=["2026-01-06", "2026-01-20"],
        read_at="2026-02-02T09:00",
        clocks=FROM_5_JANUARY,
        facts={"risk": changes},
    )
    assert found == "kept"
