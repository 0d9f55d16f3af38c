import pytest

from qa_app.domain.case_entries import Column
from qa_app.domain.list_matching import (
    ListMatch,
    column_letter,
    guessed,
    head_key,
    is_identity,
    is_understood,
    likely_column,
    remembered_heads,
    shape_of,
)


@pytest.mark.parametrize(
    ("head", "column"),
    [
        ("案卷编号", Column.NUMBER),
        ("卷宗号", Column.NUMBER),
        ("个案编码", None),
        ("序号", None),
        ("Case no.", Column.NUMBER),
        ("服务类别", Column.AREA),
        ("收案时间", Column.OPENED),
        ("受理日期", Column.OPENED),
        ("Date received", Column.OPENED),
        ("办结日期", Column.CLOSED),
        ("结案归档日期", Column.CLOSED),
        ("结案情况", Column.STATE),
        ("承办人编号", Column.PRACTITIONER),
        ("承办人姓名", None),
        ("诉讼所处阶段", Column.STAGE),
        ("危险等级评定", Column.RISK),
        ("档案柜位置", Column.SHELF),
        ("是否已封存", Column.SEALED),
        ("备注", None),
        ("", None),
    ],
)
def test_guesses_by_head(head: str, column: Column | None) -> None:
    assert likely_column(head) is column


@pytest.mark.parametrize(
    "head", ["case", "*Case", "＊case＊", "ca\u200bse", "\ufeffcase", " CASE * "]
)
def test_a_head_is_known_with_stars_and_signs_that_show_nothing(head: str) -> None:
    assert head_key(head) == "case"


@pytest.mark.parametrize(
    "head",
    [
        "儿童姓名",
        "姓\u200b名",
        "身份证号",
        "监护人电话",
        "家庭住址",
        "Child's name",
        "ID number",
        "出生日期",
    ],
)
def test_columns_that_tell_who_a_person_is_are_never_guessed(head: str) -> None:
    assert is_identity(head)
    assert likely_column(head) is None


def test_heads_below_titles_and_merged_over_two_rows() -> None:
    rows = [
        (1, ("某市某中心", None)),
        (2, ("统计期间：2026年1月", None)),
        (4, ("卷宗编号", "服务类别", "办理", None, "备注")),
        (5, (None, None, "收案日期", "结案日期", None)),
        (6, ("K-1", "法律援助", "2026-1-5", None, None)),
    ]
    shape = shape_of(rows)
    assert (shape.row, shape.body) == (5, 4)
    assert shape.heads == ("卷宗编号", "服务类别", "办理 收案日期", "结案日期", "备注")
    assert guessed(shape, {}) == {
        0: Column.NUMBER,
        1: Column.AREA,
        2: Column.OPENED,
        3: Column.CLOSED,
    }


def test_a_row_of_cases_is_not_taken_for_heads() -> None:
    rows = [(1, ("编号", "领域", "接案日期")), (2, ("K-1", "法律援助", "2026-1-5"))]
    assert shape_of(rows).body == 1
    assert shape_of([]).row is None


def test_without_heads_the_first_row_is_shown_for_matching() -> None:
    assert shape_of([(3, ("甲", "乙"))]).heads == ("甲", "乙")


def test_what_a_centre_matched_is_remembered_but_no_head_of_names() -> None:
    shape = shape_of([(1, ("流水", "卷宗编号", "服务类别", "收案日期", "姓名"))])
    match = ListMatch({0: Column.NUMBER, 2: Column.AREA, 3: Column.OPENED})
    kept = remembered_heads(shape, match)
    assert kept == {"流水": "number", "卷宗编号": "", "服务类别": "area", "收案日期": "opened"}
    assert guessed(shape, kept) == match.columns
    assert guessed(shape, {"流水": "no_such_column"})[1] is Column.NUMBER


def test_a_list_is_understood_only_without_doubt() -> None:
    assert is_understood(shape_of([(1, ("编号", "领域", "接案日期"))]))
    for heads in (
        ("编号", "领域"),
        ("编号", "案号", "领域", "接案日期"),
        ("编号", "领域", "接案日期", "备注"),
        ("编号", "领域", "接案日期", "姓名"),
    ):
        assert not is_understood(shape_of([(1, heads)]))


@pytest.mark.parametrize(
    ("index", "letter"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ")]
)
def test_columns_are_lettered_as_in_spreadsheets(index: int, letter: str) -> None:
    assert column_letter(index) == letter
