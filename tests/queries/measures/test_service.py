"""What is measured of referrals, feedback, complaints and incidents, on both databases."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from sqlalchemy import true
from sqlalchemy.orm import Session

from qa_app.domain.complaints import Answer, Channel, Complainant, NewComplaint, Outcome, Topic
from qa_app.domain.feedback import Asked, NewAsking, Reply, Way
from qa_app.domain.incidents import Handling, IncidentKind, Judgement, NewIncident
from qa_app.domain.people import Actor
from qa_app.domain.referrals import Body, Decline, Referral, ReferralStep, Taken
from qa_app.domain.rubric import Threshold
from qa_app.domain.rules.measurement import Measurement, verdict_of
from qa_app.domain.rules.tree import Leaf
from qa_app.domain.service_threads import Form
from qa_app.domain.verdicts import Verdict
from qa_app.queries.incidents import one_incident
from qa_app.queries.measures.ground import MeasureGround
from qa_app.queries.measures.service import MEASURES
from qa_app.queries.referrals import one_referral
from qa_app.queries.service_records import SeenVersion
from qa_app.services.service_records.answer_complaint import answer_complaint
from qa_app.services.service_records.enter_reply import enter_reply
from qa_app.services.service_records.move_incident import IncidentMove, move_incident
from qa_app.services.service_records.move_referral import move_referral
from qa_app.services.service_records.open_asking import open_asking
from qa_app.services.service_records.record_complaint import record_complaint
from qa_app.services.service_records.record_incident import record_incident
from qa_app.services.service_records.record_referral import record_referral
from qa_app.services.service_records.state_incidents import state_incidents
from tests.audits import ZONE
from tests.service_records import NOW, TODAY, ServiceScene, a_service, open_cases
from tests.statements import counted_on

S = ReferralStep


@pytest.fixture
def scene(session: Session) -> ServiceScene:
    return a_service(session)


def leaf(metric: str, **params: object) -> Leaf:
    return Leaf(metric, Threshold(">=", Fraction(1, 2)), params=params)


def measured(
    session: Session,
    metric: str,
    as_of: date = TODAY,
    known_at: datetime = NOW,
    zone: str = "UTC",
    **params: object,
) -> dict[tuple[int, str], Measurement]:
    ground = MeasureGround(true(), as_of, known_at, zone=zone, has_records=True)
    found = dict(MEASURES[metric](session, ground, leaf(metric, **params)))
    session.rollback()
    return found


def refer(
    session: Session,
    scene: ServiceScene,
    number: int,
    *steps: tuple[ReferralStep, int],
    **changes: object,
) -> None:
    new = replace(
        Referral("social_work", f"KM-{number:04}", Body.COURT, date(2026, 3, 2)), **changes
    )
    form = Form(scene.centre, f"r{number}")
    thread = record_referral(session, scene.manager, form, new, ZONE, at=NOW)
    for step, on in steps:
        found = one_referral(session, scene.manager, thread)
        assert found is not None
        session.rollback()
        taken = Taken(step, date(2026, 3, on), Decline.OTHER)
        move_referral(session, scene.manager, found.seen, taken, ZONE, at=NOW)


def test_referrals_of_bodies_handling_cases_are_counted(
    session: Session, scene: ServiceScene
) -> None:
    metric = "share_judicial_referrals_on_time"
    assert measured(session, metric) == {}
    refer(session, scene, 1, (S.ACCEPTED, 4), (S.STARTED, 9))
    refer(session, scene, 2, (S.ACCEPTED, 4), (S.STARTED, 30))
    refer(session, scene, 3)
    refer(session, scene, 4, (S.DECLINED, 4))
    refer(session, scene, 5, received_on=date(2026, 3, 30))
    # neither a school nor what came more than twelve months ago
    refer(session, scene, 6, body=Body.SCHOOL)
    refer(session, scene, 7, received_on=date(2025, 3, 31))
    found = measured(session, metric)
    assert list(found) == [(scene.centre, "social_work")]
    one = found[scene.centre, "social_work"]
    assert (one.value, one.n, one.count, one.gap) == (Fraction(1, 3), 3, 1, "")
    assert (one.first_day, one.last_day) == (date(2025, 4, 1), TODAY)
    assert len({record.key for record in one.records}) == 3
    # as of the 10th the second was accepted and its start not yet due
    early = measured(session, metric, date(2026, 3, 10))[scene.centre, "social_work"]
    assert (early.n, early.count) == (2, 1)
    # and before anything was recorded there was nothing
    assert measured(session, metric, known_at=NOW - timedelta(seconds=1)) == {}


def test_the_past_is_told_as_it_was_known(session: Session, scene: ServiceScene) -> None:
    metric = "share_judicial_referrals_on_time"
    refer(session, scene, 1, (S.ACCEPTED, 4))
    before = measured(session, metric)
    found = one_referral(session, scene.manager, _thread(session, scene))
    assert found is not None
    session.rollback()
    later = NOW + timedelta(hours=1)
    taken = Taken(S.STARTED, date(2026, 3, 9))
    move_referral(session, scene.manager, found.seen, taken, ZONE, at=later)
    assert measured(session, metric) == before
    after = measured(session, metric, known_at=later)
    assert [one.count for one in (*before.values(), *after.values())] == [0, 1]


def _thread(session: Session, scene: ServiceScene) -> str:
    from qa_app.domain.service_threads import thread_of

    return thread_of(scene.manager.account_id, "r1")


def test_first_meetings_are_counted_whoever_referred(session: Session, scene: ServiceScene) -> None:
    metric = "share_first_meeting_on_time"
    steps = (S.ACCEPTED, 3), (S.ASSIGNED, 4)
    refer(session, scene, 1, *steps, (S.MET, 11), area="legal_aid", body=Body.OTHER)
    refer(session, scene, 2, *steps, (S.MET, 12), area="legal_aid")
    refer(session, scene, 3, (S.ACCEPTED, 3), area="legal_aid")
    one = measured(session, metric)[scene.centre, "legal_aid"]
    assert (one.value, one.n) == (Fraction(1, 2), 2)


def test_complaints_are_counted_over_all_areas(session: Session, scene: ServiceScene) -> None:
    for number, answered in enumerate((23, 24, None)):
        new = NewComplaint(
            date(2026, 3, 2), Channel.PHONE, Topic.DELAY, Complainant.CHILD, "等了很久"
        )
        form = Form(scene.centre, f"c{number}")
        thread = record_complaint(session, scene.manager, form, new, ZONE, at=NOW)
        if answered is not None:
            answer = Answer(date(2026, 3, answered), Outcome.PARTLY, "已说明")
            seen = SeenVersion(thread, number * 2 + 1)
            answer_complaint(session, scene.manager, seen, answer, ZONE, at=NOW)
    one = measured(session, "share_complaints_on_time")[scene.centre, ""]
    assert (one.value, one.n, one.count) == (Fraction(1, 3), 3, 1)
    early = measured(session, "share_complaints_on_time", date(2026, 3, 20))[scene.centre, ""]
    assert (early.n, early.gap, early.value) == (0, "nothing_due", None)


def test_satisfaction_is_of_whole_batches(session: Session, scene: ServiceScene) -> None:
    paper = NewAsking("social_work", Asked.CHILD, Way.PAPER, is_ticked=True)
    key = (scene.centre, "social_work")
    open_cases(session, scene.centre)
    silent = [
        open_asking(session, scene.manager, Form(scene.centre), paper, ZONE, at=NOW)
        for _ in range(20)
    ]
    seen = []
    for number in range(11):
        made = open_asking(session, scene.second, Form(scene.centre), paper, ZONE, at=NOW)
        reply = Reply((5, 5, 5, 5, 2) if number < 10 else (1,) * 5)
        enter_reply(session, scene.manager, made, reply, ZONE, at=NOW)
        seen.append(measured(session, "satisfaction_mean", min_reply_share=0.3)[key])
    unsafe = replace(paper, way=Way.UNSAFE)
    open_asking(session, scene.manager, Form(scene.centre), unsafe, ZONE, at=NOW)
    assert {(one.value, one.n, one.gap, one.records) for one in seen[:9]} == {(None, 0, "", ())}
    # ten of the thirty for whom asking was safe; the eleventh changes nothing
    assert (seen[9].value, seen[9].n, seen[9].gap) == (Fraction(22, 5), 10, "")
    assert seen[10] == seen[9]
    # evidence names the batch: five numbers from 1 to 5 could be guessed from their digest
    assert [(one.kind, one.key) for one in seen[10].records] == [
        ("feedback_batch", str(silent[-1] + 1))
    ]
    few = measured(session, "satisfaction_mean", min_reply_share=0.34)[key]
    assert (few.n, few.gap) == (10, "few_replies")
    assert measured(session, "satisfaction_mean", TODAY - timedelta(days=1)) == {}
    before = NOW - timedelta(seconds=1)
    assert measured(session, "satisfaction_mean", known_at=before) == {}


def test_what_comes_later_moves_no_past_measure_of_satisfaction(
    session: Session, scene: ServiceScene
) -> None:
    paper = NewAsking("social_work", Asked.CHILD, Way.PAPER, is_ticked=True)
    key = (scene.centre, "social_work")
    open_cases(session, scene.centre)

    def answer(at: datetime) -> None:
        made = open_asking(session, scene.manager, Form(scene.centre), paper, ZONE, at=at)
        enter_reply(session, scene.second, made, Reply((4,) * 5), ZONE, at=at)

    waiting = open_asking(session, scene.manager, Form(scene.centre), paper, ZONE, at=NOW)
    for _ in range(12):
        answer(NOW)
    then = measured(session, "satisfaction_mean", min_reply_share=0.1)[key]
    later = NOW + timedelta(days=2)
    enter_reply(session, scene.second, waiting, Reply((1,) * 5), ZONE, at=later)
    for _ in range(9):
        answer(later)
    assert measured(session, "satisfaction_mean", min_reply_share=0.1)[key] == then
    after = measured(
        session, "satisfaction_mean", TODAY + timedelta(days=2), later, min_reply_share=0.1
    )[key]
    assert (then.n, after.n) == (10, 20)


def breach(session: Session, scene: ServiceScene, *moves: tuple[Actor, IncidentMove]) -> None:
    new = NewIncident(
        IncidentKind.PRIVACY, date(2026, 3, 1), datetime(2026, 3, 2, tzinfo=UTC), "名单外泄"
    )
    form = Form(scene.centre, f"i{len(moves)}")
    thread = record_incident(session, scene.manager, form, new, ZONE, at=NOW)
    for actor, move in moves:
        found = one_incident(session, scene.manager, thread)
        assert found is not None
        session.rollback()
        move_incident(session, actor, found.seen, move, ZONE, at=NOW)


def test_silence_about_incidents_is_no_evidence(session: Session, scene: ServiceScene) -> None:
    metric = "unhandled_privacy_breaches_12m"
    assert measured(session, metric) == {}
    state_incidents(session, scene.manager, scene.centre, ZONE, at=NOW)
    one = measured(session, metric)[scene.centre, ""]
    assert (one.value, one.n, one.gap) == (Fraction(0), 0, "")
    old = measured(session, metric, TODAY + timedelta(days=121))[scene.centre, ""]
    assert old.gap == "no_statement"


def test_breaches_count_once_confirmed_until_handled(session: Session, scene: ServiceScene) -> None:
    metric = "unhandled_privacy_breaches_12m"
    state_incidents(session, scene.manager, scene.centre, ZONE, at=NOW)
    breach(session, scene)
    assert measured(session, metric)[scene.centre, ""].gap == "not_judged"
    confirm = (scene.supervisor, IncidentMove(judgement=Judgement.CONFIRMED))
    breach(session, scene, confirm)
    one = measured(session, metric)[scene.centre, ""]
    assert (one.value, one.n, one.gap) == (Fraction(1), 1, "")
    test = Leaf(metric, Threshold("==", Fraction(0)), min_n=0)
    assert verdict_of(test, one) is Verdict.NOT_MET


def test_handled_breaches_do_not_count_against(session: Session, scene: ServiceScene) -> None:
    metric = "unhandled_privacy_breaches_12m"
    state_incidents(session, scene.manager, scene.centre, ZONE, at=NOW)
    contain = (scene.manager, IncidentMove(contained_at=datetime(2026, 3, 2, 5, tzinfo=UTC)))
    confirm = (scene.supervisor, IncidentMove(judgement=Judgement.CONFIRMED))
    rest = [(scene.manager, IncidentMove(handling=(one, TODAY))) for one in Handling]
    breach(session, scene, contain, confirm, *rest)
    one = measured(session, metric)[scene.centre, ""]
    assert (one.value, one.n, one.gap) == (Fraction(0), 1, "")


def test_a_breach_belongs_to_the_local_day_on_which_it_became_known(
    session: Session, scene: ServiceScene
) -> None:
    metric = "unhandled_privacy_breaches_12m"
    confirm = (scene.supervisor, IncidentMove(judgement=Judgement.CONFIRMED))
    breach(session, scene, confirm)
    # known on 2 March at midnight UTC: in a zone twelve hours behind that was 1 March at noon
    late = date(2027, 3, 1)
    assert measured(session, metric, late, zone="Etc/GMT+12") == {}
    assert measured(session, metric, late, zone="UTC")[scene.centre, ""].n == 1


@pytest.mark.parametrize("metric", sorted(MEASURES))
def test_the_number_of_queries_does_not_grow(
    session: Session, scene: ServiceScene, metric: str
) -> None:
    def queries() -> int:
        with counted_on(session.get_bind()) as seen:
            measured(session, metric)
        return len(seen)

    before = queries()
    for number in range(5):
        refer(session, scene, number, (S.ACCEPTED, 4), (S.ASSIGNED, 4))
        state_incidents(session, scene.manager, scene.centre, ZONE, at=NOW)
    assert queries() == before
