"""Who plans by hand is told what a proposed month keeps to, and may go on all the same."""

from dataclasses import replace
from datetime import date, datetime, time

import pytest
from sqlalchemy.orm import Session

from qa_app.domain.bars import ConflictReason, Tie, TieKind
from qa_app.domain.double_booking import Clash
from qa_app.domain.errors import InvalidError
from qa_app.domain.hand_over import HandOver, HandOverReason
from qa_app.domain.people import Role
from qa_app.domain.plan_rules import PlanRule
from qa_app.domain.session_moves import Move, MoveReason, SessionDay
from qa_app.domain.supervision import CancelReason, SessionState, SessionType
from qa_app.domain.supervision_agreements import AbsenceKind
from qa_app.domain.text import BilingualText
from qa_app.queries.double_booking import nightly_clashes
from qa_app.queries.session_rules import rules_bent, standing_session
from qa_app.services.agreements.record_absence import NewAbsence, record_absence
from qa_app.services.operations.change_local_day import LocalDayChange, change_local_day
from qa_app.services.readers.record_tie import NewTie, record_tie
from qa_app.services.supervision.extend_series import extend_series
from qa_app.services.supervision.move_session import move_session
from qa_app.services.supervision.reassign_session import reassign_session
from qa_app.services.supervision.settle_session import SessionSettlement, settle_session
from tests.audits import ZONE
from tests.people import NOON, OPERATOR
from tests.series import a_series, a_table
from tests.sessions import DAY, Scene, a_scene, a_session, at_centre, someone

AWAY, BEFORE = date(2026, 4, 14), date(2026, 4, 13)
PLAIN = {"type": SessionType.INDIVIDUAL, "rubric_version_id": None, "files_wanted": 0}
NINE = time(9)


@pytest.fixture
def scene(session: Session) -> Scene:
    made = a_scene(session)
    a_table(session)
    lead = at_centre(made.supervisor, Role.SENIOR_SUPERVISOR, made.centre)
    days = NewAbsence(AbsenceKind.LEAVE, AWAY, AWAY)
    record_absence(session, lead, lead.account_id or 0, days, ZONE, at=NOON)
    return made


def talk(session: Session, scene: Scene, **more: object) -> int:
    people = (scene.workers["W1"],)
    return a_session(session, scene, **{**PLAIN, "people": people, "is_meant": False, **more})


def told(session: Session, fault: pytest.ExceptionInfo[InvalidError]) -> tuple[object, ...]:
    session.rollback()
    return fault.value.params["rules"]  # type: ignore[return-value]


def test_who_is_away_is_told_of_when_a_session_is_planned(session: Session, scene: Scene) -> None:
    with pytest.raises(InvalidError, match="rules_bend") as fault:
        talk(session, scene, planned_on=AWAY)
    assert told(session, fault) == (PlanRule.ABSENT,)
    assert talk(session, scene, planned_on=AWAY, is_meant=True)
    assert talk(session, scene, planned_on=BEFORE)


def test_days_off_of_the_country_and_of_the_centre_are_told_and_days_that_are_over_are_not(
    session: Session, scene: Scene
) -> None:
    closed = LocalDayChange("A", is_centre=True, on=BEFORE, name=BilingualText("盘点", "Stocktake"))
    change_local_day(session, OPERATOR, closed, at=NOON)
    with pytest.raises(InvalidError, match="rules_bend") as fault:
        talk(session, scene, planned_on=BEFORE)
    assert told(session, fault) == (PlanRule.LOCAL_DAY_OFF,)
    for day in (date(2026, 4, 6), date(2026, 4, 11)):
        with pytest.raises(InvalidError, match="rules_bend") as fault:
            talk(session, scene, planned_on=day)
        assert told(session, fault) == (PlanRule.NOT_WORKING,)
    assert talk(session, scene, planned_on=date(2026, 3, 1))
    # without a table only the weekend is known
    assert talk(session, scene, planned_on=date(2027, 10, 1))
    with pytest.raises(InvalidError, match="rules_bend"):
        talk(session, scene, planned_on=date(2027, 10, 2))


def test_a_declared_conflict_is_told_with_whoever_is_booked_then(
    session: Session, scene: Scene
) -> None:
    talk(session, scene, starts_at=NINE)
    lead = scene.supervisor.account_id or 0
    tie = Tie(
        TieKind.CONFLICT, scene.centre, scene.workers["W1"], DAY, reason=ConflictReason.FAMILY
    )
    record_tie(session, scene.supervisor, NewTie(lead, tie, worker_code="W1"), at=NOON)
    with pytest.raises(InvalidError, match="rules_bend") as fault:
        talk(session, scene, starts_at=NINE)
    clashes = fault.value.params["clashes"]
    assert told(session, fault) == (PlanRule.CONFLICT,)
    assert clashes == (Clash("lead", DAY, NINE, time(10)), Clash("W1", DAY, NINE, time(10)))
    # another worker is none of it
    assert talk(session, scene, people=(scene.workers["W2"],))


def test_the_centre_of_ones_own_bars_visits_and_a_session_takes_its_time_once(
    session: Session, scene: Scene
) -> None:
    insider = someone(session, "in", Role.SENIOR_SUPERVISOR, "A", scene.workers["W2"])
    made = talk(session, scene, supervisor_id=insider.account_id or 0)
    own = standing_session(session, made)
    assert rules_bent(session, own, NOON.date()) == ()
    visit = replace(own, type=SessionType.FIELD_SUPPORT_VISIT, minutes=240)
    assert rules_bent(session, visit, NOON.date()) == (PlanRule.OWN_CENTRE,)
    day = replace(own, minutes=450, without=())
    assert rules_bent(session, day, NOON.date()) == (PlanRule.DAY_HOURS,)
    assert rules_bent(session, replace(day, without=(made,)), NOON.date()) == ()


def test_moving_cancelling_and_handing_over_tell_the_same(session: Session, scene: Scene) -> None:
    made = talk(session, scene, planned_on=BEFORE, starts_at=NINE)
    second = someone(session, "second", Role.SENIOR_SUPERVISOR, "A")
    lead, other = scene.supervisor, second.account_id or 0

    def move(*, is_meant: bool) -> None:
        to = Move(SessionDay(BEFORE, NINE), SessionDay(AWAY, NINE), MoveReason.TRAVEL, is_meant)
        move_session(session, lead, made, to, ZONE, at=NOON)

    def cancel(*, is_meant: bool) -> None:
        done = SessionSettlement(SessionState.CANCELLED, CancelReason.TRAVEL, AWAY, is_meant)
        settle_session(session, lead, made, done, ZONE, at=NOON)

    for act in (move, cancel):
        with pytest.raises(InvalidError, match="rules_bend") as fault:
            act(is_meant=False)
        assert told(session, fault) == (PlanRule.ABSENT,)
    # the new day is free, but not at this time
    booked = talk(session, scene, planned_on=AWAY, starts_at=NINE, supervisor_id=other)
    with pytest.raises(InvalidError, match="rules_bend") as fault:
        cancel(is_meant=False)
    assert [one.name for one in fault.value.params["clashes"]] == ["W1"]
    session.rollback()
    change = HandOver(other, lead.account_id or 0, HandOverReason.AWAY)
    with pytest.raises(InvalidError, match="rules_bend") as fault:
        reassign_session(session, lead, booked, change, ZONE, at=NOON)
    assert told(session, fault) == (PlanRule.ABSENT,)
    reassign_session(session, lead, booked, replace(change, is_meant=True), ZONE, at=NOON)
    cancel(is_meant=True)


def test_nobody_is_handed_a_session_while_they_are_in_another(
    session: Session, scene: Scene
) -> None:
    other = someone(session, "second", Role.SENIOR_SUPERVISOR, "A").account_id or 0
    talk(session, scene, planned_on=BEFORE, starts_at=NINE, supervisor_id=other)
    made = talk(session, scene, planned_on=BEFORE, starts_at=NINE, people=())
    change = HandOver(scene.supervisor.account_id, other, HandOverReason.AWAY)
    with pytest.raises(InvalidError, match="double_booked") as fault:
        reassign_session(session, scene.supervisor, made, change, ZONE, at=NOON)
    assert fault.value.params["clashes"] == (Clash("second", BEFORE, NINE, time(10)),)
    session.rollback()
    meant = replace(change, is_meant=True)
    reassign_session(session, scene.supervisor, made, meant, ZONE, at=NOON)


def test_what_a_series_puts_beside_another_session_at_night_is_told_its_supervisor(
    session: Session, scene: Scene
) -> None:
    lead, today = scene.supervisor, date(2026, 4, 9)
    a_series(session, scene, starts_at=NINE)
    found = (session, lead, today, 50)
    assert nightly_clashes(*found) == ()
    later = date(2026, 7, 9)
    own = talk(session, scene, planned_on=later, starts_at=NINE)
    extend_series(session, OPERATOR, ZONE, at=datetime(2026, 4, 9, 4, tzinfo=NOON.tzinfo))
    ((twice, fine, day, centre),) = nightly_clashes(*found)
    assert twice != own
    assert (fine, day, centre.en) == (SessionType.INDIVIDUAL, later, "Centre A")
    # nobody else is told, and once it is moved nothing is left to tell
    assert nightly_clashes(session, scene.elsewhere, today, 50) == ()
    to = Move(SessionDay(later, NINE), SessionDay(later, time(10)), MoveReason.CLASH)
    move_session(session, lead, twice, to, ZONE, at=NOON)
    assert nightly_clashes(*found) == ()
