from datetime import date, timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from qa_app.domain.people import Role
from qa_app.domain.permissions import Permission
from qa_app.domain.text import BilingualText
from qa_app.models.places import CentreRow, PractitionerRow
from qa_app.queries.session_planning import centres_to_plan, planning_options
from tests.people import OPERATOR, person
from tests.sessions import DAY, Scene, a_scene, publish

TODAY = date(2026, 3, 2)


@pytest.fixture
def scene(session: Session) -> Scene:
    return a_scene(session)


def test_centres_within_reach_without_closed_and_imported_ones(
    session: Session, scene: Scene
) -> None:
    assert [one.id for one in centres_to_plan(session, scene.supervisor, TODAY)] == [scene.centre]
    everywhere = person(Role.SENIOR_SUPERVISOR)
    assert [one.name.en for one in centres_to_plan(session, everywhere, TODAY)] == [
        "Centre A",
        "Centre B",
    ]
    assert centres_to_plan(session, scene.reader, TODAY) == ()
    readable = centres_to_plan(session, scene.reader, TODAY, Permission.SESSION_READ)
    assert [one.id for one in readable] == [scene.centre]
    session.execute(update(CentreRow).where(CentreRow.id == scene.centre).values(closed_on=TODAY))
    session.execute(
        update(CentreRow).where(CentreRow.id == scene.other_centre).values(source="import")
    )
    session.commit()
    assert centres_to_plan(session, everywhere, TODAY) == ()
    # it was open until then, and one that is to close is
    day_before = TODAY - timedelta(days=1)
    assert [one.id for one in centres_to_plan(session, everywhere, day_before)] == [scene.centre]


def test_what_may_be_chosen_at_a_centre(session: Session, scene: Scene) -> None:
    publish(session, id="site", kind="site", area="psychological", unit="visit")
    publish(session, id="practice", kind="practice", area="supervision")
    publish(session, id="hidden", area="legal_aid", status="reference", hidden=True)
    publish(session, id="social", area="social_work")
    options = planning_options(session, scene.supervisor, scene.centre, DAY)
    assert options is not None
    assert options.centre.name == BilingualText("中心甲", "Centre A")
    assert [code for code, _ in options.areas] == ["social_work", "legal_aid"]
    assert [(code, area.en) for _, code, area in options.people] == [
        ("W1", "Social work / case management"),
        ("W2", "Legal aid"),
    ]
    # of the centre's areas, and practice rubrics of any; never hidden ones
    assert [(one.kind, one.area.en) for one in options.rubrics] == [
        ("case_file", "Social work / case management"),
        ("case_file", "Legal aid"),
        ("practice", "Supervision"),
    ]
    assert [one.name for one in options.supervisors] == ["lead"]


def test_who_has_left_by_the_day_is_not_listed(session: Session, scene: Scene) -> None:
    session.execute(
        update(PractitionerRow)
        .where(PractitionerRow.id == scene.workers["W1"])
        .values(ended_on=date(2026, 4, 8))
    )
    session.commit()
    before = planning_options(session, scene.supervisor, scene.centre, date(2026, 4, 8))
    after = planning_options(session, scene.supervisor, scene.centre, date(2026, 4, 9))
    assert before is not None
    assert after is not None
    assert [code for _, code, _ in before.people] == ["W1", "W2"]
    assert [code for _, code, _ in after.people] == ["W2"]


@pytest.mark.parametrize("who", ["elsewhere", "reader"])
def test_out_of_reach_reads_as_no_centre(session: Session, scene: Scene, who: str) -> None:
    assert planning_options(session, getattr(scene, who), scene.centre, DAY) is None
    assert planning_options(session, OPERATOR, 10**9, DAY) is None
