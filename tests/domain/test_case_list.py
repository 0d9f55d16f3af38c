from datetime import date, datetime

import pytest

from qa_app.domain.case_cells import Cell
from qa_app.domain.case_entries import CaseEntry, Column
from qa_app.domain.case_list import (
    CheckedList,
    Register,
    check_list,
    has_yearless,
    unmatched_values,
)
from qa_app.domain.list_faults import Flaw
from qa_app.domain.list_matching import ListMatch
from qa_app.domain.text import BilingualText

REGISTER = Register(
    {
        "social_work": BilingualText("社会工作/个案管理", "Social work / case management"),
        "legal_aid": BilingualText("法律援助", "Legal aid"),
    },
    frozenset({"W1", "w-2", "W-2"}),
    date(2026, 3, 23),
)
HEADS = (
    "本中心编号",
    "专业领域",
    "接案日期",
    "结案日期",
    "工作人员代码",
    "诉讼阶段",
    "风险等级",
    "柜/盒号",
    "是否封存",
)
GOOD: tuple[Cell, ...] = (
    "2026-1",
    "法律援助",
    "2026-01-05",
    "2026年2月3日",
    "W1",
    "侦查",
    "高",
    "3-12",
    "否",
)


def checked(*rows: tuple[Cell, ...], heads: tuple[Cell, ...] = HEADS) -> CheckedList:
    return check_list([(1, heads), *enumerate(rows, 2)], REGISTER)


def with_cell(column: str, cell: Cell) -> tuple[Cell, ...]:
    at = HEADS.index(column)
    return (*GOOD[:at], cell, *GOOD[at + 1 :])


def test_a_row_becomes_typed_values() -> None:
    assert checked(GOOD) == CheckedList(
        (
            CaseEntry(
                "2026-1",
                "legal_aid",
                date(2026, 1, 5),
                date(2026, 2, 3),
                "W1",
                "investigation",
                "high",
                "3-12",
            ),
        ),
        (),
    )


@pytest.mark.parametrize(
    ("column", "cell", "attribute", "value"),
    [
        ("专业领域", "LEGAL AID", "area", "legal_aid"),
        ("专业领域", "legal_aid", "area", "legal_aid"),
        ("专业领域", "社会工作／个案管理", "area", "social_work"),
        ("专业领域", "Social work/case management", "area", "social_work"),
        ("接案日期", "2026/1/5", "opened_on", date(2026, 1, 5)),
        ("接案日期", "2026.1.5", "opened_on", date(2026, 1, 5)),
        ("接案日期", "2026年01月05日", "opened_on", date(2026, 1, 5)),
        ("接案日期", "２０２６-０１-０５", "opened_on", date(2026, 1, 5)),
        ("接案日期", "2026/1/5 0:00", "opened_on", date(2026, 1, 5)),
        ("接案日期", "2026年1月5号", "opened_on", date(2026, 1, 5)),
        ("接案日期", "20260105", "opened_on", date(2026, 1, 5)),
        ("接案日期", 46027, "opened_on", date(2026, 1, 5)),
        ("接案日期", 46027.0, "opened_on", date(2026, 1, 5)),
        ("风险等级", "高风险", "risk", "high"),
        ("诉讼阶段", "一审阶段", "stage", "first_instance"),
        ("专业领域", "法援", "area", "legal_aid"),
        ("专业领域", "社工", "area", "social_work"),
        ("专业领域", " 社 工 服务", "area", "social_work"),
        ("接案日期", date(2026, 1, 5), "opened_on", date(2026, 1, 5)),
        ("接案日期", datetime(2026, 1, 5, 9, 30), "opened_on", date(2026, 1, 5)),
        ("接案日期", "2026-02-03", "opened_on", date(2026, 2, 3)),
        ("结案日期", "2026-03-23", "closed_on", date(2026, 3, 23)),
        ("结案日期", None, "closed_on", None),
        ("结案日期", "  ", "closed_on", None),
        ("本中心编号", 20260001, "number", "20260001"),
        ("本中心编号", 20260001.0, "number", "20260001"),
        ("本中心编号", "A（2026）12", "number", "A(2026)12"),
        ("工作人员代码", "w1", "practitioner", "W1"),
        ("工作人员代码", "w-2", "practitioner", "w-2"),
        ("工作人员代码", None, "practitioner", ""),
        ("诉讼阶段", "Review for prosecution", "stage", "prosecution_review"),
        ("风险等级", "low", "risk", "low"),
        ("风险等级", "", "risk", ""),
        ("是否封存", "是", "is_sealed", True),
        ("是否封存", True, "is_sealed", True),
        ("是否封存", "N", "is_sealed", False),
        ("是否封存", None, "is_sealed", False),
    ],
)
def test_ways_to_write_one_thing(column: str, cell: Cell, attribute: str, value: object) -> None:
    done = checked(with_cell(column, cell))
    assert done.faults == ()
    assert getattr(done.entries[0], attribute) == value


@pytest.mark.parametrize(
    ("column", "cell", "flaw"),
    [
        ("本中心编号", "", Flaw.MISSING),
        ("本中心编号", "530102201504011237", Flaw.ID_NUMBER),
        ("本中心编号", "53010220150401123X", Flaw.ID_NUMBER),
        ("本中心编号", "530102 20150401 1237", Flaw.ID_NUMBER),
        ("本中心编号", "530102850401123", Flaw.ID_NUMBER),
        ("本中心编号", 530102201504011237, Flaw.DIGITS_LOST),
        ("本中心编号", 5.30102201504011e17, Flaw.DIGITS_LOST),
        ("本中心编号", "13888123456", Flaw.PHONE),
        ("本中心编号", "138 8812 3456", Flaw.PHONE),
        ("本中心编号", "a@b.example.cn", Flaw.MAIL),
        ("本中心编号", "张某2026", Flaw.HANZI),
        ("本中心编号", "合计-12", Flaw.TOTALS),
        ("本中心编号", "Total A", Flaw.TOTALS),
        ("本中心编号", "=A1&B1", Flaw.FORMULA),
        ("本中心编号", "+86", Flaw.NOT_A_CODE),
        ("本中心编号", "(2026)12", Flaw.NOT_A_CODE),
        ("本中心编号", "@SUM(A1)", Flaw.NOT_A_CODE),
        ("本中心编号", "a|b", Flaw.NOT_A_CODE),
        ("本中心编号", "a\tb", Flaw.NOT_A_CODE),
        ("本中心编号", "a" * 41, Flaw.TOO_LONG),
        ("专业领域", None, Flaw.MISSING),
        ("专业领域", "心理支持", Flaw.FOREIGN_AREA),
        ("专业领域", "心理咨询", Flaw.FOREIGN_AREA),
        ("专业领域", "家教", Flaw.FOREIGN_AREA),
        ("接案日期", None, Flaw.MISSING),
        ("接案日期", "2026-02-30", Flaw.NO_SUCH_DAY),
        ("接案日期", "2026/13/1", Flaw.NO_SUCH_DAY),
        ("接案日期", "46027", Flaw.DAY_AS_NUMBER),
        ("接案日期", "5.1.2026", Flaw.NOT_A_DATE),
        ("接案日期", "1月5日", Flaw.NO_YEAR),
        ("接案日期", "2026-1/5", Flaw.NOT_A_DATE),
        ("接案日期", "26-01-05", Flaw.NOT_A_DATE),
        ("接案日期", "3/7", Flaw.NO_YEAR),
        ("接案日期", "3.7", Flaw.NOT_A_DATE),
        ("接案日期", 3.7, Flaw.NOT_A_DATE),
        ("接案日期", "2026.3", Flaw.NOT_A_DATE),
        ("接案日期", 99999, Flaw.DAY_TO_COME),
        ("接案日期", True, Flaw.NOT_A_DATE),
        ("接案日期", "1026-01-05", Flaw.DAY_TOO_EARLY),
        ("接案日期", date(1989, 12, 31), Flaw.DAY_TOO_EARLY),
        ("接案日期", "2026-03-24", Flaw.DAY_TO_COME),
        ("结案日期", "2026-01-04", Flaw.CLOSED_BEFORE_OPENED),
        ("工作人员代码", "W9", Flaw.UNKNOWN_PRACTITIONER),
        ("工作人员代码", "w‑2", Flaw.NOT_A_CODE),  # a dash that only looks like one
        ("工作人员代码", "李社工", Flaw.HANZI),
        ("诉讼阶段", "再审", Flaw.NOT_IN_LIST),
        ("风险等级", "1", Flaw.NOT_IN_LIST),
        ("柜/盒号", "三号柜", Flaw.HANZI),
        ("柜/盒号", "=1+1", Flaw.FORMULA),
        ("是否封存", "也许", Flaw.NOT_YES_OR_NO),
    ],
)
def test_every_fault_with_row_and_column(column: str, cell: Cell, flaw: Flaw) -> None:
    done = checked(("ok-1", *GOOD[1:]), with_cell(column, cell))
    assert done.entries == ()
    assert [(fault.flaw, fault.row, fault.column) for fault in done.faults] == [(flaw, 3, column)]


@pytest.mark.parametrize("cell", ["530102201504011237", "13888123456", "a@b.example.cn"])
@pytest.mark.parametrize("column", HEADS)
def test_no_fault_repeats_what_tells_who_a_person_is(column: str, cell: str) -> None:
    (fault, *others) = checked(with_cell(column, cell)).faults
    assert others == []
    assert cell not in repr(fault)


@pytest.mark.parametrize(
    ("column", "cell", "shown"),
    [
        ("专业领域", "心理支持", "心理支持"),
        ("接案日期", None, ""),
        ("接案日期", "2026-02-30", "2026-02-30"),
        ("接案日期", date(2026, 3, 24), "2026-03-24"),
        ("接案日期", 3.7, "3.7"),
        ("结案日期", datetime(2026, 1, 4, 9), "2026-01-04"),
        ("本中心编号", "ok-1", "ok-1"),
        ("本中心编号", "=A1&B1", "=A1&B1"),
        ("本中心编号", "合计-12", "合计-12"),
        ("风险等级", "很" * 50, "很" * 40 + "…"),
        ("本中心编号", "张某2026", None),
        ("本中心编号", "a" * 41, None),
        ("本中心编号", 530102201504011237, None),
        ("是否封存", "a\x00", None),
    ],
)
def test_a_fault_shows_the_cell_unless_it_may_tell_who_a_person_is(
    column: str, cell: Cell, shown: str | None
) -> None:
    (fault,) = checked(("ok-1", *GOOD[1:]), with_cell(column, cell)).faults
    assert (fault.value, fault.is_withheld) == (shown or "", shown is None)


def test_an_area_that_the_centre_has_not_is_not_asked_for() -> None:
    rows = [(1, HEADS), (2, with_cell("专业领域", "心理辅导")), (3, with_cell("专业领域", "维权"))]
    match = ListMatch({0: Column.NUMBER, 1: Column.AREA, 2: Column.OPENED})
    assert unmatched_values(rows, REGISTER, match) == {Column.AREA: ("维权",)}


def test_all_faults_of_all_rows_at_once() -> None:
    done = checked(
        ("n1", "法律援助", "2026-01-40", "x", "W9"),
        ("N1 ", "别的领域", "2026-01-05"),
        (None, "法律援助", "2026-01-05", None, None, None, None, None, None, "多"),
    )
    assert [(fault.row, fault.column, fault.flaw) for fault in done.faults] == [
        (2, "接案日期", Flaw.NO_SUCH_DAY),
        (2, "结案日期", Flaw.NOT_A_DATE),
        (2, "工作人员代码", Flaw.UNKNOWN_PRACTITIONER),
        (3, "专业领域", Flaw.FOREIGN_AREA),
        (3, "本中心编号", Flaw.NUMBER_TWICE),
        (4, "J", Flaw.EXTRA_CELL),
        (4, "本中心编号", Flaw.MISSING),
    ]
    assert done.faults[4].params == {"first": "2"}


@pytest.mark.parametrize(
    ("heads", "faults"),
    [
        (("本中心编号", "专业领域"), [(Flaw.COLUMN_MISSING, "")]),
        (("专业领域", "接案日期", "编号", "备注"), [(Flaw.UNKNOWN_COLUMN, "备注")]),
        (("编号", "领域", "接案日期", "儿童姓名"), [(Flaw.IDENTITY_COLUMN, "儿童姓名")]),
        (("编号", "领域", "接案日期", "Child's name"), [(Flaw.IDENTITY_COLUMN, "Child's name")]),
        (("编号", "领域", "接案日期", "案号"), [(Flaw.COLUMN_TWICE, "案号")]),
    ],
)
def test_faults_of_the_heads(heads: tuple[str, ...], faults: list[tuple[Flaw, str]]) -> None:
    done = checked(GOOD[: len(heads)], heads=heads)
    assert [(fault.flaw, fault.column) for fault in done.faults] == faults
    assert all(fault.row == 1 for fault in done.faults)


def test_heads_in_any_order_and_either_language_below_a_title() -> None:
    rows = [
        (1, ("中心甲个案清单",)),
        (3, ("opened on", " OWN NUMBER* ", None, "Expertise area")),
        (5, ("2026-01-05", "n1", None, "Legal aid")),
    ]
    done = check_list(rows, REGISTER)
    assert done.faults == ()
    (only,) = done.entries
    assert (only.number, only.area) == ("n1", "legal_aid")
    assert only.columns == {Column.NUMBER, Column.AREA, Column.OPENED}


@pytest.mark.parametrize(("rows", "flaw"), [([], Flaw.EMPTY), ([(1, HEADS)], Flaw.NO_ROWS)])
def test_nothing_to_take_in(rows: list, flaw: Flaw) -> None:
    assert [fault.flaw for fault in check_list(rows, REGISTER).faults] == [flaw]


@pytest.mark.parametrize(
    "word",
    [
        *("合计", "合 计", "合  计", "总计：", "本页小计", "共计 2 件", "Total: 12", "Grand total"),
        *("制表：", "制表人：某某", "填报单位：某中心", "审核人: 某 2026.1.5"),
    ],
)
def test_a_row_of_totals_or_of_who_made_the_list_is_passed_over_and_told(word: str) -> None:
    count = None if word[0] in "制填审" else "2"
    done = checked(GOOD, (word, None, count, None))
    assert (len(done.entries), done.faults, done.totals) == (1, (), (3,))


def test_what_only_begins_like_who_made_the_list_is_a_case() -> None:
    assert checked(("审核-1", "社会工作", "2026-01-05", None)).totals == ()
    # whoever answers for a case may stand in its first cell; several who made the list may sign it
    beside = checked(GOOD, ("负责人：某", "社会工作", "2026-01-05", None))
    assert (beside.totals, [one.row for one in beside.faults]) == ((), [3])
    assert checked(GOOD, ("制表人：某", None, "审核人：某", None)).totals == (3,)


def test_totals_alone_are_no_list() -> None:
    assert [fault.flaw for fault in checked(("合计", 1)).faults] == [Flaw.NO_ROWS]


REAL = (
    (1, ("某中心2026年个案台账",)),
    (
        2,
        (
            "序号",
            "卷宗编号",
            "服务类别",
            "收案日期",
            "结案情况",
            "办结日期",
            "危险等级",
            "儿童姓名",
        ),
    ),
    (3, (1, "K-1", "法律援助", "1月5日", "已结案", "2月6号", "较高", "张小某")),
    (4, (2, "K-2", "维权", "2026.1.9", "在办", None, "低", "李小某")),
)
MATCH = ListMatch(
    {1: Column.NUMBER, 2: Column.AREA, 3: Column.OPENED, 4: Column.STATE, 5: Column.CLOSED,
     6: Column.RISK},
    {Column.AREA: {"维权": "legal_aid"}, Column.RISK: {"较高": "high"}},
    2026,
)  # fmt: skip


def test_a_matched_list_is_read_and_what_is_not_matched_is_not() -> None:
    done = check_list(REAL, REGISTER, MATCH)
    assert done.faults == ()
    assert [(e.number, e.area, e.opened_on, e.closed_on, e.risk) for e in done.entries] == [
        ("K-1", "legal_aid", date(2026, 1, 5), date(2026, 2, 6), "high"),
        ("K-2", "legal_aid", date(2026, 1, 9), None, "low"),
    ]
    assert "小某" not in repr(done)
    assert Column.STATE not in done.entries[0].columns


def test_what_nobody_matched_is_named() -> None:
    bare = ListMatch(MATCH.columns)
    assert unmatched_values(REAL, REGISTER, bare) == {
        Column.AREA: ("维权",),
        Column.RISK: ("较高",),
    }
    assert unmatched_values(REAL, REGISTER, MATCH) == {}
    assert has_yearless(REAL, bare)
    assert not has_yearless(REAL[:2] + REAL[3:], bare)
    flaws = [(f.row, f.column, f.flaw) for f in check_list(REAL, REGISTER, bare).faults]
    assert flaws == [
        (3, "收案日期", Flaw.NO_YEAR),
        (3, "办结日期", Flaw.NO_YEAR),
        (3, "危险等级", Flaw.NOT_IN_LIST),
        (4, "服务类别", Flaw.FOREIGN_AREA),
    ]


def test_a_value_may_be_matched_to_nothing() -> None:
    match = ListMatch(MATCH.columns, {**MATCH.values, Column.RISK: {"较高": ""}}, 2026)
    assert check_list(REAL, REGISTER, match).entries[0].risk == ""


def test_values_that_tell_who_a_person_is_are_not_offered() -> None:
    rows = (*REAL, (5, (3, "K-3", "13888123456", "2026-1-1", "", None, "x" * 30)))
    found = unmatched_values(rows, REGISTER, ListMatch(MATCH.columns))
    assert found == {Column.AREA: ("维权",), Column.RISK: ("较高",)}


def test_a_column_of_names_is_never_read_even_when_matched() -> None:
    match = ListMatch({**MATCH.columns, 7: Column.SHELF}, MATCH.values, 2026)
    (fault,) = check_list(REAL, REGISTER, match).faults
    assert (fault.flaw, fault.column) == (Flaw.IDENTITY_COLUMN, "儿童姓名")


@pytest.mark.parametrize(
    ("state", "closed", "flaw"),
    [("已结案", None, Flaw.CLOSED_WITHOUT_DAY), ("在办", "2026-2-1", Flaw.OPEN_WITH_DAY)],
)
def test_a_state_is_held_against_the_day(state: str, closed: Cell, flaw: Flaw) -> None:
    heads = ("本中心编号", "专业领域", "接案日期", "结案日期", "办理状态")
    (fault,) = checked(("k1", "法律援助", "2026-1-5", closed, state), heads=heads).faults
    assert (fault.flaw, fault.column) == (flaw, "办理状态")
