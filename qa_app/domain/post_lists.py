"""The list of workers who come into post: its columns, and what fits together."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from qa_app.domain.case_cells import FaultyCell
from qa_app.domain.dated_events import EARLIEST
from qa_app.domain.defaults import CODE_MOST, POST_AHEAD_DAYS
from qa_app.domain.list_columns import CENTRE, KEY, MUST, column, day, one_of
from qa_app.domain.list_faults import Flaw
from qa_app.domain.register import is_first_day, is_register_code
from qa_app.domain.register_lists import CellKind, Line, RegisterList
from qa_app.domain.text import BilingualText

POSTS: Final = RegisterList(
    "posts",
    BilingualText("工作人员名单", "Workers by code"),
    (
        CENTRE,
        column(
            "worker",
            ("工作人员代码", "Worker"),
            CellKind.CODE,
            KEY,
            note=(
                "自编代码，只用字母、数字、点、横线和下划线，不得为姓名",
                "Your own: letters, digits, dot, dash or underscore; no name",
            ),
            most=CODE_MOST,
            is_judged=True,
        ),
        one_of(
            "area_code",
            ("专业领域", "Area of expertise"),
            "area",
            MUST,
            note=("该中心的领域之一", "One of those of the centre"),
            is_judged=True,
        ),
        day("started_on", "到岗日期", "First day in post", MUST, may_lie_ahead=True),
        day(
            "ended_on",
            "离岗日期",
            "Last day in post",
            may_lie_ahead=True,
            is_told=True,
            note=(
                "只供导出；离岗在中心页面上登记",
                "Given out alone; who leaves is noted on the page of the centre",
            ),
        ),
    ),
    note=BilingualText(
        "每名工作人员一行；已在名册中的保持不变", "A line for each worker; who is there stays as is"
    ),
)


@dataclass(frozen=True, slots=True)
class PostGround:
    """What lines of workers are held against.

    Attributes:
        areas: Code of a centre to its areas: code to name.
        today: Local day.
    """

    areas: Mapping[str, Mapping[str, BilingualText]]
    today: date


def post_misfit(line: Line, ground: PostGround) -> tuple[str, FaultyCell] | None:
    """Hold a line against the rules of the register's form for one worker.

    Args:
        line: A line whose cells are in order by themselves.
        ground: What it is held against.

    Returns:
        The first column that does not fit, and why: no code of the register
        (`not_a_register_code`), no area of the centre (`foreign_area`), a first day too far ahead
        (`day_outside`). None when all fits.
    """
    if not is_register_code(str(line["worker"])):
        return "worker", FaultyCell(Flaw.NOT_A_REGISTER_CODE)
    areas = ground.areas.get(str(line["centre"]), {})
    if line["area_code"] not in areas:
        return "area_code", FaultyCell(Flaw.FOREIGN_AREA, tuple(areas.values()))
    first = line["started_on"]
    if isinstance(first, date) and not is_first_day(first, ground.today):
        last = ground.today + timedelta(days=POST_AHEAD_DAYS)
        return "started_on", FaultyCell(
            Flaw.DAY_OUTSIDE, least=EARLIEST.isoformat(), most=last.isoformat()
        )
    return None
