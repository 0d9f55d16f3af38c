from datetime import datetime
from typing import Any

from qa_app.domain.audit_entries import Entry, EntryKind, plain_case
from qa_app.domain.case_plain import case_from
from qa_app.domain.found_codes import found_codes, score_with_dates
from qa_app.domain.scoring_result import CodeSource
from tests.builders import CHINA_2026, a_rubric, item, section, words

RUBRIC = a_rubric(
    section(
        "A",
        item("A1", scale="time3", clock={"from": "begun", "to": "done", "within": "5wd"}),
        item("A2"),
    ),
    clocks=[{"id": "begun", **words("begun")}, {"id": "done", **words("done")}],
)
DATES = (
    Entry(EntryKind.CLOCK, "begun", "2026-02-13"),
    Entry(EntryKind.CLOCK, "done", "2026-02-27"),
)


def found(*entries: Entry, read_at: datetime = datetime(2026, 3, 2, 10, 0)) -> Any:
    case = case_from(RUBRIC, plain_case(entries, ["centre"], read_at))
    score, _year = score_with_dates(RUBRIC, case, CHINA_2026)
    return found_codes(RUBRIC, case, CHINA_2026, score)


def test_what_dates_give_is_found_whoever_answered() -> None:
    expected = ({"A1": "on_time"}, {"A1": CodeSource.CLOCK}, None)
    assert found(*DATES) == expected
    for code in ("on_time", "late"):
        assert found(*DATES, Entry(EntryKind.ANSWER, "A1", code)) == expected


def test_an_answer_alone_is_found_by_nothing() -> None:
    assert found(Entry(EntryKind.ANSWER, "A1", "on_time")) == ({}, {}, None)


def test_a_year_that_only_the_found_codes_need_is_told() -> None:
    begun = Entry(EntryKind.CLOCK, "begun", "2026-12-30")
    answer = Entry(EntryKind.ANSWER, "A1", "on_time")
    assert found(begun, answer, read_at=datetime(2026, 12, 31, 10, 0)) == ({}, {}, 2027)
