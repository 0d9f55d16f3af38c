from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from qa_app.domain.defaults import SOON_DAYS
from qa_app.domain.errors import NotAllowedError
from qa_app.domain.people import Actor, Role
from qa_app.domain.reminders import Channel
from qa_app.domain.session_moves import Move, MoveReason, SessionDay
from qa_app.models.accounts import AccountRow
from qa_app.models.audits import AuditRow
from qa_app.models.findings import CorrectiveActionRow
from qa_app.models.month_plans import MonthPlanLineRow, MonthPlanRow
from qa_app.models.places import CentreRow
from qa_app.models.records import RecordAnswerRow, RecordPresenceRow, SupervisionRecordRow
from qa_app.models.reminders import OutboxMessageRow
from qa_app.models.supervision import SessionStaffRow, SupervisionSessionRow
from qa_app.services.reminders.queue_reminders import queue_reminders
from qa_app.services.reminders.set_mail_address import MailWish, set_mail_address
from qa_app.services.reports.make_reports import make_reports
from qa_app.services.supervision.move_session import move_session
from tests.audits import ZONE
from tests.follow_up import a_followed, sign
from tests.people import NOON, OPERATOR
from tests.readings import JAN, count_in
from tests.reminders import BOTH, a_manager, a_robot, acts, mail_for, outbox
from tests.sessions import DAY, Scene, a_scene, a_session, at_centre, someone

NEXT = DAY + timedelta(days=6)


@pytest.fixture
def scene(session: Session) -> Scene:
    return a_scene(session)


def on(day: date) -> datetime:
    return NOON + (day - date(2026, 3, 23)) * 1


def queue(session: Session, day: date, *channels: Channel) -> int:
    return queue_reminders(session, OPERATOR, channels or BOTH, ZONE, at=on(day))


def keys(session: Session) -> list[str]:
    return [key for key, _state, _fault in outbox(session)]


def test_a_session_is_queued_a_week_and_a_day_ahead_once_each(
    session: Session, scene: Scene
) -> None:
    mail_for(session, scene.supervisor)
    one, two = a_session(session, scene), a_session(session, scene)
    me = scene.supervisor.account_id
    for ahead, new in ((8, 0), (7, 1), (7, 0), (3, 0), (1, 1), (0, 0), (-1, 0)):
        assert queue(session, DAY - timedelta(days=ahead)) == new, ahead
    assert keys(session) == [f"sessions:2026-04-09:{ahead}:{one}.0:a{me}" for ahead in (1, 7)]
    contents = session.execute(select(OutboxMessageRow.content)).scalars().all()
    told = {
        "count": 2,
        "day": "2026-04-09",
        "until": "2026-04-09",
        "sessions": [[one, 0], [two, 0]],
    }
    assert contents == [told | {"ahead": 7}, told | {"ahead": 1}]
    assert acts(session, "reminder:queue") == 2


def test_who_is_expected_and_who_is_joined_are_told_too(session: Session, scene: Scene) -> None:
    worker = someone(session, "worker", Role.CASEWORKER, "A", scene.workers["W1"])
    mail_for(session, worker)
    mail_for(session, scene.reader)
    one = a_session(session, scene, people=(scene.workers["W1"],))
    session.execute(
        insert(SessionStaffRow).values(session_id=one, account_id=scene.reader.account_id)
    )
    session.commit()
    assert queue(session, DAY - timedelta(days=1)) == 2
    assert [key.rpartition(":")[2] for key in keys(session)] == [
        f"a{who}" for who in sorted((worker.account_id, scene.reader.account_id), key=str)
    ]


def test_a_cancelled_session_and_a_switched_off_person_are_not_told(
    session: Session, scene: Scene
) -> None:
    mail_for(session, scene.supervisor)
    one = a_session(session, scene)
    session.execute(
        update(SupervisionSessionRow)
        .where(SupervisionSessionRow.id == one)
        .values(state="cancelled")
    )
    session.commit()
    assert queue(session, DAY) == 0
    a_session(session, scene)
    set_mail_address(session, scene.supervisor, MailWish(is_on=False), at=NOON)
    assert queue(session, DAY) == 0
    set_mail_address(session, scene.supervisor, MailWish(is_on=True), at=NOON)
    who = AccountRow.id == scene.supervisor.account_id
    session.execute(update(AccountRow).where(who).values(is_active=False))
    session.commit()
    assert queue(session, DAY) == 0


def test_nothing_is_queued_for_a_way_that_cannot_be_used(session: Session, scene: Scene) -> None:
    mail_for(session, scene.supervisor)
    a_session(session, scene)
    assert queue(session, DAY, Channel.ROBOT) == 0
    assert queue(session, DAY, Channel.MAIL) == 1


def test_a_robot_tells_the_sessions_of_its_centre(session: Session, scene: Scene) -> None:
    robot = a_robot(session, a_manager(session, scene), scene.centre)
    one = a_session(session, scene)
    assert queue(session, DAY - timedelta(days=1)) == 1
    assert keys(session) == [f"sessions:2026-04-09:1:{one}.0:r{robot}"]


def test_late_actions_are_told_once_a_week(session: Session) -> None:
    followed = a_followed(session)
    sign(session, followed, "A2")
    session.execute(update(CorrectiveActionRow).values(waits_by="centre"))
    session.commit()
    centre = session.execute(select(CorrectiveActionRow.centre_id)).scalars().first()
    code = session.execute(select(CentreRow.code).where(CentreRow.id == centre)).scalar_one()
    manager = at_centre(
        someone(session, "in_charge", Role.CENTRE_MANAGER, code), Role.CENTRE_MANAGER, centre or 0
    )
    mail_for(session, manager)
    robot = a_robot(session, manager, centre or 0)
    mail_for(session, followed.outsider)
    late = date(2026, 12, 1)
    queue(session, late)
    assert queue(session, late + timedelta(days=1)) == 0
    queue(session, late + timedelta(days=7))
    assert [key for key in keys(session) if key.startswith("overdue:")] == [
        f"overdue:2026-{week}:{who}"
        for week in (49, 50)
        for who in (f"a{manager.account_id}", f"r{robot}")
    ]


def a_record(session: Session, scene: Scene, worker: Actor, state: str) -> int:
    one = a_session(session, scene, people=(scene.workers["W1"],))
    session.execute(
        insert(SupervisionRecordRow).values(
            session_id=one, held_on=DAY, functions=[], state="draft", revision=1, written_at=NOON,
            saved_at=NOON,
        )
    )  # fmt: skip
    session.execute(
        insert(RecordPresenceRow).values(
            session_id=one, practitioner_id=scene.workers["W1"], minutes=60
        )
    )
    # who was present is written while the record is a draft; then it is signed
    of_it = SupervisionRecordRow.session_id == one
    session.execute(update(SupervisionRecordRow).where(of_it).values(state=state))
    session.commit()
    return one


def test_a_record_waits_to_be_acknowledged(session: Session, scene: Scene) -> None:
    worker = someone(session, "worker", Role.CASEWORKER, "A", scene.workers["W1"])
    mail_for(session, worker)
    a_record(session, scene, worker, "draft")
    far = DAY + timedelta(days=30)
    assert queue(session, far) == 0
    one = a_record(session, scene, worker, "signed")
    assert queue(session, far) == 1
    assert keys(session)[0].startswith("acknowledge:2026-19:a")
    session.execute(
        insert(RecordAnswerRow).values(
            session_id=one, account_id=worker.account_id, kind="acknowledged", at=NOON
        )
    )
    session.commit()
    assert queue(session, far + timedelta(days=7)) == 0


def a_plan(session: Session, scene: Scene, published_at: datetime) -> int:
    far = DAY + timedelta(days=60)
    one = a_session(session, scene, planned_on=far)
    place = session.execute(select(CentreRow.place_id)).scalars().first()
    plan = session.execute(
        insert(MonthPlanRow)
        .values(
            place_id=place, month=date(2026, 6, 1), state="published", found={}, proposed_at=NOON,
            published_at=published_at,
        )
        .returning(MonthPlanRow.id)
    ).scalar_one()  # fmt: skip
    session.execute(
        insert(MonthPlanLineRow).values(
            plan_id=plan, need="centre", need_id=scene.centre, centre_id=scene.centre,
            type="individual", tier="due", due_on=far, why={}, day=far, state="kept",
            supervisor_id=scene.supervisor.account_id, session_id=one, changed_at=NOON,
        )
    )  # fmt: skip
    session.commit()
    return plan


def test_a_published_plan_is_told_to_who_leads_in_it(session: Session, scene: Scene) -> None:
    mail_for(session, scene.supervisor)
    mail_for(session, scene.elsewhere)
    plan = a_plan(session, scene, NOON)
    assert queue(session, date(2026, 3, 24)) == 1
    assert keys(session) == [f"plan:{plan}:a{scene.supervisor.account_id}"]
    content = session.execute(select(OutboxMessageRow.content)).scalar_one()
    assert content == {"count": 1, "month": "2026-06", "until": "2026-06-30"}
    assert queue(session, date(2026, 3, 25)) == 0


def test_a_plan_is_published_on_a_local_day(session: Session, scene: Scene) -> None:
    mail_for(session, scene.supervisor)
    # seven in the morning of 23 March in Shanghai, which is 22 March in Greenwich
    a_plan(session, scene, datetime(2026, 3, 22, 23, tzinfo=UTC))
    assert queue(session, date(2026, 3, 23) + timedelta(days=SOON_DAYS + 1)) == 0
    assert queue(session, date(2026, 3, 23) + timedelta(days=SOON_DAYS)) == 1


def test_reviews_are_counted_kind_by_kind(session: Session) -> None:
    followed = a_followed(session)
    reader, manager = followed.desk.reader, followed.desk.manager
    mail_for(session, reader)
    mail_for(session, manager, "manager@example.org")
    values = {"due_on": date(2026, 12, 3)}
    session.execute(update(AuditRow).values(**values))
    session.commit()
    assert queue(session, date(2026, 12, 1)) == 1
    assert queue(session, date(2026, 12, 2)) == 0
    assert queue(session, date(2026, 12, 8)) == 1
    sign(session, followed, "A2")
    assert queue(session, date(2026, 12, 15)) >= 1
    session.rollback()
    row = OutboxMessageRow
    told = session.execute(
        select(row.account_id, row.content).where(row.kind == "reviews").order_by(row.key)
    ).all()
    session.rollback()
    assert [(who, content["parts"]) for who, content in told] == [
        (reader.account_id, {"to_do": 1}),
        (reader.account_id, {"late": 1}),
        (manager.account_id, {"answer": 1}),
    ]


def test_only_the_system_queues(session: Session, scene: Scene) -> None:
    with pytest.raises(NotAllowedError):
        queue_reminders(session, scene.supervisor, BOTH, ZONE, at=NOON)


def test_a_moved_session_is_told_for_its_new_day_also_where_another_was_told_of_it(
    session: Session, scene: Scene
) -> None:
    mail_for(session, scene.supervisor)
    first, moved = a_session(session, scene), a_session(session, scene, planned_on=NEXT)
    assert queue(session, DAY - timedelta(days=1)) == 2  # the day itself, and the week of the next
    to_day = Move(SessionDay(NEXT), SessionDay(DAY), MoveReason.UNIT_ASKED)
    eve = on(DAY - timedelta(days=1))
    move_session(session, scene.supervisor, moved, to_day, ZONE, at=eve)
    assert queue(session, DAY - timedelta(days=1)) == 1
    me = scene.supervisor.account_id
    assert f"sessions:{DAY}:1:{moved}.1:a{me}" in keys(session)
    assert queue(session, DAY - timedelta(days=1)) == 0
    assert first != moved


def test_no_message_holds_a_name_a_code_or_a_reference(session: Session, scene: Scene) -> None:
    mail_for(session, scene.supervisor)
    a_robot(session, a_manager(session, scene), scene.centre)
    a_session(session, scene, people=(scene.workers["W1"],))
    assert queue(session, DAY) == 2
    for content in session.execute(select(OutboxMessageRow.content)).scalars():
        assert set(content) <= {"count", "day", "month", "until", "ahead", "sessions"}


def test_new_reports_are_told_once_to_who_reaches_them(session: Session, scene: Scene) -> None:
    version = scene.rubric
    count_in(session, scene.centre, version, JAN, 10)
    day = date(2026, 4, 2)
    make_reports(session, OPERATOR, ZONE, at=on(day))
    mail_for(session, scene.supervisor)
    mail_for(session, scene.reader)
    assert queue(session, day, Channel.MAIL) == 1
    assert keys(session) == [f"reports:quarter:{JAN}:a{scene.supervisor.account_id}"]
    # a later version reminds nobody again
    count_in(session, scene.centre, version, JAN, 1, score_millionths=0)
    make_reports(session, OPERATOR, ZONE, at=on(day))
    assert queue(session, day + timedelta(days=1), Channel.MAIL) == 0
