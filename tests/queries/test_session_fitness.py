from datetime import date

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.models.accounts import AccountRow
from qa_app.models.places import CentreRow, PractitionerRow
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.queries.session_fitness import check_session_day, planned_session, workers_on
from tests.sessions import DAY, Scene, a_scene, a_session


@pytest.fixture
def scene(session: Session) -> Scene:
    return a_scene(session)


def test_an_open_centre_and_its_supervisor_fit(session: Session, scene: Scene) -> None:
    check_session_day(session, scene.centre, DAY, scene.supervisor.account_id or 0)


def test_a_centre_takes_sessions_until_the_day_before_it_closes(
    session: Session, scene: Scene
) -> None:
    lead = scene.supervisor.account_id or 0
    for closed_on, fits in ((date(2026, 4, 10), True), (DAY, False), (date(2026, 4, 8), False)):
        session.execute(
            update(CentreRow).where(CentreRow.id == scene.centre).values(closed_on=closed_on)
        )
        if fits:
            check_session_day(session, scene.centre, DAY, lead)
        else:
            with pytest.raises(InvalidError, match="centre_closed"):
                check_session_day(session, scene.centre, DAY, lead)


def test_who_may_not_plan_there_does_not_lead_there(session: Session, scene: Scene) -> None:
    # another centre's supervisor, an auditor of this centre, nobody
    for account in (scene.elsewhere.account_id or 0, scene.reader.account_id or 0, 10**9):
        with pytest.raises(InvalidError, match="unfit_supervisor"):
            check_session_day(session, scene.centre, DAY, account)
    lead = scene.supervisor.account_id or 0
    session.execute(update(AccountRow).where(AccountRow.id == lead).values(is_active=False))
    with pytest.raises(InvalidError, match="unfit_supervisor"):
        check_session_day(session, scene.centre, DAY, lead)


def test_a_practitioner_works_until_their_last_day(session: Session, scene: Scene) -> None:
    w1, w2 = scene.workers["W1"], scene.workers["W2"]
    assert workers_on(session, scene.centre, DAY) == {w1, w2}
    ends = update(PractitionerRow).where(PractitionerRow.id == w1)
    session.execute(ends.values(ended_on=DAY))
    assert workers_on(session, scene.centre, DAY) == {w1, w2}
    session.execute(ends.values(ended_on=date(2026, 4, 8)))
    assert workers_on(session, scene.centre, DAY) == {w2}
    assert workers_on(session, 10**9, DAY) == frozenset()


def test_a_planned_session_is_found_with_the_closing_of_its_centre(
    session: Session, scene: Scene
) -> None:
    made = a_session(session, scene)
    row, closed_on = planned_session(session, scene.supervisor, made)
    assert (row.id, closed_on) == (made, None)
    closes = update(CentreRow).where(CentreRow.id == scene.centre)
    session.execute(closes.values(closed_on=DAY))
    session.commit()
    assert planned_session(session, scene.supervisor, made)[1] == DAY
    # the reader reaches the centre and may not plan
    for actor, ident in ((scene.elsewhere, made), (scene.reader, made), (scene.supervisor, 0)):
        with pytest.raises(OutOfReachError):
            planned_session(session, actor, ident)
    session.execute(update(SupervisionSessionRow).values(state="held"))
    session.commit()
    with pytest.raises(ConflictError, match="not_planned"):
        planned_session(session, scene.supervisor, made)
