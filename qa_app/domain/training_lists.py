"""Lists of courses, their modules, and who trained: their columns."""

from typing import Final

from qa_app.domain.defaults import TRAINING_MINUTES_MOST
from qa_app.domain.register_lists import CellKind, Line, ListColumn, RegisterList
from qa_app.domain.text import BilingualText

_NAME_MOST = 120
_ZH = BilingualText("中文名称", "Name in Chinese")
_EN = BilingualText("英文名称", "Name in English")
_NAMES = (
    ListColumn("name_zh", _ZH, CellKind.TEXT, most=_NAME_MOST),
    ListColumn("name_en", _EN, CellKind.TEXT, most=_NAME_MOST),
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
        ListColumn(
            "code",
            BilingualText("课程代码", "Course"),
            CellKind.CODE,
            is_required=True,
            is_key=True,
        ),
        *_NAMES,
        ListColumn(
            "area_code",
            BilingualText("领域", "Area"),
            CellKind.LISTED,
            listed="area",
            note=BilingualText("不填为各领域通用", "Blank for every area"),
        ),
        ListColumn(
            "about_victims",
            BilingualText("计入未成年被害人专项学时", "Counts as training on child victims"),
            CellKind.YES_NO,
            is_required=True,
        ),
        ListColumn(
            "makes_trainers",
            BilingualText("培训师培训", "Training of trainers"),
            CellKind.YES_NO,
            is_required=True,
        ),
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
        ListColumn(
            "course",
            BilingualText("课程代码", "Course"),
            CellKind.KNOWN,
            is_required=True,
            is_key=True,
            of="course",
        ),
        ListColumn(
            "code",
            BilingualText("模块代码", "Module"),
            CellKind.CODE,
            is_required=True,
            is_key=True,
        ),
        *_NAMES,
        ListColumn(
            "minutes",
            BilingualText("通常分钟数", "Usual minutes"),
            CellKind.WHOLE,
            is_required=True,
            least=1,
            most=TRAINING_MINUTES_MOST,
        ),
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
        ListColumn(
            "event",
            BilingualText("培训代码", "Training"),
            CellKind.KNOWN,
            is_required=True,
            is_key=True,
            of="event",
        ),
        ListColumn(
            "centre",
            BilingualText("机构代码", "Centre"),
            CellKind.KNOWN,
            is_key=True,
            of="centre",
            note=BilingualText("培训师为从业者时填写", "Of a worker who trained"),
        ),
        ListColumn(
            "worker",
            BilingualText("从业者代码", "Worker"),
            CellKind.KNOWN,
            is_key=True,
            of="worker",
            within="centre",
            note=BilingualText("名册中的从业者代码", "Code of the worker in the register"),
        ),
        ListColumn(
            "organisation",
            BilingualText("外部机构", "Organisation from outside"),
            CellKind.TEXT,
            is_key=True,
            most=_NAME_MOST,
            note=BilingualText(
                "与从业者二选一；不填个人姓名", "Instead of a worker; never the name of a person"
            ),
        ),
    ),
    rules=(_is_one_of_both,),
    note=BilingualText("每次培训的每名培训师一行", "A line for each trainer of a training"),
)
