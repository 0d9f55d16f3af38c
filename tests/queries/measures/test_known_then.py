"""Every metric of a past day stays as it was, whatever is entered later; then it counts.

Each scene prepares what was known, and then enters one fact late, on the same local day, so that
nothing but the instant of the entry tells it from what was known. Measured as known before the
entry nothing may have changed; measured as known after it something must have.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest
from sqlalchemy import Column, insert, select, update
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.action_steps import StepSent
from qa_app.domain.actions import ActionStep
from qa_app.domain.complaints import Channel, Complainant, NewComplaint, Topic
from qa_app.domain.feedback import Asked, NewAsking, Reply, Way
from qa_app.domain.incidents import IncidentKind, NewIncident
from qa_app.domain.people import Role
from qa_app.domain.referrals import Body, Decline, Referral, ReferralStep, Taken
from qa_app.domain.register_status import Status, Step
from qa_app.domain.replacements import ReplaceReason
from qa_app.domain.rubric import Threshold
from qa_app.domain.rules.metrics import METRICS, Scale
from qa_app.domain.rules.tree import Leaf
from qa_app.domain.service_threads import Form
from qa_app.domain.session_blocks import Block
from qa_app.domain.supervision import SessionState, SessionType
from qa_app.domain.supervision_agreements import EndReason
from qa_app.domain.text import BilingualText
from qa_app.domain.training import NewAttendance, NewCourse, NewEvent
from qa_app.domain.workers import AnsweredBy, CheckOutcome, NewCheck, SentFact
from qa_app.models.audits import AuditRow
from qa_app.models.cases import CaseFileRow
from qa_app.models.expert_rows import ConsultationRow
from qa_app.models.places import CentreRow, PlaceRow
from qa_app.models.training_rows import TrainingEventRow
from qa_app.queries.criteria_versions import sets_in_force
from qa_app.queries.evaluations import Asking, evaluate_area
from qa_app.queries.measures.ground import Measured, MeasureGround
from qa_app.queries.measures.registry import REGISTRY
from qa_app.queries.referrals import one_referral
from qa_app.queries.service_records import SeenVersion
from qa_app.services.agreements.end_agreement import AgreementEnding, end_agreement
from qa_app.services.agreements.make_agreement import NewAgreement, make_agreement
from qa_app.services.audits.ask_void import ask_void
from qa_app.services.audits.confirm_void import confirm_void
from qa_app.services.audits.finalise_audits import finalise_audits
from qa_app.services.audits.replace_file import replace_file
from qa_app.services.audits.save_entries import save_entries
from qa_app.services.audits.sign_audit import sign_audit
from qa_app.services.criteria.publish_criteria import publish_criteria
from qa_app.services.findings.work_action import work_action
from qa_app.services.operations.rebuild_totals import rebuild_totals
from qa_app.services.places.add_practitioner import NewPractitioner, add_practitioner
from qa_app.services.service_records.enter_reply import enter_reply
from qa_app.services.service_records.move_referral import move_referral
from qa_app.services.service_records.open_asking import open_asking
from qa_app.services.service_records.record_complaint import record_complaint
from qa_app.services.service_records.record_incident import record_incident
from qa_app.services.service_records.record_referral import record_referral
from qa_app.services.service_records.state_incidents import state_incidents
from qa_app.services.supervision.plan_session import NewSession, plan_session
from qa_app.services.supervision.settle_session import SessionSettlement, settle_session
from qa_app.services.workers.save_fact import save_fact
from qa_app.services.workers.save_training import save_training
from qa_app.services.workers.set_ceiling import set_ceiling
from tests.agreements import TERMS, a_team
from tests.audits import ZONE, a_desk, all_met, change
from tests.builders import item, section
from tests.criteria_drafts import the_file
from tests.follow_up import a_followed, actions, sign
from tests.issued import put_down
from tests.pairs import MET, a_complete_pair, a_drawn_sample, a_pair
from tests.people import NOON, OPERATOR
from tests.queries.measures.test_documents import paper, sanction
from tests.queries.measures.test_staff_measures import a_list
from tests.records import MEETING, a_talk, begin, save
from tests.records import sign as sign_record
from tests.service_records import NOW, ServiceScene, a_service, open_cases
from tests.services.workers.test_facts import CLEAR, LICENCE, PROFILE, TABLES
from tests.sessions import a_scene, reference, some_files, someone

Scene = Iterator[None]
AT_LEAST = Threshold(">=", Fraction(1))
SAME_DAY = timedelta(hours=2)


@dataclass(frozen=True)
class Late:
    """A fact that is entered late.

    Attributes:
        metric: What it changes.
        play: Prepares, gives way, and enters it at the second of its instants.
        then: Instant as of whose local day is measured.
        params: Of the test.
    """

    metric: str
    play: Callable[[Session, datetime, datetime], Scene]
    then: datetime
    params: dict[str, Any]


LATE: list[Late] = []
REVIEWS = {
    "mean_score_last_two_rounds": {},
    "lqas_pass": {"upper": "0.9", "lower": "0.1", "max_error": "0.4"},
    "open_band_d_files": {},
    "open_stop_findings": {},
    "mandatory_report_state": {},
    "share_tag_on_time_12m": {"tag": "timeliness"},
    "score_change_three_rounds": {"rounds": 2},
}
"""Metrics of results that are final, with the parameters of their tests."""


def late(*metrics: str, then: datetime = NOON, **params: Any) -> Callable[[Any], Any]:
    def note(play: Any) -> Any:
        LATE.extend(Late(one, play, then, REVIEWS.get(one, {}) | params) for one in metrics)
        return play

    return note


def measured(session: Session, one: Late, known_at: datetime) -> Measured:
    ground = MeasureGround(
        CentreRow.id > 0, local_day(one.then, ZONE), known_at, has_records=True, zone=ZONE
    )
    met = Threshold("==", Fraction(0)) if METRICS[one.metric].scale is Scale.COUNT else AT_LEAST
    leaf = Leaf(one.metric, met, None, 1, one.params)
    found = dict(REGISTRY[one.metric](session, ground, leaf))
    session.rollback()
    return found


def test_every_metric_has_a_scene() -> None:
    assert {one.metric for one in LATE} == set(REGISTRY)
    assert set(REGISTRY) == set(METRICS)


# -- papers and people ----------------------------------------------------------------------


@late("centre_document_valid", docs=["registration", "annual_report"], months=12)
def a_paper(session: Session, then: datetime, later: datetime) -> Scene:
    a, _b = _centres(session)
    paper(session, a, "registration", "2020-05-01", at=then)
    yield
    paper(session, a, "annual_report", "2026-03-01", outcome="accepted", at=later)


@late("centre_document_valid", docs=["registration"], months=12)
def a_sanction(session: Session, then: datetime, later: datetime) -> Scene:
    a, _b = _centres(session)
    paper(session, a, "registration", "2020-05-01", at=then)
    yield
    sanction(session, a, "open_case", "2026-03-02", recorded_at=later)


@late("share_staff_checked_12m")
def a_check(session: Session, then: datetime, later: datetime) -> Scene:
    worker = a_scene(session).workers["W1"]
    _fact(session, worker, CLEAR, then)
    yield
    bad = NewCheck(date(2026, 2, 1), date(2026, 3, 1), CheckOutcome.NOT_CLEAR, AnsweredBy.POLICE)
    _fact(session, worker, bad, later)


@late("share_staff_checked_12m")
def a_worker(session: Session, then: datetime, later: datetime) -> Scene:
    _fact(session, a_scene(session).workers["W1"], CLEAR, then)
    yield
    post = NewPractitioner("A", "W7", "legal_aid", date(2026, 1, 5))
    add_practitioner(session, OPERATOR, post, at=later)


@late("share_staff_checked_12m")
def a_profile(session: Session, then: datetime, later: datetime) -> Scene:
    workers = a_scene(session).workers
    _fact(session, workers["W1"], CLEAR, then)
    yield
    _fact(session, workers["W2"], replace(PROFILE, meets_children=False), later)


@late("share_staff_certified")
def a_licence(session: Session, then: datetime, later: datetime) -> Scene:
    workers = a_scene(session).workers
    _fact(session, workers["W1"], LICENCE, then)
    yield
    _fact(session, workers["W2"], LICENCE, later)


@late("share_trained_pro_rata", hours=24, months=24, min_months_in_post=6)
def an_attendance(session: Session, then: datetime, later: datetime) -> Scene:
    a_scene(session)
    for new in (
        NewCourse("C1", BilingualText("被害人", "Victims")),
        NewEvent("E1", "C1", "", "KM", date(2026, 3, 1), 3000),
        NewAttendance("E1", "A", "W1", 3000),
    ):
        save_training(session, OPERATOR, new, ZONE, at=then)
    yield
    save_training(session, OPERATOR, NewAttendance("E1", "A", "W2", 3000), ZONE, at=later)


@late("share_trained_pro_rata", hours=24, months=24, min_months_in_post=6)
def an_event_taken_out(session: Session, then: datetime, later: datetime) -> Scene:
    """Taken out at the moment at which somebody entered who attended it."""
    playing = an_attendance(session, then, then)
    next(playing)
    yield
    session.execute(update(TrainingEventRow).values(ended_at=later, ended_why="mistaken"))
    session.commit()


@late("caseload_p90", "caseload_vs_city_ceiling")
def a_case_list(session: Session, then: datetime, later: datetime) -> Scene:
    scene = a_scene(session)
    a_list(session, scene, then, ("W2", 12))
    _ceiling(session, then)
    yield
    a_list(session, scene, later, ("W2", 5))


@late("caseload_vs_city_ceiling")
def a_ceiling(session: Session, then: datetime, later: datetime) -> Scene:
    a_list(session, a_scene(session), then, ("W2", 12))
    yield
    _ceiling(session, later)


# -- supervision and consulting -------------------------------------------------------------

MAY = datetime(2026, 5, 1, 4, tzinfo=NOON.tzinfo)
"""Noon of the first day of a month, so that all of the month before counts."""


@late("share_supervision_held_6m", then=MAY)
def the_first_session_planned(session: Session, then: datetime, later: datetime) -> Scene:
    scene = a_scene(session)
    yield
    _session(session, scene, later, date(2026, 4, 30))


@late("share_supervision_held_6m", then=MAY)
def a_session_held(session: Session, then: datetime, later: datetime) -> Scene:
    scene = a_scene(session)
    made = _session(session, scene, then, date(2026, 4, 30))
    yield
    held = SessionSettlement(SessionState.HELD, is_meant=True)
    settle_session(session, scene.supervisor, made, held, ZONE, at=later)


@late("supervisees_per_supervisor")
def an_agreement(session: Session, then: datetime, later: datetime) -> Scene:
    team = a_team(session)
    _agree(session, team, "W1", then)
    yield
    _agree(session, team, "W9", later)


@late("supervisees_per_supervisor")
def the_end_of_an_agreement(session: Session, then: datetime, later: datetime) -> Scene:
    team = a_team(session)
    _agree(session, team, "W1", then)
    made = _agree(session, team, "W9", then)
    yield
    # by mistake: it never began
    before = AgreementEnding(EndReason.MISTAKE, local_day(then, ZONE) - timedelta(days=1))
    end_agreement(session, team.city, made, before, ZONE, at=later)


@late("share_cases_consulted_6m")
def a_first_question(session: Session, then: datetime, later: datetime) -> Scene:
    a, file, account = _case(session)
    yield
    _ask(session, a, file, account, later)


@late("share_cases_consulted_6m")
def a_file_of_a_later_list(session: Session, then: datetime, later: datetime) -> Scene:
    a, file, account = _case(session)
    _ask(session, a, file, account, then)
    yield
    some_files(session, a, 1, start=2, recorded_at=later)


@late("share_cases_consulted_6m")
def an_experts_answer(session: Session, then: datetime, later: datetime) -> Scene:
    a, file, account = _case(session)
    _ask(session, a, file, account, then)
    yield
    _ask(session, a, file, account, then, answered_at=later)


@late("share_cases_consulted_6m")
def an_answer_of_a_later_list(session: Session, then: datetime, later: datetime) -> Scene:
    a, file, account = _case(session)
    _ask(session, a, file, account, then)
    yield
    _ask(session, a, file, account, then, answered_at=then, answer_recorded_at=later)


EVENING = datetime(2026, 4, 9, 12, tzinfo=NOON.tzinfo)


@late("share_cases_consulted_6m", then=EVENING)
def a_record_of_a_discussion(session: Session, then: datetime, later: datetime) -> Scene:
    talk = a_talk(session, SessionType.CASE_DISCUSSION)
    some_files(session, talk.scene.centre, 1)
    begin(session, talk)
    rows = ({"person": "W1", "minutes": "90"},)
    save(session, talk, Block.MEETING, MEETING, rows)
    case = {
        "case": reference(1),
        "risk": "high",
        "safety_seen": "yes",
        "child_heard": "yes",
        "decision": "每周家访一次",
    }
    save(session, talk, Block.CASES, {}, (case,))
    sign_record(session, talk)
    yield
    # a record counts once everybody signed it
    sign_record(session, talk, talk.worker, at=later)


# -- referrals, feedback, complaints, incidents ---------------------------------------------


@late("share_judicial_referrals_on_time", "share_first_meeting_on_time", then=NOW)
def a_referral(session: Session, then: datetime, later: datetime) -> Scene:
    scene = a_service(session)
    _refer(session, scene, 1, then)
    yield
    _refer(session, scene, 2, later)


@late("share_judicial_referrals_on_time", then=NOW)
def a_step_of_a_referral(session: Session, then: datetime, later: datetime) -> Scene:
    scene = a_service(session)
    seen = _refer(session, scene, 1, then)
    yield
    started = Taken(ReferralStep.STARTED, date(2026, 3, 9), Decline.OTHER)
    move_referral(session, scene.manager, seen, started, ZONE, at=later)


@late("share_complaints_on_time", then=NOW)
def a_complaint(session: Session, then: datetime, later: datetime) -> Scene:
    scene = a_service(session)

    def complain(number: int, at: datetime) -> None:
        new = NewComplaint(
            date(2026, 3, 2), Channel.PHONE, Topic.DELAY, Complainant.CHILD, "等了很久"
        )
        record_complaint(session, scene.manager, Form(scene.centre, f"c{number}"), new, ZONE, at=at)

    complain(1, then)
    yield
    complain(2, later)


PAPER = NewAsking("social_work", Asked.CHILD, Way.PAPER, is_ticked=True)


@late("satisfaction_mean", then=NOW, min_reply_share="0.1")
def a_reply(session: Session, then: datetime, later: datetime) -> Scene:
    scene = a_service(session)
    open_cases(session, scene.centre)
    made = [
        open_asking(session, scene.manager, Form(scene.centre), PAPER, ZONE, at=then)
        for _ in range(10)
    ]
    for one in made[:9]:
        enter_reply(session, scene.second, one, Reply((4,) * 5), ZONE, at=then)
    yield
    enter_reply(session, scene.second, made[9], Reply((5,) * 5), ZONE, at=later)


@late("satisfaction_mean", then=NOW)
def the_first_asking(session: Session, then: datetime, later: datetime) -> Scene:
    scene = a_service(session)
    open_cases(session, scene.centre)
    yield
    open_asking(session, scene.manager, Form(scene.centre), PAPER, ZONE, at=later)


@late("unhandled_privacy_breaches_12m", then=NOW)
def an_incident(session: Session, then: datetime, later: datetime) -> Scene:
    scene = a_service(session)
    state_incidents(session, scene.manager, scene.centre, ZONE, at=then)
    yield
    new = NewIncident(IncidentKind.PRIVACY, date(2026, 3, 1), NOW - timedelta(days=9), "名单外泄")
    record_incident(session, scene.manager, Form(scene.centre, "i1"), new, ZONE, at=later)


@late("unhandled_privacy_breaches_12m", then=NOW)
def a_statement(session: Session, then: datetime, later: datetime) -> Scene:
    scene = a_service(session)
    yield
    state_incidents(session, scene.manager, scene.centre, ZONE, at=later)


# -- reviews --------------------------------------------------------------------------------

GOOD = {"A1": "met", "A2": "met", "B1": "met"}
BAD = {"A1": "unmet", "A2": "unmet", "B1": "unmet"}
TAGGED = (
    section("A", item("A1", weight=3, tags=["timeliness"]), item("A2")),
    section("B", item("B1", critical="stop", critical_fail=["unmet"], tags=["mandatory_report"])),
)


@late(*REVIEWS)
def a_result_that_becomes_final(session: Session, then: datetime, later: datetime) -> Scene:
    desk = a_desk(session, *TAGGED)
    draft = {"A1": "met", "A2": "met", "B1": "met"}
    good = _signed(session, desk, desk.audit, draft, then)
    # five files make a round
    _like(session, good, 5, date(2025, 9, 1), then)
    _like(session, good, 5, date(2026, 2, 2), then)
    bad = _signed(session, desk, _another(session, desk), BAD, then)
    yield
    _like(session, bad, 1, date(2026, 2, 3), later)


@late("share_actions_on_time_12m", "open_stop_findings", then=NOON + timedelta(days=60))
def an_action_of_such_a_result(session: Session, then: datetime, later: datetime) -> Scene:
    one = a_followed(session)
    sign(session, one, "B1")
    yield
    finalise_audits(session, OPERATOR, ZONE, at=later)


@late("open_stop_findings", contained="conditional")
def a_step_of_an_action(session: Session, then: datetime, later: datetime) -> Scene:
    one = a_followed(session)
    sign(session, one, "B1")
    _made_final(session, then)
    (row,) = actions(session)
    session.rollback()
    yield
    sent = StepSent(ActionStep.CONTAIN, "已安全安置", row.revision)
    work_action(session, one.desk.manager, row.id, sent, ZONE, at=later)


@late("open_stop_findings")
def an_action_that_is_new(session: Session, then: datetime, later: datetime) -> Scene:
    one = a_followed(session)
    sign(session, one)
    _made_final(session, then)
    yield
    _signed(session, one.desk, _another(session, one.desk), BAD, later)
    _made_final(session, later)


@late("open_stop_findings", then=NOON + timedelta(days=60))
def a_result_that_becomes_void(session: Session, then: datetime, later: datetime) -> Scene:
    one = a_followed(session)
    sign(session, one, "B1")
    finalise_audits(session, OPERATOR, ZONE, at=then)
    yield
    ask_void(session, one.desk.second, one.audit, "wrong_file", at=later)
    confirm_void(session, one.third, one.audit, ZONE, at=later)


DUE = datetime(2026, 4, 16, 4, tzinfo=NOON.tzinfo)
"""Noon of the day on which drawn files are due."""


@late("share_audits_done", then=DUE)
def a_signature(session: Session, then: datetime, later: datetime) -> Scene:
    twice = a_drawn_sample(session)
    first = session.scalars(select(AuditRow.id).order_by(AuditRow.id)).first()
    session.rollback()
    yield
    save_entries(session, twice.first, first, all_met(), ZONE, at=later)
    sign_audit(session, twice.first, first, ZONE, at=later)


@late("share_audits_done", then=DUE)
def a_drawn_file_that_becomes_final(session: Session, then: datetime, later: datetime) -> Scene:
    twice = a_drawn_sample(session)
    first = session.scalars(select(AuditRow.id).order_by(AuditRow.id)).first() or 0
    session.rollback()
    _read_by(session, twice.first, first, then)
    yield
    _made_final(session, later)


@late("share_audits_done", then=DUE)
def a_draw(session: Session, then: datetime, later: datetime) -> Scene:
    twice = a_drawn_sample(session)
    first = session.scalars(select(AuditRow).order_by(AuditRow.id)).first()
    columns = [c.name for c in AuditRow.__table__.columns if c.name not in {"id", "created_at"}]
    values = {name: getattr(first, name) for name in columns}
    assert twice.centre == values["centre_id"]
    session.rollback()
    yield
    session.execute(insert(AuditRow).values(**values, created_at=later))
    session.commit()


@late("share_audits_done", then=DUE)
def a_replacement(session: Session, then: datetime, later: datetime) -> Scene:
    twice = a_drawn_sample(session)
    waiting = session.scalars(select(AuditRow.id).order_by(AuditRow.id)).all()
    session.rollback()
    yield
    # two are in reserve: the third gets nobody's place
    for audit in waiting[:3]:
        replace_file(session, twice.planner, audit, ReplaceReason.NOT_FOUND, at=later)


@late("share_double_rated_12m", then=DUE)
def a_reading_of_another_file(session: Session, then: datetime, later: datetime) -> Scene:
    twice = a_drawn_sample(session)
    pair = a_complete_pair(session, twice)
    query = select(AuditRow.id).where(AuditRow.state == "draft").order_by(AuditRow.id)
    other = session.scalars(query).first() or 0
    session.rollback()
    assert other != pair.first_id
    _made_final(session, then)
    yield
    _read_by(session, twice.first, other, later)
    _made_final(session, later)


@late("agreement_ac2", "share_double_rated_12m", then=DUE)
def the_second_of_two_readings(session: Session, then: datetime, later: datetime) -> Scene:
    twice = a_drawn_sample(session)
    pair = a_pair(session, twice)
    _read_by(session, twice.first, pair.first_id, then)
    yield
    _read_by(session, twice.second, pair.second_id, later)
    _made_final(session, later)


@pytest.mark.parametrize("one", LATE, ids=lambda one: f"{one.metric}-{one.play.__name__}")
def test_what_is_entered_later_was_not_known_then(session: Session, one: Late) -> None:
    later = one.then + SAME_DAY
    playing = one.play(session, one.then, later)
    next(playing)
    known = measured(session, one, one.then)
    assert next(playing, "over") == "over"
    assert measured(session, one, one.then) == known
    assert measured(session, one, later) != known


def test_a_step_of_the_register_made_later_was_not_known_then(session: Session) -> None:
    publish_criteria(session, OPERATOR, the_file(), NOON.date(), at=NOON)
    desk, later = a_desk(session), NOON + SAME_DAY

    def is_in_register(known_at: datetime) -> bool:
        file = sets_in_force(session, NOON.date()).sets[0]
        asking = Asking(file.file, file.set, file.version, NOON.date(), known_at, ZONE)
        found = evaluate_area(session, desk.centre, "social_work", asking)
        session.rollback()
        assert found is not None
        return found.evaluation.subject.is_in_register

    assert not is_in_register(later)
    step = Step(1, Status.ENDORSED, NOON.date(), date(2027, 3, 22))
    put_down(session, desk.centre, desk.reader.account_id or 0, step, later)
    session.commit()
    assert [is_in_register(at) for at in (NOON, later)] == [False, True]


# -- what scenes are made of ----------------------------------------------------------------


def _refer(session: Session, scene: ServiceScene, number: int, at: datetime) -> SeenVersion:
    """Refer, accept in time and name somebody: the first meeting and the start are overdue."""
    new = Referral("social_work", f"KM-{number:04}", Body.COURT, date(2026, 3, 2))
    form = Form(scene.centre, f"r{number}")
    thread = record_referral(session, scene.manager, form, new, ZONE, at=at)
    for step in (ReferralStep.ACCEPTED, ReferralStep.ASSIGNED):
        taken = Taken(step, date(2026, 3, 3), Decline.OTHER)
        seen = _seen(session, scene, thread)
        move_referral(session, scene.manager, seen, taken, ZONE, at=at)
    return _seen(session, scene, thread)


def _seen(session: Session, scene: ServiceScene, thread: str) -> SeenVersion:
    found = one_referral(session, scene.manager, thread)
    session.rollback()
    assert found is not None
    return found.seen


def _centres(session: Session) -> tuple[int, int]:
    scene = a_scene(session)
    return scene.centre, scene.other_centre


def _fact(session: Session, worker: int, fact: Any, at: datetime) -> None:
    save_fact(session, OPERATOR, worker, SentFact(fact), TABLES, ZONE, at=at)


def _ceiling(session: Session, at: datetime) -> None:
    city = session.execute(select(PlaceRow.id).where(PlaceRow.code == "KM")).scalar_one()
    session.rollback()
    set_ceiling(session, OPERATOR, (city, "legal_aid"), (10, date(2026, 3, 1)), at=at)


def _session(session: Session, scene: Any, at: datetime, day: date | None = None) -> int:
    new = NewSession(
        centre_id=scene.centre,
        type=SessionType.INDIVIDUAL,
        planned_on=day or local_day(at, ZONE),
        supervisor_id=scene.supervisor.account_id or 0,
        rubric_version_id=None,
        files_wanted=0,
        area="legal_aid",
        is_meant=True,
        people=(scene.workers["W2"],),
    )
    return plan_session(session, scene.supervisor, new, zone=ZONE, at=at)


def _agree(session: Session, team: Any, worker: str, at: datetime) -> int:
    new = NewAgreement(
        supervisor_id=team.head,
        practitioner_id=team.worker(worker),
        account_id=None,
        terms=TERMS,
        from_on=local_day(at, ZONE),
    )
    return make_agreement(session, team.city, new, ZONE, at=at)


def _case(session: Session) -> tuple[int, int, int]:
    scene = a_scene(session)
    some_files(session, scene.centre, 1)
    file = session.scalars(select(CaseFileRow.id)).one()
    session.rollback()
    asks = someone(session, "asks", Role.CENTRE_MANAGER, "A").account_id or 0
    return scene.centre, file, asks


def _ask(
    session: Session,
    centre: int,
    file: int,
    account: int,
    at: datetime,
    answered_at: datetime | None = None,
    answer_recorded_at: datetime | None = None,
) -> None:
    session.execute(
        insert(ConsultationRow).values(
            centre_id=centre,
            area_code="legal_aid",
            case_file_id=file,
            topic="risk",
            question=b"x",
            asked_at=at,
            asked_by=account,
            answer=None if answered_at is None else b"y",
            answered_at=answered_at,
            answer_recorded_at=answer_recorded_at,
        )
    )
    session.commit()


def _another(session: Session, desk: Any) -> int:
    row = session.get_one(AuditRow, desk.audit)
    names = ("centre_id", "area_code", "rubric_version_id", "reader_id", "sample_type")
    values = {name: getattr(row, name) for name in names}
    made: int = session.execute(
        insert(AuditRow)
        .values(**values, state="draft", created_at=NOON, assessors=["centre"])
        .returning(AuditRow.id)
    ).scalar_one()
    session.commit()
    return made


def _signed(
    session: Session, desk: Any, audit: int, codes: dict[str, str], at: datetime
) -> dict[str, Any]:
    entries = [change(code, value, note="见案卷第3页") for code, value in codes.items()]
    save_entries(session, desk.reader, audit, entries, ZONE, at=at)
    sign_audit(session, desk.reader, audit, ZONE, at=at)
    row = session.get_one(AuditRow, audit, populate_existing=True)
    columns: list[Column[Any]] = list(AuditRow.__table__.columns)
    values = {one.name: getattr(row, one.name) for one in columns if one.name != "id"}
    session.rollback()
    return values


def _like(
    session: Session, audit: dict[str, Any], count: int, reviewed_on: date, final_at: datetime
) -> None:
    """Put down final results like one that was signed, as if read on another day."""
    told = {"reviewed_on": reviewed_on, "result_state": "final", "final_at": final_at}
    session.execute(insert(AuditRow), [{**audit, **told}] * count)
    session.commit()
    # put down without being signed, they enter the totals by a count
    rebuild_totals(session, OPERATOR, at=final_at)


def _made_final(session: Session, at: datetime) -> None:
    waiting = update(AuditRow).where(AuditRow.final_at.is_(None), AuditRow.state == "signed")
    session.execute(waiting.values(result_state="final", final_at=at))
    session.commit()
    rebuild_totals(session, OPERATOR, at=at)


def _read_by(session: Session, reader: Any, audit: int, at: datetime) -> None:
    entries = [change(code, value) for code, value in MET.items()]
    save_entries(session, reader, audit, entries, ZONE, at=at)
    sign_audit(session, reader, audit, ZONE, at=at)
