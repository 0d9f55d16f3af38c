"""Sessions of supervision that took place in the demonstration, and what became of their records.

One of each that matters: signed by both and disagreed with, waiting for a signature, signed on
paper, signed by its leader alone, and one that is late and not signed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta

from qa_app.demo.acting import Stage, account_of, planned
from qa_app.demo.agreed_story import agree_on, follow_agreed
from qa_app.demo.coming import working_day_before
from qa_app.demo.network import FIRST_CENTRE
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.domain.record_content import BlockContent
from qa_app.domain.session_blocks import BY_ONE, WITH_FUNCTIONS, Block
from qa_app.domain.supervision import SessionType
from qa_app.domain.supervision_records import AnswerKind, record_digest
from qa_app.queries.agreed import agreed_in
from qa_app.queries.case_files import CaseFilter, all_cases
from qa_app.queries.cases import case_centre
from qa_app.queries.record_content import blocks_in
from qa_app.queries.staff import everyone
from qa_app.services.records.answer_record import RecordAnswerSent, answer_record
from qa_app.services.records.open_record import open_record
from qa_app.services.records.save_block import BlockChange, save_block
from qa_app.services.records.save_well_being import NoteSent, save_well_being
from qa_app.services.records.sign_record import SignSent, sign_record
from qa_app.services.supervision.plan_session import NewSession

_CASE = "case"
_DECIDED = {
    "risk": "high",
    "safety_seen": "yes",
    "child_heard": "yes",
    "progress": "安全计划已执行两周",
    "decision": "每周家访一次，两周后复评风险",
    "reason": "照顾者更换，风险可能上升",
    "owner": "worker",
}


@dataclass(frozen=True, slots=True)
class _Told:
    """A session that took place.

    Attributes:
        days: Days ago.
        centre: Code of the centre.
        type: What kind.
        minutes: How long.
        blocks: What was written down, block by block; `case` in a row becomes a case's reference.
        written_after: Days from the session to its record.
        is_signed: Its leader signed it.
    """

    days: int
    centre: str
    type: SessionType
    minutes: int
    blocks: Mapping[Block, BlockContent] = field(default_factory=dict)
    written_after: int = 0
    is_signed: bool = True


_AGREED, _WAITING, _GROUP, _MEETING, _LATE = (
    _Told(
        33,
        FIRST_CENTRE,
        SessionType.INDIVIDUAL,
        75,
        {
            Block.LAST_ACTIONS: BlockContent({"remarks": "上次两项已办，一项因家长外出顺延"}),
            Block.AGENDA: BlockContent({"topics": "在办个案；安全计划的写法；本季度学习目标"}),
            Block.CASES: BlockContent(
                {"on_worker": "风险评估写得及时，家访记录还可以更具体"}, ({_CASE: "", **_DECIDED},)
            ),
            Block.LEARNING: BlockContent(
                {"talked_about": "怎样听取儿童本人的意见", "learned": "先问孩子，再问家长"}
            ),
            Block.SUPPORT: BlockContent(
                {"workload": "7", "support_given": "两周内不再分派新的高风险个案"}
            ),
        },
    ),
    _Told(
        8,
        FIRST_CENTRE,
        SessionType.INDIVIDUAL,
        60,
        {
            Block.AGENDA: BlockContent({"topics": "高风险个案；法律援助申请的时限"}),
            Block.CASES: BlockContent({}, ({_CASE: "", **_DECIDED, "risk": "medium"},)),
            Block.SUPPORT: BlockContent({"workload": "6", "support_given": "陪同一次家访"}),
        },
    ),
    _Told(
        20,
        "530114-A",
        SessionType.GROUP,
        90,
        {
            Block.THEME: BlockContent({"theme": "强制报告：何时报、向谁报、怎样留痕"}),
            Block.LEARNING: BlockContent({"learned": "接到线索当日报告，记录写明时间和接收单位"}),
        },
    ),
    _Told(
        13,
        "530126-A",
        SessionType.CASE_MEETING,
        45,
        {
            Block.ALLOCATION: BlockContent(
                {}, ({_CASE: "", "risk": "medium", "allocated_to": "按在办数分派给在办最少的社工"},)
            ),
        },
    ),
    _Told(
        6,
        "530112-C",
        SessionType.AD_HOC,
        50,
        {
            Block.CRISIS: BlockContent(
                {
                    "trigger": "夜间接到转介，儿童当晚需要临时安置",
                    "action": "联系民政值班，半夜前完成安置",
                    "support_given": "次日调休，督导者电话陪同复盘",
                    "escalated": "yes",
                }
            ),
        },
        written_after=3,
        is_signed=False,
    ),
)


def write_records(stage: Stage, today: date) -> None:
    """Hold sessions of supervision and write their records.

    Args:
        stage: What actors need; its supervisor leads.
        today: Last day of the story.
    """
    worker = _worker(stage)
    first = _held(stage, _AGREED, today)
    day = _day(stage, _AGREED, today)
    at = stage.instant(day + timedelta(days=1), 9)
    sign_record(stage.session, worker, first, _seen(stage, first, _AGREED), stage.zone, at=at)
    for kind, text in (
        (AnswerKind.ACKNOWLEDGED, ""),
        (AnswerKind.DISAGREED, "家访记录当时已补齐，评语请以补齐后的记录为准"),
    ):
        answer_record(stage.session, worker, first, RecordAnswerSent(kind, text), at=at)
    actions = tuple(one.id for one in agreed_in(stage.session, first))
    stage.session.rollback()
    follow_agreed(stage, worker, actions, at=stage.instant(day + timedelta(days=12), 15))
    waiting = _held(stage, _WAITING, today)
    note = NoteSent("近来睡得少，约定每周通一次电话", 0)
    at = stage.instant(_day(stage, _WAITING, today), 18)
    save_well_being(stage.session, stage.supervisor, waiting, note, at=at)
    for told in (_GROUP, _MEETING, _LATE):
        _held(stage, told, today)


def _day(stage: Stage, told: _Told, today: date) -> date:
    return working_day_before(today - timedelta(days=told.days - 1), stage.calendar)


def _held(stage: Stage, told: _Told, today: date) -> int:
    day = _day(stage, told, today)
    people = _people(stage, told)
    new = NewSession(
        centre_id=stage.centre_ids[told.centre],
        type=told.type,
        planned_on=day,
        supervisor_id=account_of(stage.supervisor),
        starts_at=time(14, 0),
        people=tuple(people.values()),
        is_meant=True,
    )
    at = stage.instant(day - timedelta(days=5), 9)
    session_id = planned(stage, new, at)
    at = stage.instant(day + timedelta(days=told.written_after), 17)
    open_record(stage.session, stage.supervisor, session_id, stage.zone, at=at)
    blocks = {Block.MEETING: _meeting(told, day, people), **told.blocks}
    for block, content in blocks.items():
        base = 1 if block is Block.MEETING else 0
        change = BlockChange(block, _with_cases(stage, told, content), base)
        save_block(stage.session, stage.supervisor, session_id, change, stage.zone, at=at)
    if told is _AGREED:
        agree_on(stage, session_id, next(iter(people.values())), day, at=at)
    if told.is_signed:
        sent = SignSent(_seen(stage, session_id, told).digest, _on_paper(told, people))
        sign_record(stage.session, stage.supervisor, session_id, sent, stage.zone, at=at)
    return session_id


def _meeting(told: _Told, day: date, people: Mapping[str, int]) -> BlockContent:
    ended = 14 * 60 + told.minutes
    values = {
        "held_on": day.isoformat(),
        "began_at": "14:00",
        "ended_at": f"{ended // 60:02}:{ended % 60:02}",
        "mode": "at_centre",
        "was_interrupted": "no",
    }
    if told.type in WITH_FUNCTIONS:
        values |= {"accountability": "yes", "learning": "yes", "support": "yes"}
    rows = tuple({"person": code, "minutes": str(told.minutes)} for code in people)
    return BlockContent(values, rows)


def _people(stage: Stage, told: _Told) -> dict[str, int]:
    if told.centre == FIRST_CENTRE:
        number, code = stage.workers[FIRST_CENTRE, "social_work"][0]
        return {code: number}
    found = {
        code: number
        for (centre, _), workers in sorted(stage.workers.items())
        if centre == told.centre
        for number, code in workers
    }
    return dict(list(found.items())[:1]) if told.type is SessionType.AD_HOC else found


def _on_paper(told: _Told, people: Mapping[str, int]) -> frozenset[int]:
    # of the workers, only the one of the first centre has an account
    if told.type in BY_ONE or told.centre == FIRST_CENTRE:
        return frozenset()
    return frozenset(people.values())


def _with_cases(stage: Stage, told: _Told, content: BlockContent) -> BlockContent:
    if not any(_CASE in row for row in content.rows):
        return content
    centre_id = stage.centre_ids[told.centre]
    centre = case_centre(stage.session, stage.supervisor, centre_id, Permission.CASE_READ)
    if centre is None:
        return BlockContent(content.values)
    open_cases = all_cases(stage.session, centre, CaseFilter(state="open"))
    rows = tuple(
        {**row, _CASE: case.reference} for row, case in zip(content.rows, open_cases, strict=False)
    )
    stage.session.rollback()
    return BlockContent(content.values, rows)


def _seen(stage: Stage, session_id: int, told: _Told) -> SignSent:
    stands = blocks_in(stage.session, session_id, told.type)
    stage.session.rollback()
    contents = {block: one.content for block, one in stands.items()}
    return SignSent(record_digest(session_id, told.type, contents))


def _worker(stage: Stage) -> Actor:
    number = stage.workers[FIRST_CENTRE, "social_work"][0][0]
    people = everyone(stage.session)
    stage.session.rollback()
    return next(one for one in people if one.practitioner_id == number)
