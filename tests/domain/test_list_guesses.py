import pytest

from qa_app.domain.case_entries import Column
from qa_app.domain.list_guesses import named_year, with_workers
from qa_app.domain.list_matching import Row, guessed, shape_of


def rows(*lines: str) -> list[Row]:
    return [(at, tuple(line.split(","))) for at, line in enumerate(lines, 1)]


HEADS = "卷宗编号,服务类别,收案日期,负责社工"


@pytest.mark.parametrize(
    ("title", "name", "year"),
    [
        ("某中心2026年个案台账,,,", "", 2026),
        ("某中心个案台账,,,", "2025年度", 2025),
        ("2025—2026年台账,,,", "", None),
        ("2025年台账,,,", "2026", None),
        ("编号20260001,,,", "", None),
        ("2025年台账,填报日期：2026.1.5,,", "2025", 2025),
        ("2025年1月至12月,填报日期：2026年1月5日,,", "", 2025),
        ("填报日期：2026-01-05,,,", "", None),
        ("2026年1-3月结案清单,填报日期：2025/4/5,,", "", 2026),
        ("2026年1-12月,填报日期：2025年12月31日,,", "", 2026),
        ("2026年1.5,,,", "", 2026),
        ("2026-1-12月台账,,,", "", 2026),
    ],
)
def test_the_one_year_named_above_the_cases_is_found(
    title: str, name: str, year: int | None
) -> None:
    assert named_year(rows(title, HEADS, "K-1,法律援助,1月5日,W-01"), name) == year


@pytest.mark.parametrize(
    ("cells", "remembered", "found"),
    [
        (("W-01", "W-02"), {}, True),
        (("W-01", ""), {}, True),
        (("W-01", "王某"), {}, False),
        (("", ""), {}, False),
        (("W-01", "W-02"), {"负责社工": ""}, False),
    ],
)
def test_a_column_of_known_codes_is_that_of_workers(
    cells: tuple[str, str], remembered: dict[str, str], found: bool
) -> None:
    sheet = rows(HEADS, *(f"K-{at},法律援助,1月5日,{cell}" for at, cell in enumerate(cells)))
    columns = guessed(shape_of(sheet), remembered)
    proposed = with_workers(sheet, columns, remembered, ("W-01", "W-02"))
    assert (proposed.get(3) is Column.PRACTITIONER) is found
    assert {at: one for at, one in proposed.items() if at != 3} == columns
