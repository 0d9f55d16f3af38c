from qa_app.domain.case_cells import FaultyCell
from qa_app.domain.defaults import IMPORT_FAULTS_SHOWN
from qa_app.domain.list_faults import Flaw
from qa_app.domain.list_reading import ListHeads, RowFaults
from qa_app.domain.text import BilingualText

KNOWN = (("day", BilingualText("日期", "Date")), ("hours", BilingualText("学时", "Hours")))


def heads(*cells: str | None) -> ListHeads[str]:
    return ListHeads((1, cells), KNOWN, ("day",))


def test_a_head_is_known_by_code_and_in_either_language_however_it_is_written() -> None:
    for day in ("day", "日期", "DATE", " Date *", "Ｄａｔｅ"):
        found = heads(None, day, "Hours")
        assert (found.at, found.faults) == ({"day": 1, "hours": 2}, [])
        assert found.names == ["A", str(day).strip(), "Hours"]


def test_heads_of_lists_given_out_earlier_are_known() -> None:
    known = (("centre", BilingualText("中心代码")), ("worker", BilingualText("工作人员代码")))
    found = ListHeads((1, ("从业者代码", "机构代码")), known, ("centre", "worker"))
    assert (found.at, found.faults) == ({"worker": 0, "centre": 1}, [])
    # a list without the column does not get one by it
    assert [one.flaw for one in heads("日期", "机构代码").faults] == [Flaw.UNKNOWN_COLUMN]


def test_a_row_may_end_before_a_column() -> None:
    found = heads(None, "day", "Hours")
    assert found.cell((None, "2026-03-02"), "day") == "2026-03-02"
    assert found.cell((None, "2026-03-02"), "hours") is None


def test_heads_that_are_none_stand_twice_or_are_missing() -> None:
    found = heads("学时", "hours", "姓名", "weather").faults
    assert [(one.flaw, one.row, one.column) for one in found] == [
        (Flaw.COLUMN_TWICE, 1, "hours"),
        (Flaw.IDENTITY_COLUMN, 1, "姓名"),
        (Flaw.UNKNOWN_COLUMN, 1, "weather"),
        (Flaw.COLUMN_MISSING, 1, ""),
    ]
    assert found[-1].allowed == (KNOWN[0][1],)


def test_faults_beyond_those_shown_are_counted() -> None:
    faults = RowFaults(("Date",))
    for row in range(2, IMPORT_FAULTS_SHOWN + 5):
        faults.add(row, 0, FaultyCell(Flaw.MISSING), None)
    assert (len(faults.found), faults.more) == (IMPORT_FAULTS_SHOWN, 3)


def test_one_cell_of_a_row_that_stands_under_no_head_is_told_by_its_letter() -> None:
    faults = RowFaults(("Date",))
    faults.add_beyond((2, ("2026-03-02", None, "x", "y")), {0})
    faults.add(3, -1, FaultyCell(Flaw.MISSING), None)
    assert [(one.row, one.column, one.flaw) for one in faults.found] == [
        (2, "C", Flaw.EXTRA_CELL),
        (3, "", Flaw.MISSING),
    ]


def test_what_stands_in_many_rows_is_told_together_beyond_those_shown_too() -> None:
    faults = RowFaults(("Date", "Shelf"))
    for row in range(2, 252):
        faults.add(row, 1, FaultyCell(Flaw.HANZI), "3柜")
        if row < 11:
            faults.add(row, 0, FaultyCell(Flaw.NO_YEAR), "3月2日")
        if row < 100:
            faults.add(row, 1, FaultyCell(Flaw.NUMBER_TWICE), "K-1")
            faults.add(row, 0, FaultyCell(Flaw.NOT_A_DATE), "x")
        if row > 240:
            faults.add(row, 1, FaultyCell(Flaw.NOT_A_DATE), "x")
    # 9 rows of one are too few to be told together, and no change in a column mends what stands
    # twice in 98; the same in two columns is told of each, though of one none is among those shown
    assert [
        (one.first.row, one.first.column, one.first.flaw, one.count) for one in faults.alike
    ] == [
        (2, "Shelf", Flaw.HANZI, 250),
        (2, "Date", Flaw.NOT_A_DATE, 98),
        (241, "Shelf", Flaw.NOT_A_DATE, 11),
    ]
