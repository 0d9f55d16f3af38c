"""Nobody is booked twice at one time of a day unless a person was told and says so."""

from datetime import date, time

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from qa_app.domain.double_booking import Clash
from qa_app.domain.due_needs import NeedOnDay
from qa_app.domain.errors import InvalidError
from qa_app.domain.people import Role
from qa_app.domain.plan_rules import PlanRule
from qa_app.domain.session_moves import DayAnswer, Move, MoveReason, SessionDay
from qa_app.domain.supervision import SessionType
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.services.supervision.answer_day_proposal import answer_day_proposal
from qa_app.services.supervision.move_session import move_session
from qa_app.services.supervision.propose_day import WantedDay, propose_day
from qa_app.services.supervision.put_on_day import put_on_day
from tests.audits import ZONE
from tests.month_plans import TODAY, a_branch
from tests.people import NOON
from tests.queries.test_due_list import agreed
from tests.sessions import DAY, Scene, a_scene, a_session, at_centre, someone

PLAIN = {
    "type": SessionType.INDIVIDUAL,
    "rubric_version_id": None,
    "files_wanted": 0,
    "is_meant": False,
}
NINE, TEN = time(9), time(10)


@pytest.fixture
def scene(session: Session) -> Scene:
    return a_scene(session)


def plan(session: Session, scene: Scene, *people: str, **fields: object) -> int:
    wanted = {**PLAIN, "people": tuple(scene.workers[one] for one in people), **fields}
    return a_session(session, scene, **wanted)


def told(session: Session, scene: Scene, *people: str, **fields: object) -> tuple[Clash, ...]:
    session.rollback()
    with pytest.raises(InvalidError, match="double_booked") as fault:
        plan(session, scene, *people, **fields)
    session.rollback()
    clashes: tuple[Clash, ...] = fault.value.params["clashes"]
    return clashes


def test_who_plans_is_told_and_may_say_that_it_is_meant(session: Session, scene: Scene) -> None:
    plan(session, scene, "W1", starts_at=NINE)
    lead = Clash("lead", DAY, NINE, TEN)
    assert told(session, scene, "W2", starts_at=time(9, 59)) == (lead,)
    assert told(session, scene, "W1", starts_at=time(8, 30)) == (
        lead,
        Clash("W1", DAY, NINE, TEN),
    )
    plan(session, scene, "W1", starts_at=time(9, 30), is_meant=True)
    # the next hour, another day, and no hour at all overlap nothing
    plan(session, scene, "W2", starts_at=time(10, 30))
    plan(session, scene, "W1", starts_at=NINE, planned_on=date(2026, 4, 10))
    plan(session, scene, "W1")


def test_a_visit_takes_half_a_day_and_an_agreed_end_is_kept(session: Session, scene: Scene) -> None:
    visit = plan(session, scene, type=SessionType.FIELD_SUPPORT_VISIT, starts_at=NINE)
    assert told(session, scene, starts_at=time(12, 59)) == (Clash("lead", DAY, NINE, time(13)),)
    session.execute(
        update(SupervisionSessionRow)
        .where(SupervisionSessionRow.id == visit)
        .values(ends_at_time=time(11))
    )
    session.commit()
    plan(session, scene, starts_at=time(11))


def test_a_supervised_supervisor_is_in_the_session_too(session: Session, scene: Scene) -> None:
    head = someone(session, "head", Role.SENIOR_SUPERVISOR, "A").account_id or 0
    own = scene.supervisor.account_id or 0
    fine = SessionType.SUPERVISION_OF_SUPERVISORS
    plan(session, scene, type=fine, supervisor_id=head, staff=(own,), starts_at=NINE)
    assert told(session, scene, starts_at=NINE) == (Clash("lead", DAY, NINE, TEN),)
    # and who leads at the time is not supervised then
    plan(session, scene, starts_at=TEN)
    assert told(
        session, scene, type=fine, supervisor_id=head, staff=(own,), starts_at=time(10, 30)
    ) == (Clash("lead", DAY, TEN, time(11)),)


def test_who_moves_is_told(session: Session, scene: Scene) -> None:
    plan(session, scene, "W1", starts_at=NINE)
    moved = plan(session, scene, "W1", starts_at=NINE, planned_on=date(2026, 4, 13))
    here, to = SessionDay(date(2026, 4, 13), NINE), SessionDay(DAY, time(9, 30))

    def move(*, is_meant: bool) -> None:
        wanted = Move(here, to, MoveReason.UNIT_ASKED, is_meant)
        move_session(session, scene.supervisor, moved, wanted, ZONE, at=NOON)

    with pytest.raises(InvalidError, match="double_booked") as fault:
        move(is_meant=False)
    assert [one.name for one in fault.value.params["clashes"]] == ["lead", "W1"]
    session.rollback()
    move(is_meant=True)
    # within its own hour a session meets only others
    session.execute(
        update(SupervisionSessionRow)
        .where(SupervisionSessionRow.id != moved)
        .values(state="cancelled", cancel_reason="travel")
    )
    session.commit()
    here, to = to, SessionDay(DAY, TEN)
    move(is_meant=False)


def test_who_puts_something_due_on_a_day_is_told_with_the_rules(session: Session) -> None:
    branch = a_branch(session)
    own = agreed(session, branch)
    lead = branch.account(branch.lead)
    worker = branch.scene.workers["W2"]

    def put(day: date, starts_at: time | None, *, is_sure: bool = False, **more: object) -> int:
        values = {"kind": "agreement", "id": own, **more}
        new = NeedOnDay(
            until=date(2026, 3, 31),
            day=day,
            supervisor_id=lead,
            starts_at=starts_at,
            all_the_same=is_sure,
            words="Agreed with both" if is_sure else "",
            **values,  # type: ignore[arg-type]
        )
        session.rollback()
        return put_on_day(session, branch.lead, new, ZONE, at=NOON)

    saturday = date(2026, 3, 28)
    put(saturday, NINE, is_sure=True, kind="practitioner", id=worker)
    with pytest.raises(InvalidError, match="rules_bend") as fault:
        put(saturday, time(9, 30))
    assert fault.value.params["rules"] == (PlanRule.NOT_WORKING,)
    assert fault.value.params["clashes"] == (Clash("city", saturday, NINE, TEN),)
    # of a team every member counts: W2 is in the first session
    with pytest.raises(InvalidError, match="rules_bend") as fault:
        put(saturday, time(9, 30), kind="peer", id=branch.scene.centre)
    assert [one.name for one in fault.value.params["clashes"]] == ["city", "W2"]
    session.execute(update(SupervisionSessionRow).values(planned_on=TODAY))
    session.commit()
    with pytest.raises(InvalidError, match="double_booked"):
        put(TODAY, time(9, 30))
    assert put(TODAY, time(9, 30), is_sure=True)


def test_a_day_of_the_unit_that_overlaps_is_not_taken_in_silence(
    session: Session, scene: Scene
) -> None:
    plan(session, scene, "W1", starts_at=NINE)
    moved = plan(session, scene, "W1", starts_at=NINE, planned_on=date(2026, 4, 13))
    manager = at_centre(
        someone(session, "manager", Role.CENTRE_MANAGER, "A"), Role.CENTRE_MANAGER, scene.centre
    )
    wanted = Move(SessionDay(date(2026, 4, 13), NINE), SessionDay(DAY), MoveReason.COURT)
    asked = propose_day(session, manager, WantedDay(moved, wanted), ZONE, at=NOON)
    with pytest.raises(InvalidError, match="double_booked"):
        answer_day_proposal(session, scene.supervisor, asked, DayAnswer.TAKEN, ZONE, at=NOON)
    session.rollback()
    answer_day_proposal(session, scene.supervisor, asked, DayAnswer.DECLINED, ZONE, at=NOON)
