from datetime import date
from typing import Any

import pytest
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.people import Role
from qa_app.domain.sample_design import DrawMethod, SampleDesign, StratumBy
from qa_app.models.journal import JournalRow
from qa_app.models.places import CentreAreaRow
from qa_app.models.rounds import AuditRoundRow
from qa_app.models.who_reads import ReaderAreaRow, ReaderRow
from qa_app.queries.round_plans import plan_of
from qa_app.services.rounds.plan_round import plan_round
from tests.audits import ZONE
from tests.people import NOON
from tests.rounds import a_plan
from tests.sessions import Scene, a_scene, at_centre


@pytest.fixture
def scene(session: Session) -> Scene:
    return a_scene(session)


def plan(session: Session, scene: Scene, key: str | None = None, **fields: Any) -> int:
    wanted = a_plan(scene, **fields)
    return plan_round(session, scene.supervisor, wanted, ZONE, key=key, at=NOON)


def count(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(AuditRoundRow)) or 0


def test_a_round_is_kept_as_it_was_planned_and_journaled(session: Session, scene: Scene) -> None:
    design = SampleDesign(DrawMethod.STRATIFIED, (StratumBy.RISK, StratumBy.OPEN), number=8)
    made = plan(session, scene, design=design, readers=(scene.reader.account_id,))
    row = session.get_one(AuditRoundRow, made)
    wanted = a_plan(scene, design=design, readers=(scene.reader.account_id,))
    assert plan_of(session, row) == wanted
    told = session.scalars(select(JournalRow).order_by(JournalRow.seq.desc())).first()
    assert told is not None
    assert (told.action, told.object_id) == ("round:plan", str(made))
    assert '"method":"stratified"' in told.detail


def test_sent_twice_it_is_one_round(session: Session, scene: Scene) -> None:
    assert plan(session, scene, key="k1") == plan(session, scene, key="k1")
    assert count(session) == 1
    with pytest.raises(ConflictError, match="key_reused"):
        plan(session, scene, key="k1", ends_on=date(2026, 4, 29))


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"period_from": date(2026, 4, 1)}, "period_order"),
        ({"rubrics": (999,)}, "unfit_rubric"),
        ({"owner_id": 999}, "unfit_owner"),
        ({"readers": (999,)}, "unfit_reader"),
        ({"moderator_id": 999}, "unfit_moderator"),
        ({"design": SampleDesign(number=0)}, "files_wanted"),
    ],
)
def test_what_does_not_go_together_is_refused(
    session: Session, scene: Scene, fields: dict[str, Any], code: str
) -> None:
    with pytest.raises(InvalidError, match=code):
        plan(session, scene, **fields)
    assert count(session) == 0


def test_people_who_may_not_are_refused(session: Session, scene: Scene) -> None:
    with pytest.raises(InvalidError, match="unfit_owner"):
        plan(session, scene, owner_id=scene.reader.account_id)
    with pytest.raises(InvalidError, match="unfit_reader"):
        plan(session, scene, readers=(scene.elsewhere.account_id,))


def test_centres_and_readers_that_no_rubric_fits_are_named(session: Session, scene: Scene) -> None:
    session.execute(delete(CentreAreaRow).where(CentreAreaRow.centre_id == scene.centre))
    session.commit()
    with pytest.raises(InvalidError, match="unfit_rubric"):
        plan(session, scene)
    # an area of its own, which the rubric of centre B's area does not fit
    session.add(CentreAreaRow(centre_id=scene.centre, area_code="psychological"))
    session.commit()
    both = at_centre(scene.supervisor, Role.SENIOR_SUPERVISOR, scene.centre, scene.other_centre)
    account = scene.supervisor.account_id or 0
    session.add(ReaderRow(account_id=account, files_per_week=4, changed_at=NOON))
    session.flush()
    session.add(ReaderAreaRow(account_id=account, area_code="psychological"))
    session.commit()
    wanted = a_plan(scene, centres=(scene.centre, scene.other_centre))
    with pytest.raises(InvalidError, match="unfit_centre") as refused:
        plan_round(session, both, wanted, ZONE, key=None, at=NOON)
    assert refused.value.codes == ("unfit_centre", "unfit_owner", "unfit_reader")
    assert refused.value.params == {"centres": (scene.centre,), "readers": (account,)}


def test_centres_out_of_reach_are_as_if_they_were_not(session: Session, scene: Scene) -> None:
    for centres in ((scene.other_centre,), (scene.centre, scene.other_centre), (999,)):
        with pytest.raises(OutOfReachError):
            plan(session, scene, centres=centres)
    with pytest.raises(OutOfReachError):
        plan_round(session, scene.reader, a_plan(scene), ZONE, key=None, at=NOON)
    assert count(session) == 0
