from datetime import UTC, date, datetime, time

import pytest
from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from qa_app.domain.people import Role
from qa_app.domain.supervision import CancelReason, SessionState, SessionType
from qa_app.domain.text import BilingualText
from qa_app.models.accounts import AccountRow, RoleGrantRow
from qa_app.models.audits import AuditRow
from qa_app.queries.session_filters import SessionFilter
from qa_app.queries.supervision import (
    next_session,
    own_sessions,
    session_head,
    sessions_between,
)
from qa_app.services.supervision.settle_session import SessionSettlement, settle_session
from tests.audits import ZONE
from tests.people import NOON, OPERATOR, person
from tests.sessions import DAY, Scene, a_scene, a_session, at_centre, given_to_supervisor, someone
from tests.statements import counted

APRIL = (date(2026, 4, 1), date(2026, 4, 30))


@pytest.fixture
def scene(session: Session) -> Scene:
    return a_scene(session)


def individual(session: Session, scene: Scene, day: date, **fields: object) -> int:
    values = {"type": SessionType.INDIVIDUAL, "rubric_version_id": None, "files_wanted": 0}
    return a_session(session, scene, planned_on=day, **values | fields)


def test_a_line_says_what_a_list_shows(session: Session, scene: Scene) -> None:
    people = (scene.workers["W2"], scene.workers["W1"])
    made = a_session(session, scene, people=people, starts_at=time(9, 30))
    (line,) = sessions_between(session, scene.supervisor, *APRIL)
    assert (line.id, line.centre_id, line.centre_name) == (
        made,
        scene.centre,
        BilingualText("中心甲", "Centre A"),
    )
    assert line.area == BilingualText("法律援助", "Legal aid")
    assert (line.type, line.planned_on, line.starts_at) == (
        SessionType.CASE_FILE_CHECK,
        DAY,
        time(9, 30),
    )
    assert (line.supervisor_id, line.supervisor) == (scene.supervisor.account_id, "lead")
    assert (line.people, line.files_wanted) == (("W1", "W2"), 5)
    assert (line.file_count, line.signed_count, line.state) == (0, 0, SessionState.PLANNED)


def test_the_span_is_inclusive_and_ordered_by_day_and_time(session: Session, scene: Scene) -> None:
    last = individual(session, scene, date(2026, 4, 30))
    late = individual(session, scene, DAY, starts_at=time(15, 0))
    early = individual(session, scene, DAY, starts_at=time(9, 0))
    first = individual(session, scene, date(2026, 4, 1))
    individual(session, scene, date(2026, 3, 31))
    individual(session, scene, date(2026, 5, 1))
    found = sessions_between(session, scene.supervisor, *APRIL)
    assert [one.id for one in found] == [first, early, late, last]
    assert [one.area for one in found] == [None] * 4


def test_out_of_reach_is_not_listed(session: Session, scene: Scene) -> None:
    made = individual(session, scene, DAY)
    assert sessions_between(session, scene.elsewhere, *APRIL) == ()
    assert next_session(session, scene.elsewhere, date(2026, 4, 1)) is None
    assert session_head(session, scene.elsewhere, made) is None
    judge = person(Role.JUDICIAL_READER)
    assert sessions_between(session, judge, *APRIL) == ()
    assert session_head(session, judge, made) is None
    assert session_head(session, scene.supervisor, 10**9) is None


def test_one_centre_only(session: Session, scene: Scene) -> None:
    individual(session, scene, DAY)
    everyone = OPERATOR
    assert len(sessions_between(session, everyone, *APRIL, only=SessionFilter(scene.centre))) == 1
    assert sessions_between(session, everyone, *APRIL, only=SessionFilter(scene.other_centre)) == ()


def test_readings_are_counted_without_void_ones(session: Session, scene: Scene) -> None:
    made = a_session(session, scene)
    states = ("draft", "draft", "signed", "void")
    session.execute(
        insert(AuditRow),
        [
            {
                "centre_id": scene.centre,
                "area_code": "legal_aid",
                "rubric_version_id": scene.rubric,
                "session_id": made,
                "sample_type": "random",
                "state": state,
                "created_at": NOON,
            }
            for state in states
        ],
    )
    session.commit()
    (line,) = sessions_between(session, scene.supervisor, *APRIL)
    assert (line.file_count, line.signed_count) == (3, 1)


def test_own_sessions_are_those_one_leads_and_has_not_settled(
    session: Session, scene: Scene
) -> None:
    past = individual(session, scene, date(2026, 3, 2))
    held = individual(session, scene, date(2026, 3, 3))
    coming = individual(session, scene, DAY)
    settle_session(
        session,
        scene.supervisor,
        held,
        SessionSettlement(SessionState.HELD),
        "Asia/Shanghai",
        at=NOON,
    )
    found = own_sessions(session, scene.supervisor, since=None, until=APRIL[1], most=9)
    assert [one.id for one in found] == [past, coming]
    soon = own_sessions(session, scene.supervisor, since=date(2026, 4, 1), until=APRIL[1], most=9)
    assert [one.id for one in soon] == [coming]
    assert own_sessions(session, scene.reader, since=None, until=APRIL[1], most=9) == ()
    assert len(own_sessions(session, scene.supervisor, since=None, until=APRIL[1], most=1)) == 1


@pytest.mark.parametrize("way", ["closed", "no_role"])
def test_a_session_that_nobody_leads_any_more_waits_for_who_is_in_charge(
    session: Session, scene: Scene, way: str
) -> None:
    made = individual(session, scene, DAY)
    second = at_centre(
        someone(session, "second", Role.SENIOR_SUPERVISOR, "A"),
        Role.SENIOR_SUPERVISOR,
        scene.centre,
    )
    assert own_sessions(session, second, since=None, until=APRIL[1], most=9) == ()
    lead = scene.supervisor.account_id
    if way == "closed":
        session.execute(update(AccountRow).where(AccountRow.id == lead).values(is_active=False))
    else:
        grants = update(RoleGrantRow).where(RoleGrantRow.account_id == lead)
        session.execute(grants.values(role="auditor"))
    session.commit()
    (found,) = own_sessions(session, second, since=None, until=APRIL[1], most=9)
    assert (found.id, found.is_unled) == (made, True)
    # neither those who may not plan nor those of another centre
    for other in (scene.reader, scene.elsewhere):
        assert own_sessions(session, other, since=None, until=APRIL[1], most=9) == ()


def test_the_next_session_is_the_first_planned_one_after_a_day(
    session: Session, scene: Scene
) -> None:
    individual(session, scene, date(2026, 4, 16))
    first = individual(session, scene, DAY)
    found = next_session(session, scene.supervisor, date(2026, 4, 8))
    assert found is not None
    assert found.id == first
    later = next_session(session, scene.supervisor, DAY)
    assert later is not None
    assert later.planned_on == date(2026, 4, 16)
    assert next_session(session, scene.supervisor, date(2026, 4, 16)) is None


def test_a_session_knows_what_it_replaces_and_what_replaces_it(
    session: Session, scene: Scene
) -> None:
    old = a_session(session, scene)
    away = SessionSettlement(SessionState.CANCELLED, CancelReason.EMERGENCY, date(2026, 4, 16))
    new = settle_session(session, scene.supervisor, old, away, "Asia/Shanghai", at=NOON)
    first = session_head(session, scene.supervisor, old)
    second = session_head(session, scene.supervisor, new or 0)
    assert first is not None
    assert second is not None
    assert (first.cancel_reason, first.replaced_by) == (
        CancelReason.EMERGENCY,
        (new, date(2026, 4, 16)),
    )
    assert (second.replaces, second.replaced_by) == ((old, DAY), None)
    assert first.settled_at == datetime(2026, 3, 23, 4, 0, tzinfo=UTC)
    assert (second.rubric_version, second.rubric_kind) == ("1.0.0", "case_file")
    assert second.rubric_title == BilingualText("sample", "sample")


def test_a_month_takes_two_queries_however_full_it_is(session: Session, scene: Scene) -> None:
    for number in range(1, 9):
        individual(
            session, scene, date(2026, 4, number), people=tuple(scene.workers[w] for w in ("W1",))
        )
    session.rollback()
    with counted(session) as statements:
        assert len(sessions_between(session, scene.supervisor, *APRIL)) == 8
    assert len(statements) == 2


def test_a_closed_account_still_names_its_sessions(session: Session, scene: Scene) -> None:
    from qa_app.models.accounts import AccountRow

    individual(session, scene, DAY)
    session.execute(update(AccountRow).values(is_active=False))
    session.commit()
    (line,) = sessions_between(session, scene.supervisor, *APRIL)
    assert line.supervisor == "lead"


def test_sessions_for_supervisors_name_them_in_place_of_workers(
    session: Session, scene: Scene
) -> None:
    made = individual(session, scene, DAY, type=SessionType.GROUP)
    given_to_supervisor(session, made, scene.elsewhere.account_id)
    # the manager of the centre where they meet sees who it is for as well
    manager = at_centre(
        someone(session, "manager", Role.CENTRE_MANAGER, "A"), Role.CENTRE_MANAGER, scene.centre
    )
    for actor in (scene.supervisor, manager):
        head = session_head(session, actor, made)
        assert head is not None
        assert (head.line.people, head.line.staff) == ((), ("far",))
        (line,) = sessions_between(session, actor, *APRIL)
        assert line.staff == ("far",)
        session.rollback()
    off = SessionSettlement(SessionState.CANCELLED, CancelReason.TRAVEL, date(2026, 4, 16))
    new = settle_session(session, scene.supervisor, made, off, ZONE, at=NOON)
    head = session_head(session, scene.supervisor, new or 0)
    assert head is not None
    assert head.line.staff == ("far",)
