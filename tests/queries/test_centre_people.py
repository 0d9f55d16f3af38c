"""Whoever is deployed to a centre is known there from the first to the last day."""

from datetime import date

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from qa_app.domain.actions import Owner
from qa_app.domain.agreed import AgreedPlan
from qa_app.domain.errors import InvalidError
from qa_app.domain.session_blocks import Block
from qa_app.domain.supervision import SessionType
from qa_app.models.agreements import SupervisionAgreementRow
from qa_app.models.findings import CorrectiveActionRow
from qa_app.models.places import PractitionerRow
from qa_app.models.records import RecordPresenceRow
from qa_app.queries.session_fitness import workers_on
from qa_app.queries.session_planning import planning_options
from qa_app.services.agreements.deploy import Deployment, deploy
from qa_app.services.records.agree_action import agree_action
from tests.agreements import Team, a_team
from tests.audits import ZONE
from tests.people import NOON
from tests.records import EVENING, MEETING, Talk, begin, save
from tests.sessions import DAY, a_session

FIRST, LAST = date(2026, 4, 1), date(2026, 4, 30)
PLAIN = {"type": SessionType.INDIVIDUAL, "rubric_version_id": None, "files_wanted": 0}


@pytest.fixture
def team(session: Session) -> Team:
    """Worker W9 of centre B is deployed to centre A in April."""
    made = a_team(session)
    new = Deployment(made.scene.centre, made.lead, made.worker("W9"), FIRST, LAST)
    deploy(session, made.city, new, ZONE, at=NOON)
    return made


def there(session: Session, team: Team, day: date) -> bool:
    found = team.worker("W9") in workers_on(session, team.scene.centre, day)
    session.rollback()
    return found


def test_from_the_first_to_the_last_day(session: Session, team: Team) -> None:
    days = (date(2026, 3, 31), FIRST, LAST, date(2026, 5, 1))
    assert [there(session, team, day) for day in days] == [False, True, True, False]
    # home remains home
    assert team.worker("W9") in workers_on(session, team.scene.other_centre, DAY)
    options = planning_options(session, team.scene.supervisor, team.scene.centre, DAY)
    assert options is not None
    assert [code for _, code, _ in options.people] == ["W1", "W2", "W9"]


def test_a_session_its_record_and_an_action_know_who_is_deployed(
    session: Session, team: Team
) -> None:
    worker = team.worker("W9")
    with pytest.raises(InvalidError, match="unknown_person"):
        a_session(session, team.scene, **PLAIN, people=(worker,), planned_on=date(2026, 5, 4))
    made = a_session(session, team.scene, **PLAIN, people=(worker,))
    talk = Talk(team.scene, made, team.scene.supervisor)
    begin(session, talk)
    save(session, talk, Block.MEETING, MEETING, ({"person": "W9", "minutes": "90"},))
    save(session, talk, Block.SUPPORT, {"workload": "6"})
    plan = AgreedPlan("补做风险评估", Owner.WORKER, worker)
    action = agree_action(session, talk.lead, made, plan, ZONE, at=EVENING)
    session.rollback()
    assert session.scalars(select(RecordPresenceRow.practitioner_id)).all() == [worker]
    row = session.get_one(CorrectiveActionRow, action)
    assert (row.practitioner_id, row.centre_id) == (worker, team.scene.centre)


def test_of_two_with_one_code_the_expected_one_is_meant(session: Session, team: Team) -> None:
    worker = team.worker("W9")
    session.execute(update(PractitionerRow).where(PractitionerRow.id == worker).values(code="W1"))
    session.commit()
    made = a_session(session, team.scene, **PLAIN, people=(worker,))
    talk = Talk(team.scene, made, team.scene.supervisor)
    begin(session, talk)
    save(session, talk, Block.MEETING, MEETING, ({"person": "W1", "minutes": "90"},))
    assert session.scalars(select(RecordPresenceRow.practitioner_id)).all() == [worker]


def test_an_action_for_somebody_of_another_centre_is_refused(session: Session, team: Team) -> None:
    session.execute(update(SupervisionAgreementRow).values(until_on=date(2026, 4, 8)))
    session.commit()
    made = a_session(session, team.scene, **PLAIN, people=(team.worker("W1"),))
    talk = Talk(team.scene, made, team.scene.supervisor)
    begin(session, talk)
    plan = AgreedPlan("补做风险评估", Owner.WORKER, team.worker("W9"))
    with pytest.raises(InvalidError, match="worker_missing"):
        agree_action(session, talk.lead, made, plan, ZONE, at=EVENING)
