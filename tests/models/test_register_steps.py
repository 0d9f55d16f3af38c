from sqlalchemy.orm import Session

from qa_app.domain.register_decisions import Proposal
from qa_app.domain.rules.decision import Status
from qa_app.models.register_decisions import RegisterDecisionRow
from qa_app.models.register_steps import close_proposals
from tests.decisions import AREA, TODAY, a_desk, applied, proposed
from tests.people import NOON


def test_an_area_that_moves_closes_what_waits_about_it_and_nothing_else(session: Session) -> None:
    desk = a_desk(session)
    applied(session, desk)
    waits = proposed(session, desk, Proposal(Status.ENDORSED, TODAY))
    assert close_proposals(session, (desk.a, "elsewhere"), None, NOON) == ()
    assert close_proposals(session, (desk.b, AREA), None, NOON) == ()
    assert session.get_one(RegisterDecisionRow, waits).state == "proposed"
    assert close_proposals(session, (desk.a, AREA), None, NOON) == (waits,)
    assert close_proposals(session, (desk.a, AREA), None, NOON) == ()
