from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.people import Actor, Role
from qa_app.domain.replacements import ReplaceReason
from qa_app.domain.rounds import RoundCancelReason
from qa_app.domain.supervision import CancelReason, SessionState
from qa_app.models.accounts import RoleGrantRow
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.queries.draws import draw_of, files_of
from qa_app.queries.supervision import session_head
from qa_app.services.audits.draw_sample import draw_sample
from qa_app.services.audits.replace_file import replace_file
from qa_app.services.rounds.cancel_round import cancel_round
from qa_app.services.rounds.plan_round import plan_round
from qa_app.services.rounds.plan_round_visit import NewVisit, plan_round_visit
from qa_app.services.supervision.settle_session import SessionSettlement, settle_session
from tests.audits import ZONE
from tests.people import NOON
from tests.register import official_codes
from tests.rounds import a_plan, a_round, a_visit
from tests.sessions import DAY, Scene, a_scene, at_centre, publish, some_files


def store_grant(session: Session, account: int, centre: int) -> None:
    role = Role.SENIOR_SUPERVISOR.value
    session.merge(RoleGrantRow(account_id=account, role=role, centre_id=centre))
    session.commit()


@pytest.fixture
def scene(session: Session) -> Scene:
    return a_scene(session)


def visit(
    session: Session, scene: Scene, round_id: int, by: Actor | None = None, **fields: Any
) -> tuple[int, ...]:
    values = {
        "centre_id": scene.centre,
        "planned_on": DAY,
        "supervisor_id": scene.supervisor.account_id,
    } | fields
    new = NewVisit(**values)
    return plan_round_visit(session, by or scene.supervisor, round_id, new, zone=ZONE, at=NOON)


def test_every_rubric_that_fits_gets_a_session(session: Session, scene: Scene) -> None:
    social = publish(session, id="social", area="social_work")
    round_id = a_round(session, scene, rubrics=(scene.rubric, social))
    made = visit(session, scene, round_id)
    rows = session.scalars(
        select(SupervisionSessionRow).where(SupervisionSessionRow.id.in_(made))
    ).all()
    assert {(row.area_code, row.rubric_version_id) for row in rows} == {
        ("legal_aid", scene.rubric),
        ("social_work", social),
    }
    for row in rows:
        assert (row.round_id, row.type, row.files_wanted) == (round_id, "case_file_check", 5)
    with pytest.raises(ConflictError, match="visit_planned"):
        visit(session, scene, round_id)


def test_a_rubric_is_read_only_where_it_counts(session: Session, scene: Scene) -> None:
    official_codes(session)
    # centre A stands in Panlong, centre B in Wuhua
    wuhua = publish(session, id="wuhua", area="legal_aid", region="CN-530102")
    account = scene.supervisor.account_id or 0
    for place in (scene.centre, scene.other_centre):
        store_grant(session, account, place)
    both = at_centre(scene.supervisor, Role.SENIOR_SUPERVISOR, scene.centre, scene.other_centre)
    centres = (scene.centre, scene.other_centre)

    def planned(*rubrics: int) -> int:
        plan = a_plan(scene, centres=centres, rubrics=rubrics)
        return plan_round(session, both, plan, ZONE, key=None, at=NOON)

    with pytest.raises(InvalidError, match="unfit_centre") as told:
        planned(wuhua)
    assert told.value.params["centres"] == (scene.centre,)
    with pytest.raises(InvalidError, match="unfit_rubric"):
        plan_round(session, both, a_plan(scene, rubrics=(wuhua,)), ZONE, key=None, at=NOON)
    round_id = planned(scene.rubric, wuhua)
    taken = {
        centre: [
            session.get_one(SupervisionSessionRow, made).rubric_version_id
            for made in visit(session, scene, round_id, both, centre_id=centre)
        ]
        for centre in centres
    }
    assert taken == {scene.centre: [scene.rubric], scene.other_centre: [scene.rubric, wuhua]}


def test_a_visit_is_refused_where_no_rubric_of_the_round_counts_any_more(
    session: Session, scene: Scene
) -> None:
    round_id = a_round(session, scene)
    official_codes(session)
    # the next version of the only rubric counts in Wuhua alone
    publish(session, area="legal_aid", version="2.0.0", region="CN-530102")
    with pytest.raises(InvalidError, match="unfit_rubric"):
        visit(session, scene, round_id)


def test_a_session_that_is_moved_stays_in_its_round(session: Session, scene: Scene) -> None:
    round_id = a_round(session, scene)
    made = a_visit(session, scene, round_id)
    moved = SessionSettlement(SessionState.CANCELLED, CancelReason.TRAVEL, date(2026, 4, 16))
    other = settle_session(session, scene.supervisor, made, moved, ZONE, at=NOON)
    assert session.get_one(SupervisionSessionRow, other).round_id == round_id
    with pytest.raises(ConflictError, match="visit_planned"):
        visit(session, scene, round_id)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"centre_id": 999}, "unknown_centre"),
        ({"planned_on": date(2026, 5, 1)}, "day_outside_round"),
        ({"supervisor_id": 999}, "unfit_supervisor"),
    ],
)
def test_what_is_refused(session: Session, scene: Scene, fields: dict[str, Any], code: str) -> None:
    round_id = a_round(session, scene)
    with pytest.raises(InvalidError, match=code):
        visit(session, scene, round_id, **fields)


def test_out_of_reach_or_cancelled(session: Session, scene: Scene) -> None:
    round_id = a_round(session, scene)
    for who in (scene.elsewhere, scene.reader):
        with pytest.raises(OutOfReachError):
            visit(session, scene, round_id, by=who)
    with pytest.raises(OutOfReachError):
        visit(session, scene, 999)
    cancel_round(session, scene.supervisor, round_id, RoundCancelReason.EMERGENCY, at=NOON)
    with pytest.raises(ConflictError, match="round_cancelled"):
        visit(session, scene, round_id)


def test_a_session_with_a_replaced_file_is_moved_like_any_other(
    session: Session, scene: Scene
) -> None:
    some_files(session, scene.centre, 12)
    made, who = a_visit(session, scene, a_round(session, scene)), scene.supervisor
    drawn = draw_sample(
        session, who, made, None, who.account_id or 0, lambda: "s", zone=ZONE, at=NOON
    )
    replace_file(session, who, drawn.audit_ids[0], ReplaceReason.NOT_FOUND, at=NOON)
    moved = SessionSettlement(SessionState.CANCELLED, CancelReason.TRAVEL, date(2026, 4, 16))
    other = settle_session(session, who, made, moved, ZONE, at=NOON)
    head = session_head(session, who, other or 0)
    assert head is not None
    assert (head.line.file_count, len(files_of(session, head.line.id))) == (5, 5)
    assert draw_of(session, head.line.id) is not None
