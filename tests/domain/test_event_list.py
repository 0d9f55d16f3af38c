from datetime import date, datetime, time
from typing import Any

import pytest

from qa_app.domain.case_cells import Cell
from qa_app.domain.event_list import (
    CheckedEvents,
    EventEntry,
    EventRegister,
    check_events,
    references_in,
)
from qa_app.domain.list_faults import Flaw
from qa_app.domain.moments import Moment
from qa_app.domain.text import BilingualText
from tests.limits import happened
from tests.sessions import reference

ONE, TWO, FOREIGN = reference(1), reference(2), reference(9)
REGISTER = EventRegister(
    {ONE: "social_work", TWO: "legal_aid"},
    {
        "social_work": {
            "received": BilingualText("收到转介", "Referral received"),
            "screened": BilingualText("完成安全筛查", "Safety screen finished"),
        },
        "legal_aid": {"asked": BilingualText("提出申请", "Legal aid asked for")},
    },
    datetime(2026, 3, 23, 12, 0),
)
ZH: tuple[Cell, ...] = ("案卷编号", "时点", "日期", "时间")


def checked(*rows: tuple[Cell, ...], heads: tuple[Cell, ...] = ZH) -> CheckedEvents:
    return check_events(list(enumerate((heads, *rows), 1)), REGISTER)


def flaws(*rows: tuple[Cell, ...], heads: tuple[Cell, ...] = ZH) -> list[tuple[Any, ...]]:
    return [(one.flaw, one.row, one.column) for one in checked(*rows, heads=heads).faults]


def test_lines_in_both_languages_and_by_code() -> None:
    found = checked(
        (ONE, "收到转介", "2026-03-02", "17:00"),
        (ONE.lower(), "Safety screen finished", date(2026, 3, 3), None),
        (TWO, "asked", "2026年3月2日", ""),
        heads=("Reference", "event", "DATE", "时间"),
    )
    assert found.faults == ()
    assert found.entries == (
        EventEntry(ONE, happened("received", "2026-03-02", "17:00")),
        EventEntry(ONE, happened("screened", "2026-03-03")),
        EventEntry(TWO, happened("asked", "2026-03-02")),
    )


@pytest.mark.parametrize(
    ("day", "at", "expected"),
    [
        (datetime(2026, 3, 2, 9, 30, 20), None, time(9, 30)),
        (datetime(2026, 3, 2), None, None),  # midnight is how a sheet writes a day
        ("2026-03-02 9:05", None, time(9, 5)),
        ("2026-03-02", "09:05:00", time(9, 5)),
        ("2026-03-02", 0.5, time(12, 0)),  # noon, as a sheet keeps it
        (datetime(2026, 3, 2, 9, 30), "10:00", time(10, 0)),
    ],
)
def test_times_as_sheets_hold_them(day: Cell, at: Cell, expected: time | None) -> None:
    (entry,) = checked((ONE, "received", day, at)).entries
    assert entry.happened.moment == Moment(date(2026, 3, 2), expected)


def test_every_fault_has_its_place() -> None:
    assert flaws(
        (FOREIGN, "received", "2026-03-02", ""),
        (ONE, "提出申请", "2026-03-02", ""),  # an event of another area
        (ONE, "received", "2026-13-02", ""),
        (ONE, "received", "2026-03-02", "25:00"),
        (ONE, "received", "2026-03-02", "soon"),
        ("", "received", "2026-03-02", ""),
        (ONE, "screened", "2026-03-24", ""),
        (ONE, "screened", "2026-03-23", "12:01"),
        ("张三", "received", "2026-03-02", ""),
        (ONE, "received", "2026-03-02", "", "left over"),
    ) == [
        (Flaw.UNKNOWN_REFERENCE, 2, "案卷编号"),
        (Flaw.NOT_IN_LIST, 3, "时点"),
        (Flaw.NO_SUCH_DAY, 4, "日期"),
        (Flaw.NOT_A_TIME, 5, "时间"),
        (Flaw.NOT_A_TIME, 6, "时间"),
        (Flaw.MISSING, 7, "案卷编号"),
        (Flaw.DAY_TO_COME, 8, "日期"),
        (Flaw.TIME_TO_COME, 9, "时间"),
        (Flaw.HANZI, 10, "案卷编号"),
        (Flaw.EXTRA_CELL, 11, "E"),
    ]


def test_an_event_stands_once_in_a_list() -> None:
    found = checked(
        (ONE, "received", "2026-03-02", ""),
        (ONE, "收到转介", "2026-03-03", ""),
    )
    assert [(one.flaw, one.row, one.params) for one in found.faults] == [
        (Flaw.EVENT_TWICE, 3, {"first": "2"})
    ]
    assert found.entries == ()


def test_heads() -> None:
    assert flaws(heads=("案卷编号", "时点")) == [(Flaw.COLUMN_MISSING, 1, "")]
    assert flaws(heads=(*ZH, "姓名")) == [(Flaw.IDENTITY_COLUMN, 1, "姓名")]
    assert flaws(heads=(*ZH, "备注")) == [(Flaw.UNKNOWN_COLUMN, 1, "备注")]
    assert flaws(heads=(*ZH, "Date")) == [(Flaw.COLUMN_TWICE, 1, "Date")]
    assert flaws() == [(Flaw.NO_ROWS, None, "")]
    assert [one.flaw for one in check_events([], REGISTER).faults] == [Flaw.EMPTY]


def test_what_tells_who_a_person_is_never_comes_back() -> None:
    (fault,) = checked(("11010519491231002X", "received", "2026-03-02", "")).faults
    assert (fault.flaw, fault.value, fault.is_withheld) == (Flaw.ID_NUMBER, "", True)


def test_very_many_faults_are_counted_and_cut() -> None:
    found = checked(*((FOREIGN, "received", "2026-03-02", "") for _ in range(3000)))
    assert (len(found.faults), found.more_faults) == (200, 1800)


def test_references_are_found_before_the_check() -> None:
    rows = list(enumerate((ZH, (ONE,), (ONE.lower(),), ("x",), (None,), (TWO,)), 1))
    assert references_in(rows) == (ONE, TWO)
    assert references_in([]) == ()
    assert references_in([(1, ("nothing",))]) == ()
