"""Referrals, complaints, incidents and feedback of the first centres of the demonstration."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from qa_app.demo.acting import Stage
from qa_app.demo.network import FIRST_CENTRE, STEADY
from qa_app.domain.complaints import Answer, Channel, Complainant, NewComplaint, Outcome, Topic
from qa_app.domain.errors import InvalidError
from qa_app.domain.feedback import Asked, NewAsking, Reply, Way
from qa_app.domain.incidents import Handling, IncidentKind, Judgement, NewIncident
from qa_app.domain.people import Actor
from qa_app.domain.referrals import Body, Decline, Referral, ReferralStep, Taken
from qa_app.domain.service_threads import Form
from qa_app.queries.complaints import one_complaint
from qa_app.queries.incidents import one_incident
from qa_app.queries.referrals import one_referral
from qa_app.services.service_records.answer_complaint import answer_complaint
from qa_app.services.service_records.enter_reply import enter_reply
from qa_app.services.service_records.move_incident import IncidentMove, move_incident
from qa_app.services.service_records.move_referral import move_referral
from qa_app.services.service_records.open_asking import open_asking
from qa_app.services.service_records.record_complaint import record_complaint
from qa_app.services.service_records.record_incident import record_incident
from qa_app.services.service_records.record_referral import record_referral
from qa_app.services.service_records.state_incidents import state_incidents

_LAWYERS = "530102-B"
_STATED_DAYS_AGO = (270, 180, 90, 0)
_BODIES = (Body.POLICE, Body.PROCURATORATE, Body.COURT, Body.JUSTICE, Body.SCHOOL)
_S = ReferralStep
_REPLIES = ((5, 5, 5, 4, 5), (4, 4, 5, 4, 4), (5, 4, 4, 5, 5), (3, 4, 4, 4, 4))
_WORDS = ("谢谢你们听我说。", "", "等的时间有点长。", "")


@dataclass(frozen=True, slots=True)
class _Came:
    """A referral: how many days ago, and working days from one step to the next."""

    days: int
    steps: tuple[tuple[ReferralStep, int], ...]


_IN_TIME = ((_S.ACCEPTED, 1), (_S.STARTED, 3))
_MET = ((_S.ACCEPTED, 1), (_S.ASSIGNED, 1), (_S.MET, 3), (_S.STARTED, 1))
_SOCIAL_WORK = (
    *(_Came(days, (*_IN_TIME, (_S.CLOSED, 20))) for days in (310, 280, 250, 220, 190, 160)),
    _Came(130, ((_S.ACCEPTED, 2), (_S.STARTED, 8))),
    *(_Came(days, _IN_TIME) for days in (100, 70, 45)),
    _Came(60, ((_S.DECLINED, 2),)),
    # nobody has accepted it, and the day has passed
    _Came(12, ()),
    _Came(1, ()),
)
_LEGAL_AID = (
    *(_Came(days, (*_MET, (_S.CLOSED, 15))) for days in (290, 240, 200, 150)),
    _Came(110, ((_S.ACCEPTED, 1), (_S.ASSIGNED, 1), (_S.MET, 8), (_S.STARTED, 0))),
    *(_Came(days, _MET) for days in (80, 50, 30)),
)
_PSYCHOLOGICAL = (
    *(_Came(days, (*_IN_TIME, (_S.CLOSED, 40))) for days in (300, 260, 230, 170, 140, 110)),
    *(_Came(days, _IN_TIME) for days in (75, 55, 35, 20)),
)
_COMPLAINED = (
    (240, 9, Topic.DELAY, Outcome.UPHELD),
    (180, 12, Topic.QUALITY, Outcome.PARTLY),
    (120, 14, Topic.CONDUCT, Outcome.NOT_UPHELD),
    (90, 7, Topic.ACCESS, Outcome.UPHELD),
    (60, 10, Topic.DELAY, Outcome.UPHELD),
    (40, None, Topic.PRIVACY, None),
    (5, None, Topic.FEES, None),
)
_ALL_ANSWERED = (
    (330, 8, Topic.ACCESS, Outcome.PARTLY),
    (270, 6, Topic.DELAY, Outcome.UPHELD),
    (210, 10, Topic.QUALITY, Outcome.NOT_UPHELD),
    (150, 9, Topic.DELAY, Outcome.UPHELD),
    (80, 7, Topic.ACCESS, Outcome.UPHELD),
    (45, 5, Topic.QUALITY, Outcome.PARTLY),
)


def tell_of_service(stage: Stage, today: date) -> None:
    """Record a year of the service of three centres, and that no other had an incident.

    Args:
        stage: What actors need.
        today: Last day of the story.
    """
    for days in _STATED_DAYS_AGO:
        stated = stage.instant(today - timedelta(days=days), 0)
        for centre_id in stage.centre_ids.values():
            state_incidents(stage.session, stage.director, centre_id, stage.zone, at=stated)
    for code, area, came in (
        (FIRST_CENTRE, "social_work", _SOCIAL_WORK),
        (_LAWYERS, "legal_aid", _LEGAL_AID),
        (*STEADY, _PSYCHOLOGICAL),
    ):
        for number, one in enumerate(came):
            _refer(stage, today, Form(stage.centre_ids[code], f"{code}-{number}"), area, one)
    first = stage.centre_ids[FIRST_CENTRE]
    steady, area = stage.centre_ids[STEADY[0]], STEADY[1]
    _complain(stage, today, first, _COMPLAINED)
    _complain(stage, today, steady, _ALL_ANSWERED)
    _go_wrong(stage, today, first)
    _ask(stage, today, stage.manager, (first, "social_work"))
    _ask(stage, today, stage.steady_manager, (steady, area))


def _refer(stage: Stage, today: date, form: Form, area: str, came: _Came) -> None:
    session, actor, at = stage.session, stage.director, stage.instant(today, 0)
    on = stage.calendar.same_or_next(today - timedelta(days=came.days))
    number = int((form.key or "0").rsplit("-", 1)[1])
    reference = f"ZJ-{on:%y%m}-{number:03}"
    new = Referral(area, reference, _BODIES[number % len(_BODIES)], min(on, today))
    thread = record_referral(session, actor, form, new, stage.zone, at=at)
    for step, days in came.steps:
        on = stage.calendar.nth_after(on, days)
        found = one_referral(session, actor, thread)
        if found is not None:
            reason = Decline.OUT_OF_AREA if step is _S.DECLINED else None
            taken = Taken(step, on, reason)
            move_referral(session, actor, found.seen, taken, stage.zone, at=at)


def _complain(
    stage: Stage,
    today: date,
    centre_id: int,
    told: Sequence[tuple[int, int | None, Topic, Outcome | None]],
) -> None:
    session, actor, at = stage.session, stage.director, stage.instant(today, 0)
    for number, (days, answered, topic, outcome) in enumerate(told):
        on = stage.calendar.same_or_next(today - timedelta(days=days))
        new = NewComplaint(
            on, Channel.PHONE, topic, Complainant.CAREGIVER, "来电反映，希望尽快得到说明。"
        )
        form = Form(centre_id, f"complaint-{centre_id}-{number}")
        thread = record_complaint(session, actor, form, new, stage.zone, at=at)
        found = one_complaint(session, actor, thread)
        if answered is not None and outcome is not None and found is not None:
            day = stage.calendar.nth_after(on, answered)
            answer = Answer(day, outcome, "已当面说明情况和处理结果。")
            answer_complaint(session, actor, found.kept.seen, answer, stage.zone, at=at)


def _go_wrong(stage: Stage, today: date, centre_id: int) -> None:
    session, at, zone = stage.session, stage.instant(today, 0), stage.zone
    on = today - timedelta(days=150)
    known = stage.instant(on, 10)
    new = NewIncident(IncidentKind.PRIVACY, on, known, "签到表被拍照转发到工作群，当日撤回。")
    form = Form(centre_id, "incident-0")
    thread = record_incident(session, stage.director, form, new, zone, at=at)
    moves = [
        (stage.director, IncidentMove(contained_at=known + timedelta(hours=3))),
        *(
            (stage.director, IncidentMove(handling=(one, on + timedelta(days=2))))
            for one in Handling
        ),
        (stage.supervisor, IncidentMove(judgement=Judgement.CONFIRMED)),
    ]
    for actor, move in moves:
        found = one_incident(session, stage.director, thread)
        if found is not None:
            move_incident(session, actor, found.seen, move, zone, at=at)
    lately = today - timedelta(days=1)
    other = NewIncident(
        IncidentKind.OTHER, lately, stage.instant(lately, 9), "外出途中记录本遗失，当日找回。"
    )
    record_incident(session, stage.director, Form(centre_id, "incident-1"), other, zone, at=at)


def _ask(stage: Stage, today: date, actor: Actor, where: tuple[int, str]) -> None:
    # a manager hands papers out, and somebody else enters them
    session, (centre_id, area) = stage.session, where
    for number in range(18):
        day = today - timedelta(days=15 * number)
        at = stage.instant(day, 0)
        is_unsafe = number in {4, 13}
        asked = (Asked.CHILD, Asked.CAREGIVER, Asked.YOUNG_CHILD)[number % 3]
        way = Way.UNSAFE if is_unsafe else Way.PAPER
        asking = NewAsking(area, asked, way, is_ticked=not is_unsafe)
        try:
            made = open_asking(session, actor, Form(centre_id), asking, stage.zone, at=at)
        except InvalidError as refused:
            if refused.code != "asked_all_cases":
                raise
            continue  # a short story has fewer cases than there would be people to ask
        if not is_unsafe and number not in (0, 7):
            place = number % len(_REPLIES)
            reply = Reply(_REPLIES[place], _WORDS[place])
            enter_reply(session, stage.director, made, reply, stage.zone, at=at)
