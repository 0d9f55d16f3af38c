from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.defaults import READING_DUE_DAYS
from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.session_moves import Move, MoveReason, SessionDay
from qa_app.domain.session_standing import Standing, standing_of
from qa_app.domain.supervision import SessionState
from qa_app.models.audits import AuditRow
from qa_app.models.journal import JournalRow
from qa_app.models.records import SupervisionRecordRow
from qa_app.models.session_totals import SessionMonthRow
from qa_app.models.supervision import SessionPersonRow, SupervisionSessionRow
from qa_app.queries.session_days import moves_of
from qa_app.queries.session_recount import checked_session_totals
from qa_app.queries.supervision import session_head
from qa_app.services.audits.draw_sample import draw_sample
from qa_app.services.places.end_practitioner import end_practitioner
from qa_app.services.supervision.move_session import move_session
from qa_app.services.supervision.settle_session import SessionSettlement, settle_session
from tests.audits import ZONE
from tests.people import NOON, OPERATOR
from tests.records import EVENING, a_talk, begin
from tests.sessions import DAY, Scene, a_scene, a_session, some_files

LATER = date(2026, 5, 7)


@pytest.fixture
def scene(session: Session) -> Scene:
    return a_scene(session)


def a_move(to: date = LATER, at: time | None = None, seen: SessionDay | None = None) -> Move:
    return Move(seen or SessionDay(DAY), SessionDay(to, at), MoveReason.TRAVEL)


def move(session: Session, scene: Scene, made: int, wanted: Move, at: datetime = NOON) -> None:
    session.rollback()
    move_session(session, scene.supervisor, made, wanted, ZONE, at=at)


def test_old_day_who_and_why_stay(session: Session, scene: Scene) -> None:
    made = a_session(session, scene)
    move(session, scene, made, a_move(at=time(15)))
    move(session, scene, made, a_move(date(2026, 5, 8), seen=SessionDay(LATER, time(15))))
    row = session.get_one(SupervisionSessionRow, made)
    assert (row.planned_on, row.moved_from_on, row.sequence, row.changed_at) == (
        date(2026, 5, 8),
        DAY,
        2,
        NOON,
    )
    first, second = moves_of(session, [made])
    assert (first.from_on, first.from_at, first.to_on, first.to_at) == (DAY, None, LATER, time(15))
    assert (first.by, first.reason, second.from_on) == ("lead", MoveReason.TRAVEL, LATER)
    entry = session.scalars(select(JournalRow).order_by(JournalRow.seq.desc()).limit(1)).one()
    assert (entry.action, entry.object_id, entry.centre_id) == (
        "session:move",
        str(made),
        scene.centre,
    )


def test_a_time_alone_is_no_other_day(session: Session, scene: Scene) -> None:
    made = a_session(session, scene, starts_at=time(9))
    move(session, scene, made, a_move(DAY, time(10), SessionDay(DAY, time(9))))
    row = session.get_one(SupervisionSessionRow, made)
    assert (row.moved_from_on, row.starts_at_time, row.sequence) == (None, time(10), 1)


def test_held_on_its_new_day_it_is_held_late_and_counts_in_its_first_month(
    session: Session, scene: Scene
) -> None:
    made = a_session(session, scene)
    move(session, scene, made, a_move())
    held = datetime.combine(LATER, time(4), NOON.tzinfo)
    settle_session(
        session, scene.supervisor, made, SessionSettlement(SessionState.HELD), ZONE, at=held
    )
    head = session_head(session, scene.supervisor, made)
    assert head is not None
    assert standing_of(head.line.course, LATER) is Standing.HELD_LATE
    months = session.scalars(
        select(SessionMonthRow).where(
            SessionMonthRow.scope == "centre", SessionMonthRow.scope_id == scene.centre
        )
    ).all()
    assert [one.month for one in months if one.held_late] == [date(2026, 4, 1)]


def test_drafts_are_due_as_many_days_later(session: Session, scene: Scene) -> None:
    some_files(session, scene.centre, 8)
    made = a_session(session, scene)
    lead = scene.supervisor
    draw_sample(session, lead, made, 3, lead.account_id or 0, lambda: "s", zone=ZONE, at=NOON)
    move(session, scene, made, a_move())
    due = session.scalars(select(AuditRow.due_on).where(AuditRow.session_id == made)).all()
    assert set(due) == {LATER + timedelta(days=READING_DUE_DAYS)}


def test_two_people_move_one_session(session: Session, scene: Scene) -> None:
    made = a_session(session, scene)
    move(session, scene, made, a_move())
    with pytest.raises(ConflictError) as refused:
        move(session, scene, made, a_move(date(2026, 4, 20)))
    assert refused.value.code == "moved_meanwhile"
    assert refused.value.params == {
        "now": SessionDay(LATER),
        "wanted": SessionDay(date(2026, 4, 20)),
    }
    session.rollback()
    assert session.get_one(SupervisionSessionRow, made).planned_on == LATER


@pytest.mark.parametrize(
    ("to", "code"),
    [
        (DAY, "same_day"),
        (date(2026, 3, 22), "unfit_day"),
        (date(2028, 3, 24), "unfit_day"),
    ],
)
def test_bad_days(session: Session, scene: Scene, to: date, code: str) -> None:
    made = a_session(session, scene)
    with pytest.raises(InvalidError) as refused:
        move(session, scene, made, a_move(to))
    assert refused.value.code == code


def test_year_end_and_leap_day(session: Session, scene: Scene) -> None:
    made = a_session(session, scene)
    move(session, scene, made, a_move(date(2026, 12, 31)))
    move(session, scene, made, a_move(date(2027, 1, 1), seen=SessionDay(date(2026, 12, 31))))
    move(
        session,
        scene,
        made,
        a_move(date(2028, 2, 29), seen=SessionDay(date(2027, 1, 1))),
        (datetime(2026, 12, 31, 15, 59, tzinfo=NOON.tzinfo)),
    )
    assert session.get_one(SupervisionSessionRow, made).moved_from_on == DAY


def test_settled_out_of_reach_and_denied(session: Session, scene: Scene) -> None:
    made = a_session(session, scene, planned_on=date(2026, 3, 23))
    for actor in (scene.elsewhere, scene.reader):
        with pytest.raises(OutOfReachError):
            move_session(session, actor, made, a_move(), ZONE, at=NOON)
    settle_session(
        session, scene.supervisor, made, SessionSettlement(SessionState.HELD), ZONE, at=NOON
    )
    with pytest.raises(ConflictError, match="not_planned"):
        move(session, scene, made, a_move(seen=SessionDay(date(2026, 3, 23))))


def test_who_has_left_by_the_new_day_is_not_expected(session: Session) -> None:
    talk = a_talk(session)
    worker = talk.scene.workers["W1"]
    end_practitioner(session, OPERATOR, worker, date(2026, 4, 15), ZONE, at=NOON)
    move(session, talk.scene, talk.session_id, a_move(date(2026, 4, 20)))
    assert session.scalars(select(SessionPersonRow)).all() == []
    session.rollback()
    assert checked_session_totals(session) == ()


def test_a_record_that_was_begun_goes_along(session: Session) -> None:
    talk = a_talk(session)
    begin(session, talk)
    wanted = a_move(date(2026, 4, 20))
    move_session(session, talk.lead, talk.session_id, wanted, ZONE, at=EVENING)
    assert session.scalars(select(SupervisionRecordRow.held_on)).all() == [date(2026, 4, 20)]
