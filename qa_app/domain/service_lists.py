"""The list of referrals as a file: its columns."""

from typing import Final

from qa_app.domain.list_columns import CENTRE, KEY, MUST, column, day, one_of
from qa_app.domain.referrals import Body, Decline
from qa_app.domain.register_lists import CellKind, Line, RegisterList
from qa_app.domain.text import BilingualText

_BODIES = {
    Body.POLICE: BilingualText("公安机关", "Police"),
    Body.PROCURATORATE: BilingualText("人民检察院", "Procuratorate"),
    Body.COURT: BilingualText("人民法院", "Court"),
    Body.JUSTICE: BilingualText("司法行政机关", "Justice administration"),
    Body.CIVIL_AFFAIRS: BilingualText("民政部门", "Civil affairs"),
    Body.HOSPITAL: BilingualText("医院", "Hospital"),
    Body.SCHOOL: BilingualText("学校", "School"),
    Body.WOMENS_FEDERATION: BilingualText("妇联", "Women's Federation"),
    Body.CENTRE: BilingualText("其他中心", "Another centre"),
    Body.OTHER: BilingualText("其他单位", "Another body"),
}
_DECLINES = {
    Decline.OUT_OF_AREA: BilingualText("不属本领域", "Outside the area of work"),
    Decline.NO_CAPACITY: BilingualText("无承接能力", "No capacity"),
    Decline.NO_CONSENT: BilingualText("未获同意", "No consent"),
    Decline.CONFLICT: BilingualText("利益冲突", "Conflict of interest"),
    Decline.ELSEWHERE: BilingualText("已由其他机构服务", "Already served elsewhere"),
    Decline.OTHER: BilingualText("其他原因", "Another reason"),
}


def _declined_fits(line: Line) -> tuple[str, str] | None:
    if bool(line["declined_on"]) != bool(line["decline_reason"]):
        return "decline_reason", "declined_on"
    return ("declined_on", "accepted_on") if line["declined_on"] and line["accepted_on"] else None


def _steps_fit(line: Line) -> tuple[str, str] | None:
    for later, earlier in (
        ("started_on", "accepted_on"),
        ("assigned_on", "accepted_on"),
        ("met_on", "assigned_on"),
        ("closed_on", "started_on"),
    ):
        if line[later] and not line[earlier]:
            return later, earlier
    return None


REFERRALS: Final = RegisterList(
    "referrals",
    BilingualText("转介", "Referrals"),
    (
        CENTRE,
        one_of("area", ("领域", "Area"), "area", KEY),
        column(
            "reference",
            ("编号", "Reference"),
            CellKind.CODE,
            KEY,
            note=("双方使用的编号，不得含姓名", "By which both know it; no name"),
            most=40,
        ),
        one_of("body", ("转介方", "Referred by"), _BODIES, MUST),
        day("received_on", "收到日期", "Received on", MUST),
        day("accepted_on", "受理日期", "Accepted on"),
        day("declined_on", "谢绝日期", "Declined on"),
        one_of("decline_reason", ("谢绝原因", "Why declined"), _DECLINES),
        day("assigned_on", "指派日期", "Somebody named on"),
        day("met_on", "首次约见日期", "First meeting on"),
        day("started_on", "启动日期", "Begun on"),
        day("closed_on", "结束日期", "Ended on"),
    ),
    orders=(
        ("received_on", "accepted_on"),
        ("received_on", "declined_on"),
        ("accepted_on", "assigned_on"),
        ("assigned_on", "met_on"),
        ("accepted_on", "started_on"),
        ("started_on", "closed_on"),
    ),
    rules=(_declined_fits, _steps_fit),
    note=BilingualText("一行一件转介，仅记编号", "One referral each, by reference only"),
)
