from datetime import datetime

import pytest

from qa_app.domain.list_faults import Flaw
from qa_app.domain.register_list_check import ListGround, check_lines, wanted_codes
from qa_app.domain.register_lists import CellKind, ListColumn, RegisterList
from qa_app.domain.text import BilingualText

NOW = datetime(2026, 3, 23, 12, 0)


def column(name: str, kind: CellKind, zh: str, **more: object) -> ListColumn:
    return ListColumn(name, BilingualText(zh, name.capitalize()), kind, **more)  # type: ignore[arg-type]  # the fields of a column


AREAS = {
    "social_work": BilingualText("社会工作/个案管理", "Social work / case management"),
    "legal_aid": BilingualText("法律援助", "Legal aid"),
}
LIST = RegisterList(
    "made_up",
    BilingualText("试", "Made up"),
    (
        column("centre", CellKind.KNOWN, "机构", is_required=True, is_key=True, of="centre"),
        column("worker", CellKind.KNOWN, "人员", of="worker", within="centre", is_key=True),
        column("code", CellKind.CODE, "代码"),
        column("begun", CellKind.DAY, "开始", is_required=True),
        column("ended", CellKind.DAY, "结束", may_lie_ahead=True),
        column("met", CellKind.MOMENT, "时间"),
        column("area", CellKind.LISTED, "领域", listed="area"),
        column("areas", CellKind.SEVERAL, "各领域", listed="area"),
        column("hours", CellKind.WHOLE, "小时", most=100, places=1),
        column("paid", CellKind.YES_NO, "有偿"),
        column("note", CellKind.TEXT, "说明", most=20),
    ),
    orders=(("begun", "ended"),),
    rules=(lambda line: ("hours", "paid") if line["paid"] and line["hours"] is None else None,),
)
HEADS = tuple(one.head.zh for one in LIST.columns)
GROUND = ListGround(NOW, {"centre": {("", "A"): 1}, "worker": {("A", "W1"): 5}}, {"area": AREAS})
GOOD = (
    *("A", "W1", "C-1", "2026-01-05", "2027-01-05", "2026-03-02 09:30"),
    *("法律援助", "Legal aid; 社会工作/个案管理", "1.5", "是", "按月付给"),
)


def check(*rows: tuple[object, ...], heads: tuple[object, ...] = HEADS):
    return check_lines([(at, row) for at, row in enumerate((heads, *rows), 1)], LIST, GROUND)  # type: ignore[misc]


def test_every_kind_of_cell_is_read() -> None:
    done = check(GOOD)
    assert done.faults == ()
    line = done.lines[0]
    assert line["centre"] == "A"
    assert line["worker"] == "W1"
    assert str(line["begun"]) == "2026-01-05"
    assert line["met"] == datetime(2026, 3, 2, 9, 30)
    assert (line["area"], line["areas"]) == ("legal_aid", "social_work legal_aid")
    assert (line["hours"], line["paid"], line["note"]) == (15, True, "按月付给")


def test_blank_cells_and_missing_columns_say_nothing() -> None:
    done = check(("A", "", "2026-01-05"), heads=("centre", "worker", "Begun"))
    assert done.faults == ()
    line = done.lines[0]
    blank = {"worker": "", "code": "", "area": "", "areas": "", "note": "", "paid": False}
    assert {name: line[name] for name in blank} == blank
    assert [line[name] for name in ("ended", "met", "hours")] == [None, None, None]


@pytest.mark.parametrize(
    ("at", "cell", "flaw"),
    [
        (0, "", Flaw.MISSING),
        (0, "B", Flaw.UNKNOWN_CODE),
        (1, "W9", Flaw.UNKNOWN_CODE),
        (1, "王某", Flaw.HANZI),
        (2, "=1+1", Flaw.FORMULA),
        (3, "2026-02-30", Flaw.NO_SUCH_DAY),
        (3, "2027-01-01", Flaw.DAY_TO_COME),
        (4, "2025-01-05", Flaw.BEFORE_OTHER),
        (5, "2026-03-02", Flaw.NOT_A_TIME),
        (5, "2026-03-23 12:01", Flaw.TIME_TO_COME),
        (6, "心理支持", Flaw.NOT_IN_LIST),
        (7, "法律援助；别的", Flaw.NOT_IN_LIST),
        (8, "ein", Flaw.NOT_A_NUMBER),
        (8, "1.25", Flaw.NOT_A_NUMBER),
        (8, "NaN", Flaw.NOT_A_NUMBER),
        (8, "1e3", Flaw.NOT_A_NUMBER),
        (8, "10.1", Flaw.NUMBER_OUTSIDE),
        (8, "", Flaw.NOT_TOGETHER),
        (9, "也许", Flaw.NOT_YES_OR_NO),
        (10, "x" * 21, Flaw.TOO_LONG),
        (10, "=cmd()", Flaw.FORMULA),
        (10, "13888123456", Flaw.PHONE),
        (10, "530102201504011237", Flaw.ID_NUMBER),
        (10, "姓名：李小明", Flaw.NAME),
    ],
)
def test_each_fault_has_its_place(at: int, cell: str, flaw: Flaw) -> None:
    row = list(GOOD)
    row[at] = cell
    done = check(tuple(row))
    assert done.lines == ()
    assert flaw in {fault.flaw for fault in done.faults}
    found = next(fault for fault in done.faults if fault.flaw is flaw)
    assert found.row == 2
    assert found.column == HEADS[at] or flaw in {Flaw.BEFORE_OTHER, Flaw.NOT_TOGETHER}


def test_the_same_key_twice_and_faulty_heads_are_told() -> None:
    done = check(GOOD, GOOD)
    assert [(one.flaw, one.row, one.params) for one in done.faults] == [
        (Flaw.ROW_TWICE, 3, {"first": "2"})
    ]
    heads = ("机构", "机构", "姓名", "别的")
    assert {one.flaw for one in check(("A",), heads=heads).faults} == {
        *(Flaw.COLUMN_TWICE, Flaw.IDENTITY_COLUMN, Flaw.UNKNOWN_COLUMN, Flaw.COLUMN_MISSING)
    }
    assert check_lines([], LIST, GROUND).faults[0].flaw is Flaw.EMPTY
    assert check().faults[0].flaw is Flaw.NO_ROWS
    extra = check((*GOOD, "more"))
    assert [one.flaw for one in extra.faults] == [Flaw.EXTRA_CELL]


def test_codes_to_be_looked_up_are_found_first() -> None:
    rows = [(1, HEADS), (2, GOOD), (3, ("B", "王某")), (4, ("A", "W2"))]
    assert wanted_codes(rows, LIST) == {
        "centre": {("", "A"), ("", "B")},
        "worker": {("A", "W1"), ("A", "W2")},
    }


def test_many_faults_are_counted_and_the_first_shown() -> None:
    done = check(*[("X", "", "", "x")] * 300)
    assert len(done.faults) == 200
    assert done.more_faults > 200
