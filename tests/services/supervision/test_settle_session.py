from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.session_standing import Standing, standing_of
from qa_app.domain.supervision import CancelReason, SessionState
from qa_app.models.accounts import AccountRow
from qa_app.models.audits import AuditOperationRow, AuditRow
from qa_app.models.cases import DrawRow
from qa_app.models.journal import JournalRow
from qa_app.models.places import CentreRow, PractitionerRow
from qa_app.models.session_totals import SessionMonthRow
from qa_app.models.supervision import SessionPersonRow, SupervisionSessionRow
from qa_app.queries.drafts import own_draft
from qa_app.queries.session_courses import course_of
from qa_app.queries.today import count_drafts
from qa_app.services.audits.draw_sample import draw_sample
from qa_app.services.audits.save_entry import save_entry
from qa_app.services.supervision.settle_session import SessionSettlement, settle_session
from tests.audits import ZONE, change
from tests.people import NOON
from tests.records import a_talk, begin
from tests.sessions import Scene, a_scene, a_session, some_files

THE_DAY = datetime(2026, 4, 9, 2, 0, tzinfo=UTC)
HELD = SessionSettlement(SessionState.HELD)


def cancelled(
    reason: CancelReason | None = CancelReason.TRAVEL, new_day: date | None = date(2026, 4, 16)
) -> SessionSettlement:
    return SessionSettlement(SessionState.CANCELLED, reason, new_day)


@pytest.fixture
def scene(session: Session) -> Scene:
    return a_scene(session)


def settle(
    session: Session, scene: Scene, session_id: int, what: SessionSettlement, at: datetime = THE_DAY
) -> int | None:
    return settle_session(session, scene.supervisor, session_id, what, ZONE, at=at)


def draw(session: Session, scene: Scene, session_id: int, wanted: int, seed: str = "s") -> int:
    lead = scene.supervisor
    return draw_sample(
        session, lead, session_id, wanted, lead.account_id or 0, lambda: seed, zone=ZONE, at=NOON
    ).draw_id


def state_of(session: Session, session_id: int) -> str:
    session.rollback()
    return session.get_one(SupervisionSessionRow, session_id).state


def test_held(session: Session, scene: Scene) -> None:
    made = a_session(session, scene)
    assert settle(session, scene, made, HELD) is None
    row = session.get_one(SupervisionSessionRow, made)
    assert (row.state, row.settled_at, row.settled_by) == (
        "held",
        THE_DAY,
        scene.supervisor.account_id,
    )
    entry = session.scalars(select(JournalRow).order_by(JournalRow.seq.desc()).limit(1)).one()
    assert (entry.action, entry.object_id, entry.centre_id) == (
        "session:settle",
        str(made),
        scene.centre,
    )


def test_not_held_before_its_local_day(session: Session, scene: Scene) -> None:
    made = a_session(session, scene)
    # 23:59 on 8 April in Shanghai, and one minute later
    with pytest.raises(InvalidError, match="not_yet"):
        settle(session, scene, made, HELD, datetime(2026, 4, 8, 15, 59, tzinfo=UTC))
    settle(session, scene, made, HELD, datetime(2026, 4, 8, 16, 0, tzinfo=UTC))
    assert state_of(session, made) == "held"


def test_cancelled_with_a_reason_and_a_new_date(session: Session, scene: Scene) -> None:
    made = a_session(session, scene, people=(scene.workers["W1"],))
    replacement = settle(session, scene, made, cancelled(), NOON)
    assert replacement is not None
    old = session.get_one(SupervisionSessionRow, made)
    assert (old.state, old.cancel_reason, old.replaced_by_id) == (
        "cancelled",
        "travel",
        replacement,
    )
    new = session.get_one(SupervisionSessionRow, replacement)
    assert (new.state, new.planned_on, new.type) == (
        "planned",
        date(2026, 4, 16),
        "case_file_check",
    )
    assert (new.centre_id, new.rubric_version_id, new.files_wanted) == (
        scene.centre,
        scene.rubric,
        5,
    )
    people = session.scalars(
        select(SessionPersonRow.practitioner_id).where(SessionPersonRow.session_id == replacement)
    ).all()
    assert people == [scene.workers["W1"]]


def test_no_session_is_moved_past_the_closing_of_its_centre(session: Session, scene: Scene) -> None:
    made = a_session(session, scene)
    closes = update(CentreRow).where(CentreRow.id == scene.centre)
    session.execute(closes.values(closed_on=date(2026, 4, 16)))
    session.commit()
    with pytest.raises(InvalidError, match="centre_closed"):
        settle(session, scene, made, cancelled(), NOON)
    assert state_of(session, made) == "planned"
    session.rollback()
    assert settle(session, scene, made, cancelled(new_day=date(2026, 4, 15)), NOON)


def test_no_session_is_handed_to_a_supervisor_who_may_not_lead_it(
    session: Session, scene: Scene
) -> None:
    made = a_session(session, scene)
    account = AccountRow.id == scene.supervisor.account_id
    session.execute(update(AccountRow).where(account).values(is_active=False))
    session.commit()
    with pytest.raises(InvalidError, match="unfit_supervisor"):
        settle(session, scene, made, cancelled(), NOON)
    assert state_of(session, made) == "planned"


def test_who_has_left_by_the_new_day_is_not_expected(session: Session, scene: Scene) -> None:
    w1, w2 = scene.workers["W1"], scene.workers["W2"]
    made = a_session(session, scene, people=(w1, w2))
    session.execute(
        update(PractitionerRow).where(PractitionerRow.id == w1).values(ended_on=date(2026, 4, 15))
    )
    session.commit()
    replacement = settle(session, scene, made, cancelled(), NOON)
    people = session.scalars(
        select(SessionPersonRow.practitioner_id).where(SessionPersonRow.session_id == replacement)
    ).all()
    assert people == [w2]


def test_the_draw_moves_on_and_cannot_be_repeated(session: Session, scene: Scene) -> None:
    some_files(session, scene.centre, 8)
    made = a_session(session, scene)
    drawn = draw(session, scene, made, 5)
    replacement = settle(session, scene, made, cancelled(), NOON) or 0
    assert session.get_one(DrawRow, drawn).session_id == replacement
    rows = session.execute(select(AuditRow.session_id, AuditRow.due_on)).all()
    # a week after 16 April
    assert set(rows) == {(replacement, date(2026, 4, 23))}
    with pytest.raises(ConflictError, match="already_drawn"):
        draw(session, scene, replacement, 5, "t")


def test_a_session_with_a_signed_file_was_held(session: Session, scene: Scene) -> None:
    some_files(session, scene.centre, 3)
    made = a_session(session, scene)
    draw(session, scene, made, 3)
    one = session.scalars(select(AuditRow.id)).first()
    session.execute(update(AuditRow).where(AuditRow.id == one).values(state="signed"))
    session.commit()
    with pytest.raises(InvalidError, match="has_signed"):
        settle(session, scene, made, cancelled(), NOON)
    assert state_of(session, made) == "planned"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"reason": None}, "reason_missing"),
        ({"new_day": None}, "new_day_missing"),
        ({"new_day": date(2026, 3, 22)}, "unfit_day"),  # NOON is 23 March
        ({"new_day": date(2026, 4, 9)}, "unfit_day"),
        ({"new_day": date(2028, 3, 24)}, "unfit_day"),
        ({"new_day": date(9999, 12, 31)}, "unfit_day"),
        ({"reason": CancelReason.CENTRE_CLOSED}, "centre_open"),
        ({"reason": CancelReason.CENTRE_CLOSED, "new_day": None}, "centre_open"),
    ],
)
def test_an_incomplete_cancellation_is_refused(
    session: Session, scene: Scene, fields: dict[str, Any], code: str
) -> None:
    made = a_session(session, scene)
    with pytest.raises(InvalidError) as told:
        settle(session, scene, made, cancelled(**fields), NOON)
    assert told.value.code == code
    assert state_of(session, made) == "planned"


@pytest.mark.parametrize("first", [HELD, cancelled()])
@pytest.mark.parametrize("second", [HELD, cancelled()])
def test_only_a_planned_session_is_settled(
    session: Session, scene: Scene, first: SessionSettlement, second: SessionSettlement
) -> None:
    made = a_session(session, scene)
    settle(session, scene, made, first)
    with pytest.raises(ConflictError, match="not_planned"):
        settle(session, scene, made, second)
    assert state_of(session, made) == first.state


@pytest.mark.parametrize("who", ["elsewhere", "reader"])
def test_out_of_reach_reads_as_no_session(session: Session, scene: Scene, who: str) -> None:
    made = a_session(session, scene)
    actor = getattr(scene, who)
    with pytest.raises(OutOfReachError):
        settle_session(session, actor, made, HELD, ZONE, at=THE_DAY)
    with pytest.raises(OutOfReachError):
        settle_session(session, scene.supervisor, 10**9, HELD, ZONE, at=THE_DAY)


def closes(session: Session, scene: Scene, on: date) -> None:
    centre = update(CentreRow).where(CentreRow.id == scene.centre)
    session.execute(centre.values(closed_on=on))
    session.commit()


FOR_GOOD = cancelled(CancelReason.CENTRE_CLOSED, None)


def test_a_session_of_a_closed_centre_is_cancelled_for_good(session: Session, scene: Scene) -> None:
    some_files(session, scene.centre, 3)
    made = a_session(session, scene)
    drawn = draw(session, scene, made, 3)
    audit = session.scalars(select(AuditRow.id)).first() or 0
    save_entry(session, scene.supervisor, audit, change("A1", "met"), ZONE, at=NOON)
    closes(session, scene, date(2026, 4, 1))
    account = AccountRow.id == scene.supervisor.account_id
    session.execute(update(AccountRow).where(account).values(is_active=False))
    session.commit()
    assert settle(session, scene, made, FOR_GOOD, NOON) is None
    row = session.get_one(SupervisionSessionRow, made)
    assert (row.state, row.cancel_reason, row.replaced_by_id) == (
        "cancelled",
        "centre_closed",
        None,
    )
    # nobody's work any more, and nothing is lost
    assert set(session.execute(select(AuditRow.reader_id, AuditRow.state)).all()) == {
        (None, "draft")
    }
    saves = session.execute(select(AuditOperationRow.audit_id, AuditOperationRow.saved_by)).all()
    assert saves == [(audit, scene.supervisor.account_id)]
    assert session.get_one(DrawRow, drawn).session_id == made
    session.rollback()
    assert own_draft(session, scene.supervisor, audit, NOON.date()) is None
    assert count_drafts(session, scene.supervisor) == 0
    with pytest.raises(OutOfReachError):
        save_entry(session, scene.supervisor, audit, change("A2", "met"), ZONE, at=NOON)
    with pytest.raises(ConflictError, match="not_planned"):
        settle(session, scene, made, FOR_GOOD, NOON)


def test_an_open_centre_or_a_later_closing_needs_a_new_date(session: Session, scene: Scene) -> None:
    made = a_session(session, scene)
    for closed_on in (None, date(2026, 4, 10)):
        if closed_on is not None:
            closes(session, scene, closed_on)
        with pytest.raises(InvalidError, match="new_day_missing"):
            settle(session, scene, made, cancelled(new_day=None), NOON)
        session.rollback()
    assert state_of(session, made) == "planned"


def test_a_session_of_a_closed_centre_with_a_signed_file_was_held(
    session: Session, scene: Scene
) -> None:
    some_files(session, scene.centre, 3)
    made = a_session(session, scene)
    draw(session, scene, made, 3)
    one = session.scalars(select(AuditRow.id)).first()
    session.execute(update(AuditRow).where(AuditRow.id == one).values(state="signed"))
    session.commit()
    closes(session, scene, date(2026, 4, 9))
    with pytest.raises(InvalidError, match="has_signed"):
        settle(session, scene, made, FOR_GOOD)
    session.rollback()
    settle(session, scene, made, HELD)
    assert state_of(session, made) == "held"


def test_held_in_place_of_another_it_is_late_by_the_first_day(
    session: Session, scene: Scene
) -> None:
    made = a_session(session, scene)
    new = settle(session, scene, made, cancelled())
    assert new is not None
    settle(session, scene, new, HELD, datetime(2026, 4, 16, 2, 0, tzinfo=UTC))
    row = session.get_one(SupervisionSessionRow, new)
    assert standing_of(course_of(row, {}), date(2026, 4, 20)) is Standing.HELD_LATE
    counted = select(SessionMonthRow.held_late).where(SessionMonthRow.scope == "centre")
    assert session.scalars(counted).all() == [1]


def test_a_session_whose_record_was_begun_is_not_cancelled(session: Session) -> None:
    talk = a_talk(session)
    begin(session, talk)
    with pytest.raises(InvalidError, match="begun_not_cancelled"):
        settle(session, talk.scene, talk.session_id, cancelled())
    assert state_of(session, talk.session_id) == "planned"
