"""Lists of workers, their licences, checks and ceilings, of trainings held: their columns."""

from typing import Final

from qa_app.domain.defaults import CASELOAD_CEILING_MOST, TRAINING_MINUTES_MOST
from qa_app.domain.register_lists import CellKind, Line, ListColumn, RegisterList
from qa_app.domain.text import BilingualText
from qa_app.domain.workers import AnsweredBy, CheckOutcome, LicenceLevel, Tier, WorkerKind

_CENTRE = ListColumn(
    "centre",
    BilingualText("机构代码", "Centre"),
    CellKind.KNOWN,
    is_required=True,
    is_key=True,
    of="centre",
    note=BilingualText("名册中的机构代码", "Code of the centre in the register"),
)
_WORKER = ListColumn(
    "worker",
    BilingualText("从业者代码", "Worker"),
    CellKind.KNOWN,
    is_required=True,
    is_key=True,
    of="worker",
    within="centre",
    note=BilingualText("名册中的从业者代码", "Code of the worker in the register"),
)
_KINDS = {
    WorkerKind.WORKER.value: BilingualText("从业者", "worker"),
    WorkerKind.STUDENT.value: BilingualText("实习生", "student"),
    WorkerKind.VOLUNTEER.value: BilingualText("志愿者", "volunteer"),
}
_TIERS = {
    Tier.SUPERVISION.value: BilingualText("督导层级", "supervision level"),
    Tier.STATUTORY.value: BilingualText("法定职责层级", "statutory level"),
    Tier.COMMUNITY.value: BilingualText("社区层级", "community level"),
}
_LEVELS = {
    LicenceLevel.ASSISTANT.value: BilingualText("助理级", "assistant"),
    LicenceLevel.MID.value: BilingualText("中级", "middle"),
    LicenceLevel.SENIOR.value: BilingualText("高级", "senior"),
}
_OUTCOMES = {
    CheckOutcome.CLEAR.value: BilingualText("无记录", "clear"),
    CheckOutcome.NOT_CLEAR.value: BilingualText("有记录", "not clear"),
}
_BODIES = {
    AnsweredBy.POLICE.value: BilingualText("公安机关", "police"),
    AnsweredBy.PROCURATORATE.value: BilingualText("检察机关", "procuratorate"),
    AnsweredBy.OTHER.value: BilingualText("其他机关", "other body"),
}


def _under_fits(line: Line) -> tuple[str, str] | None:
    is_worker = line["kind"] == WorkerKind.WORKER.value
    return ("under", "kind") if is_worker == bool(line["under"]) else None


def _is_answered_whole(line: Line) -> tuple[str, str] | None:
    given = [bool(line[name]) for name in ("answered_on", "outcome", "answered_by")]
    return None if all(given) or not any(given) else ("outcome", "answered_on")


WORKERS: Final = RegisterList(
    "workers",
    BilingualText("从业者岗位信息", "Profiles of workers"),
    (
        _CENTRE,
        _WORKER,
        ListColumn(
            "from_on",
            BilingualText("起始日期", "From"),
            CellKind.DAY,
            is_required=True,
            is_key=True,
        ),
        ListColumn(
            "kind",
            BilingualText("岗位性质", "Footing"),
            CellKind.LISTED,
            is_required=True,
            allowed=_KINDS,
        ),
        ListColumn(
            "tier",
            BilingualText("层级", "Tier"),
            CellKind.LISTED,
            is_required=True,
            allowed=_TIERS,
        ),
        ListColumn("is_paid", BilingualText("受薪", "Paid"), CellKind.YES_NO, is_required=True),
        ListColumn(
            "full_time_percent",
            BilingualText("折算全职百分比", "Share of a full-time post, per cent"),
            CellKind.WHOLE,
            is_required=True,
            least=1,
            most=100,
        ),
        ListColumn(
            "meets_children",
            BilingualText("接触儿童", "In contact with children"),
            CellKind.YES_NO,
            is_required=True,
        ),
        ListColumn(
            "under",
            BilingualText("负责人代码", "Under the worker"),
            CellKind.KNOWN,
            of="worker",
            within="centre",
            note=BilingualText("仅实习生和志愿者填写", "Of students and volunteers alone"),
        ),
    ),
    rules=(_under_fits,),
    note=BilingualText(
        "每名从业者自某日起一行；从业者须已在名册中",
        "A line for each worker from a day on; the worker is in the register already",
    ),
)
LICENCES: Final = RegisterList(
    "licences",
    BilingualText("从业者证书", "Certificates of workers"),
    (
        _CENTRE,
        _WORKER,
        ListColumn(
            "kind",
            BilingualText("证书", "Certificate"),
            CellKind.LISTED,
            is_required=True,
            is_key=True,
            listed="certificate",
        ),
        ListColumn(
            "area_code",
            BilingualText("领域", "Area"),
            CellKind.LISTED,
            is_required=True,
            listed="area",
            note=BilingualText(
                "本市证书目录中该证书所属领域", "For which the city's table accepts the certificate"
            ),
        ),
        ListColumn("level", BilingualText("级别", "Level"), CellKind.LISTED, allowed=_LEVELS),
        ListColumn(
            "valid_from",
            BilingualText("有效期起", "Valid from"),
            CellKind.DAY,
            is_required=True,
            is_key=True,
        ),
        ListColumn(
            "valid_until",
            BilingualText("有效期至", "Valid until"),
            CellKind.DAY,
            may_lie_ahead=True,
        ),
    ),
    orders=(("valid_from", "valid_until"),),
    note=BilingualText(
        "每份证书一行，不填证书编号", "A line for each certificate, without its number"
    ),
)
CHECKS: Final = RegisterList(
    "checks",
    BilingualText("违法犯罪记录查询", "Offence checks of workers"),
    (
        _CENTRE,
        _WORKER,
        ListColumn(
            "asked_on",
            BilingualText("查询日期", "Asked on"),
            CellKind.DAY,
            is_required=True,
            is_key=True,
        ),
        ListColumn("answered_on", BilingualText("答复日期", "Answered on"), CellKind.DAY),
        ListColumn("outcome", BilingualText("结论", "Outcome"), CellKind.LISTED, allowed=_OUTCOMES),
        ListColumn(
            "answered_by",
            BilingualText("答复机关", "Answered by"),
            CellKind.LISTED,
            allowed=_BODIES,
        ),
    ),
    orders=(("asked_on", "answered_on"),),
    rules=(_is_answered_whole,),
    note=BilingualText("每次查询一行，不填查询内容", "A line for each, never what was found"),
)
CEILINGS: Final = RegisterList(
    "ceilings",
    BilingualText("在办个案上限", "Ceilings of cases in hand"),
    (
        ListColumn(
            "place",
            BilingualText("地区代码", "Place"),
            CellKind.KNOWN,
            is_required=True,
            is_key=True,
            of="place",
        ),
        ListColumn(
            "area_code",
            BilingualText("领域", "Area"),
            CellKind.LISTED,
            is_required=True,
            is_key=True,
            listed="area",
        ),
        ListColumn(
            "from_on",
            BilingualText("起始日期", "From"),
            CellKind.DAY,
            is_required=True,
            is_key=True,
            may_lie_ahead=True,
        ),
        ListColumn(
            "most",
            BilingualText("每名全职从业者最多个案数", "Most cases for a full-time worker"),
            CellKind.WHOLE,
            is_required=True,
            least=1,
            most=CASELOAD_CEILING_MOST,
        ),
    ),
    note=BilingualText(
        "每个地区每个领域自某日起一行", "A line for each place and area, from a day on"
    ),
)
EVENTS: Final = RegisterList(
    "trainings",
    BilingualText("培训活动", "Trainings held"),
    (
        ListColumn(
            "place",
            BilingualText("地区代码", "Place"),
            CellKind.KNOWN,
            is_required=True,
            of="place",
        ),
        ListColumn(
            "code",
            BilingualText("培训代码", "Training"),
            CellKind.KNOWN,
            is_required=True,
            is_key=True,
            of="training",
            may_be_new=True,
        ),
        ListColumn(
            "course",
            BilingualText("课程代码", "Course"),
            CellKind.KNOWN,
            is_required=True,
            of="course",
        ),
        ListColumn(
            "module",
            BilingualText("模块代码", "Module"),
            CellKind.KNOWN,
            of="module",
            within="course",
            note=BilingualText("不填为整门课程", "Blank for the whole course"),
        ),
        ListColumn("held_on", BilingualText("开展日期", "Held on"), CellKind.DAY, is_required=True),
        ListColumn(
            "minutes",
            BilingualText("分钟数", "Minutes"),
            CellKind.WHOLE,
            is_required=True,
            least=1,
            most=TRAINING_MINUTES_MOST,
        ),
    ),
    note=BilingualText("每次培训一行", "A line for each training"),
)
ATTENDANCE: Final = RegisterList(
    "attendance",
    BilingualText("参训人员", "Attendance at trainings"),
    (
        _CENTRE,
        _WORKER,
        ListColumn(
            "event",
            BilingualText("培训代码", "Training"),
            CellKind.KNOWN,
            is_required=True,
            is_key=True,
            of="event",
        ),
        ListColumn(
            "minutes",
            BilingualText("参训分钟数", "Minutes attended"),
            CellKind.WHOLE,
            is_required=True,
            least=1,
            most=TRAINING_MINUTES_MOST,
        ),
    ),
    note=BilingualText("每人每次培训一行", "A line for each person and training"),
)
ANSWERED: Final = RegisterList(
    "retraining",
    BilingualText("整改培训", "Trainings that answered actions"),
    (
        _CENTRE,
        ListColumn(
            "action",
            BilingualText("整改编号", "Action"),
            CellKind.KNOWN,
            is_required=True,
            is_key=True,
            of="action",
            within="centre",
            note=BilingualText("整改页面上显示的编号", "Its number, which its page shows"),
        ),
        ListColumn(
            "event",
            BilingualText("培训代码", "Training"),
            CellKind.KNOWN,
            is_required=True,
            is_key=True,
            of="answer",
            within="action",
            note=BilingualText(
                "整改开始后举办，且该案卷的从业者（未记明或已离职的，为本机构任一人）已参训",
                "Held since the action was opened, and attended by the worker of the file or, where"
                " nobody is named or they have left, by somebody of the centre",
            ),
        ),
    ),
    note=BilingualText("每项整改每次培训一行", "A line for each action and training"),
)
