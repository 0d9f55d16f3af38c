"""Lists of courses, their modules, and who trained: their columns."""

from typing import Final

from qa_app.domain.defaults import TRAINING_MINUTES_MOST
from qa_app.domain.list_columns import KEY, PART, column, known, one_of, text, whole, yes_no
from qa_app.domain.register_lists import CellKind, Line, RegisterList
from qa_app.domain.text import BilingualText

_NAME_MOST = 120
_NAMES = (
    text("name_zh", "中文名称", "Name in Chinese", _NAME_MOST),
    text("name_en", "英文名称", "Name in English", _NAME_MOST),
)


def _is_named(line: Line) -> tuple[str, str] | None:
    return None if line["name_zh"] or line["name_en"] else ("name_zh", "name_en")


def _is_one_of_both(line: Line) -> tuple[str, str] | None:
    is_worker = bool(line["worker"])
    if is_worker == bool(line["organisation"]):
        return "organisation", "worker"
    return ("centre", "worker") if is_worker != bool(line["centre"]) else None


COURSES: Final = RegisterList(
    "courses",
    BilingualText("培训课程", "Courses of training"),
    (
        column("code", ("课程代码", "Course"), CellKind.CODE, KEY),
        *_NAMES,
        one_of(
            "area_code", ("领域", "Area"), "area", note=("不填为各领域通用", "Blank for every area")
        ),
        yes_no("about_victims", "计入未成年被害人专项学时", "Counts as training on child victims"),
        yes_no("makes_trainers", "培训师培训", "Training of trainers"),
    ),
    rules=(_is_named,),
    note=BilingualText(
        "每门课程一行；已有模块或培训活动的课程不再更改",
        "A line for each course; one with modules or trainings held stays as it is",
    ),
)
MODULES: Final = RegisterList(
    "modules",
    BilingualText("课程模块", "Modules of courses"),
    (
        known("course", "课程代码", "Course", KEY),
        column("code", ("模块代码", "Module"), CellKind.CODE, KEY),
        *_NAMES,
        whole("minutes", "通常分钟数", "Usual minutes", (1, TRAINING_MINUTES_MOST)),
    ),
    rules=(_is_named,),
    note=BilingualText(
        "课程的每个模块一行；已有培训活动的模块不再更改",
        "A line for each module of a course; one that was held stays as it is",
    ),
)
TRAINERS: Final = RegisterList(
    "trainers",
    BilingualText("培训师", "Trainers"),
    (
        known("event", "培训代码", "Training", KEY),
        known(
            "centre",
            "中心代码",
            "Centre",
            PART,
            note=("培训师为工作人员时填写", "Of a worker who trained"),
        ),
        known(
            "worker",
            "工作人员代码",
            "Worker",
            PART,
            note=("名册中的工作人员代码", "Code of the worker in the register"),
            within="centre",
        ),
        text(
            "organisation",
            "外部机构",
            "Organisation from outside",
            _NAME_MOST,
            PART,
            note=(
                "与工作人员二选一；不填个人姓名",
                "Instead of a worker; never the name of a person",
            ),
        ),
    ),
    rules=(_is_one_of_both,),
    note=BilingualText("每次培训的每名培训师一行", "A line for each trainer of a training"),
)
