"""Lists of workers, their licences, checks and ceilings, of trainings held: their columns."""

from typing import Final

from qa_app.domain.defaults import CASELOAD_CEILING_MOST, TRAINING_MINUTES_MOST
from qa_app.domain.list_columns import (
    CENTRE,
    KEY,
    MUST,
    PLACE,
    WORKER,
    day,
    known,
    one_of,
    whole,
    yes_no,
)
from qa_app.domain.register_lists import Line, RegisterList
from qa_app.domain.text import BilingualText
from qa_app.domain.workers import AnsweredBy, CheckOutcome, LicenceLevel, Tier, WorkerKind

_KINDS = {
    WorkerKind.WORKER.value: BilingualText("工作人员", "worker"),
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
    BilingualText("工作人员岗位信息", "Profiles of workers"),
    (
        CENTRE,
        WORKER,
        day("from_on", "起始日期", "From", KEY),
        one_of("kind", ("岗位性质", "Footing"), _KINDS, MUST),
        one_of("tier", ("层级", "Tier"), _TIERS, MUST),
        yes_no("is_paid", "受薪", "Paid"),
        whole(
            "full_time_percent", "折算全职百分比", "Share of a full-time post, per cent", (1, 100)
        ),
        yes_no("meets_children", "接触儿童", "In contact with children"),
        known(
            "under",
            "负责人代码",
            "Under the worker",
            of="worker",
            note=("仅实习生和志愿者填写", "Of students and volunteers alone"),
            within="centre",
        ),
    ),
    rules=(_under_fits,),
    note=BilingualText(
        "每名工作人员自某日起一行；工作人员须已在名册中",
        "A line for each worker from a day on; the worker is in the register already",
    ),
)
LICENCES: Final = RegisterList(
    "licences",
    BilingualText("工作人员证书", "Certificates of workers"),
    (
        CENTRE,
        WORKER,
        one_of("kind", ("证书", "Certificate"), "certificate", KEY),
        one_of(
            "area_code",
            ("领域", "Area"),
            "area",
            MUST,
            note=(
                "本市证书目录中该证书所属领域",
                "For which the city's table accepts the certificate",
            ),
        ),
        one_of("level", ("级别", "Level"), _LEVELS),
        day("valid_from", "有效期起", "Valid from", KEY),
        day("valid_until", "有效期至", "Valid until", may_lie_ahead=True),
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
        CENTRE,
        WORKER,
        day("asked_on", "查询日期", "Asked on", KEY),
        day("answered_on", "答复日期", "Answered on"),
        one_of("outcome", ("结论", "Outcome"), _OUTCOMES),
        one_of("answered_by", ("答复机关", "Answered by"), _BODIES),
    ),
    orders=(("asked_on", "answered_on"),),
    rules=(_is_answered_whole,),
    note=BilingualText("每次查询一行，不填查询内容", "A line for each, never what was found"),
)
CEILINGS: Final = RegisterList(
    "ceilings",
    BilingualText("在办个案上限", "Ceilings of cases in hand"),
    (
        PLACE,
        one_of("area_code", ("领域", "Area"), "area", KEY),
        day("from_on", "起始日期", "From", KEY, may_lie_ahead=True),
        whole(
            "most",
            "每名全职工作人员最多个案数",
            "Most cases for a full-time worker",
            (1, CASELOAD_CEILING_MOST),
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
        known("place", "地区代码", "Place", MUST),
        known("code", "培训代码", "Training", KEY, of="training", may_be_new=True),
        known("course", "课程代码", "Course", MUST),
        known(
            "module",
            "模块代码",
            "Module",
            note=("不填为整门课程", "Blank for the whole course"),
            within="course",
        ),
        day("held_on", "开展日期", "Held on", MUST),
        whole("minutes", "分钟数", "Minutes", (1, TRAINING_MINUTES_MOST)),
    ),
    note=BilingualText("每次培训一行", "A line for each training"),
)
ATTENDANCE: Final = RegisterList(
    "attendance",
    BilingualText("参训人员", "Attendance at trainings"),
    (
        CENTRE,
        WORKER,
        known("event", "培训代码", "Training", KEY),
        whole("minutes", "参训分钟数", "Minutes attended", (1, TRAINING_MINUTES_MOST)),
    ),
    note=BilingualText("每人每次培训一行", "A line for each person and training"),
)
ANSWERED: Final = RegisterList(
    "retraining",
    BilingualText("整改培训", "Trainings that answered actions"),
    (
        CENTRE,
        known(
            "action",
            "整改编号",
            "Action",
            KEY,
            note=("整改页面上显示的编号", "Its number, which its page shows"),
            within="centre",
        ),
        known(
            "event",
            "培训代码",
            "Training",
            KEY,
            of="answer",
            note=(
                "整改开始后举办，且该案卷的工作人员（未记明或已离职的，为本中心任一人）已参训",
                (
                    "Held since the action was opened, and attended by the worker of the file or,"
                    " where nobody is named or they have left, by somebody of the centre"
                ),
            ),
            within="action",
        ),
    ),
    note=BilingualText("每项整改每次培训一行", "A line for each action and training"),
)
