"""Lists of complaints and incidents as files: their columns; texts are taken in and never given."""

from typing import Final

from qa_app.domain.complaints import Channel, Complainant, Outcome, Topic
from qa_app.domain.defaults import SERVICE_TEXT_MOST
from qa_app.domain.incidents import IncidentKind, Judgement
from qa_app.domain.list_columns import CENTRE, KEY, MUST, column, day, known, one_of, text
from qa_app.domain.register_lists import CellKind, Line, RegisterList
from qa_app.domain.text import BilingualText

_CHANNELS = {
    Channel.IN_PERSON: BilingualText("当面", "In person"),
    Channel.PHONE: BilingualText("电话", "By telephone"),
    Channel.LETTER: BilingualText("来信", "By letter"),
    Channel.BOX: BilingualText("意见箱", "Complaint box"),
    Channel.OTHER_BODY: BilingualText("其他单位转来", "Passed on by another body"),
}
_TOPICS = {
    Topic.CONDUCT: BilingualText("人员行为", "Conduct of staff"),
    Topic.DELAY: BilingualText("拖延", "Delay"),
    Topic.QUALITY: BilingualText("服务质量", "Quality of the service"),
    Topic.PRIVACY: BilingualText("隐私", "Privacy"),
    Topic.ACCESS: BilingualText("服务可及", "Access to the service"),
    Topic.FEES: BilingualText("收费", "Fees"),
    Topic.OTHER: BilingualText("其他事由", "Another matter"),
}
_COMPLAINANTS = {
    Complainant.ANONYMOUS: BilingualText("匿名", "Anonymous"),
    Complainant.CHILD: BilingualText("儿童", "A child"),
    Complainant.CAREGIVER: BilingualText("照顾者", "A caregiver"),
    Complainant.WORKER: BilingualText("工作人员", "A worker"),
    Complainant.BODY: BilingualText("单位", "A body"),
    Complainant.OTHER: BilingualText("其他人", "Somebody else"),
}
_OUTCOMES = {
    Outcome.UPHELD: BilingualText("属实", "Upheld"),
    Outcome.PARTLY: BilingualText("部分属实", "Upheld in part"),
    Outcome.NOT_UPHELD: BilingualText("不属实", "Not upheld"),
    Outcome.WITHDRAWN: BilingualText("投诉人撤回", "Withdrawn"),
}
_KINDS = {
    IncidentKind.PRIVACY: BilingualText("隐私信息披露", "Disclosure of private information"),
    IncidentKind.HARM_BY_STAFF: BilingualText("工作人员侵害", "Harm by staff"),
    IncidentKind.MISSED_REPORT: BilingualText("应报告未报告", "A report that was due was missed"),
    IncidentKind.OTHER: BilingualText("其他事件", "Another incident"),
}
_JUDGEMENTS = {
    Judgement.CONFIRMED: BilingualText("已查实", "Confirmed"),
    Judgement.DISMISSED: BilingualText("已排除", "Dismissed"),
}
_NUMBER = known(
    "number",
    "编号",
    "Number",
    KEY,
    of="thread",
    note=(
        "中心自编的编号；导出的清单中为系统编号（如 3F9A-21C7），再次导入时照填",
        (
            "The centre's own; a list given out has the system's, such as 3F9A-21C7, which is kept"
            " when taken in again"
        ),
    ),
    within="centre",
)
_SEALED = (
    "导入时加密保存，不再导出；留空则保持原有内容，不得含姓名",
    "Encrypted when taken in and never given out; blank keeps what stands; no name",
)


def _answered_whole(line: Line) -> tuple[str, str] | None:
    if bool(line["answered_on"]) != bool(line["outcome"]):
        return "outcome", "answered_on"
    return ("answer", "answered_on") if line["answer"] and not line["answered_on"] else None


def _known_after(line: Line) -> tuple[str, str] | None:
    since = line["known_at"]
    if since is None or not hasattr(since, "date"):
        return None
    if line["happened_on"] and since.date() < line["happened_on"]:
        return "known_at", "happened_on"
    for name in ("guardians_told_on", "authority_told_on", "measures_on"):
        done = line[name]
        if done and done < since.date():
            return name, "known_at"
    return None


COMPLAINTS: Final = RegisterList(
    "complaints",
    BilingualText("投诉", "Complaints"),
    (
        CENTRE,
        _NUMBER,
        day("received_on", "收到日期", "Received on", MUST),
        one_of("channel", ("渠道", "How it came"), _CHANNELS, MUST),
        one_of("topic", ("事由", "What it is about"), _TOPICS, MUST),
        one_of("complainant", ("投诉人", "From whom"), _COMPLAINANTS, MUST),
        day(
            "due_on",
            "答复期限",
            "To be answered by",
            note=("由系统计算", "Reckoned by the system"),
            may_lie_ahead=True,
            is_told=True,
        ),
        day("answered_on", "答复日期", "Answered on"),
        one_of("outcome", ("结果", "What came of it"), _OUTCOMES),
        text("text", "投诉内容", "What was said", SERVICE_TEXT_MOST, note=_SEALED),
        text("answer", "答复内容", "What was answered", SERVICE_TEXT_MOST, note=_SEALED),
    ),
    orders=(("received_on", "answered_on"),),
    rules=(_answered_whole,),
    note=BilingualText("一行一件投诉，不含姓名", "One complaint each, without a name"),
)
INCIDENTS: Final = RegisterList(
    "incidents",
    BilingualText("事件", "Incidents"),
    (
        CENTRE,
        _NUMBER,
        one_of("kind", ("事件类别", "What went wrong"), _KINDS, MUST),
        day("happened_on", "发生日期", "Happened on", MUST),
        column("known_at", ("知悉时间", "Known since"), CellKind.MOMENT, MUST),
        column("contained_at", ("控制时间", "Contained"), CellKind.MOMENT),
        day("guardians_told_on", "告知监护人日期", "Guardian told on"),
        day("authority_told_on", "报告主管部门日期", "Authority told on"),
        day("measures_on", "采取措施日期", "Measures taken on"),
        one_of(
            "judgement",
            ("督导结论", "Confirmed or dismissed"),
            _JUDGEMENTS,
            note=(
                "仅督导者在页面上作出；此后事件类别、发生日期、知悉时间不变",
                "Said by a supervisor on the page alone; what went wrong and when then stays",
            ),
            is_told=True,
        ),
        day("judged_on", "结论日期", "Said on", is_told=True),
        text("text", "发生了什么", "What happened", SERVICE_TEXT_MOST, note=_SEALED),
    ),
    orders=(("known_at", "contained_at"),),
    rules=(_known_after,),
    note=BilingualText("一行一起事件，不含姓名", "One incident each, without a name"),
)
