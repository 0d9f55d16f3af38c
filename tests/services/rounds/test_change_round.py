from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.hand_over import HandOver, HandOverReason
from qa_app.domain.people import Actor, Role
from qa_app.domain.sample_design import SampleDesign
from qa_app.models.accounts import RoleGrantRow
from qa_app.models.rounds import AuditRoundRow
from qa_app.queries.round_plans import plan_of
from qa_app.services.audits.draw_sample import draw_sample
from qa_app.services.audits.hand_over import hand_over
from qa_app.services.audits.save_entry import save_entry
from qa_app.services.moderation.choose_second_readings import choose_second_readings
from qa_app.services.rounds.change_round import change_round
from tests.audits import ZONE
from tests.audits import change as saying
from tests.people import NOON
from tests.rounds import a_plan, a_round, a_visit
from tests.sessions import Scene, a_scene, at_centre, some_files, someone


@pytest.fixture
def scene(session: Session) -> Scene:
    return a_scene(session)


def change(
    session: Session, scene: Scene, round_id: int, revision: int = 1, *,
    by: Actor | None = None, **fields: Any,
) -> int:  # fmt: skip
    plan = a_plan(scene, **fields)
    actor = by or scene.supervisor
    return change_round(session, actor, round_id, plan, revision, ZONE, at=NOON)


def test_everything_may_change_before_anything_is_drawn(session: Session, scene: Scene) -> None:
    made = a_round(session, scene)
    fields = {"design": SampleDesign(number=7), "period_from": date(2026, 2, 1)}
    assert change(session, scene, made, **fields) == 2
    session.expire_all()
    assert plan_of(session, session.get_one(AuditRoundRow, made)) == a_plan(scene, **fields)


def test_a_stale_page_changes_nothing_and_the_same_one_twice_is_one(
    session: Session, scene: Scene
) -> None:
    made = a_round(session, scene)
    later = {"ends_on": date(2026, 5, 8)}
    assert change(session, scene, made, **later) == 2
    assert change(session, scene, made, **later) == 2
    with pytest.raises(ConflictError, match="stale"):
        change(session, scene, made, ends_on=date(2026, 5, 9))


def test_what_was_drawn_by_stays(session: Session, scene: Scene) -> None:
    some_files(session, scene.centre, 10)
    made = a_round(session, scene)
    visit, who = a_visit(session, scene, made), scene.supervisor.account_id or 0
    draw_sample(session, scene.supervisor, visit, None, who, lambda: "s", zone=ZONE, at=NOON)
    for fields, code in (
        ({"design": SampleDesign(number=7)}, "design_frozen"),
        ({"period_from": date(2026, 2, 1)}, "period_frozen"),
    ):
        with pytest.raises(InvalidError, match=code):
            change(session, scene, made, **fields)
    assert change(session, scene, made, ends_on=date(2026, 5, 8)) == 2


def test_nobody_changes_what_is_out_of_reach(session: Session, scene: Scene) -> None:
    made = a_round(session, scene)
    for who in (scene.elsewhere, scene.reader):
        with pytest.raises(OutOfReachError):
            change(session, scene, made, by=who)
    with pytest.raises(OutOfReachError):
        change(session, scene, 999)
    with pytest.raises(OutOfReachError):
        change(session, scene, made, centres=(scene.centre, scene.other_centre))
    with pytest.raises(InvalidError, match="readers_missing"):
        change(session, scene, made, readers=())


def test_who_read_in_the_round_does_not_come_to_moderate_it(session: Session, scene: Scene) -> None:
    some_files(session, scene.centre, 10)
    lead = scene.supervisor.account_id or 0
    first, second, idle = (
        someone(session, name, Role.AUDITOR, "A").account_id or 0 for name in ("1st", "2nd", "idle")
    )
    for account in (first, second, idle):
        session.add(RoleGrantRow(account_id=account, role="moderator", centre_id=scene.centre))
    session.commit()
    made = a_round(session, scene, readers=(first, second, idle), design=SampleDesign(number=3))
    visit = a_visit(session, scene, made)
    draw_sample(session, scene.supervisor, visit, None, first, lambda: "s", zone=ZONE, at=NOON)
    choose_second_readings(
        session, scene.supervisor, visit, second, lambda: "p" * 32, zone=ZONE, at=NOON
    )
    plan = {"design": SampleDesign(number=3), "readers": (lead,)}
    for who in (first, second):
        with pytest.raises(InvalidError, match="moderator_has_read"):
            change(session, scene, made, moderator_id=who, **plan)
    assert change(session, scene, made, moderator_id=idle, **plan) == 2


def test_what_somebody_answered_before_a_hand_over_counts_as_read(
    session: Session, scene: Scene
) -> None:
    some_files(session, scene.centre, 3)
    one = at_centre(someone(session, "one", Role.AUDITOR, "A"), Role.AUDITOR, scene.centre)
    other = someone(session, "other", Role.AUDITOR, "A").account_id or 0
    account = one.account_id or 0
    session.add(RoleGrantRow(account_id=account, role="moderator", centre_id=scene.centre))
    session.commit()
    made = a_round(session, scene, readers=(account, other), design=SampleDesign(number=1))
    visit, lead = a_visit(session, scene, made), scene.supervisor
    drawn = draw_sample(session, lead, visit, None, account, lambda: "s", zone=ZONE, at=NOON)
    (draft,) = drawn.audit_ids
    plan = {"design": SampleDesign(number=1), "readers": (other,), "moderator_id": account}
    there, back = (
        HandOver(a, b, HandOverReason.AWAY) for a, b in ((account, other), (other, account))
    )
    hand_over(session, lead, draft, there, at=NOON)
    # opened by nobody, answered by nobody: nothing was read
    assert change(session, scene, made, **plan) == 2
    free = plan | {"moderator_id": None, "readers": (account, other)}
    assert change(session, scene, made, 2, **free) == 3
    hand_over(session, lead, draft, back, at=NOON)
    save_entry(session, one, draft, saying("A1", "met"), ZONE, at=NOON)
    hand_over(session, lead, draft, there, at=NOON)
    with pytest.raises(InvalidError, match="moderator_has_read"):
        change(session, scene, made, 3, **plan)
