"""A round over centre A, ready to be planned, visited and drawn."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from qa_app.domain.rounds import RoundPlan
from qa_app.domain.sample_design import SampleDesign
from qa_app.services.rounds.plan_round import plan_round
from qa_app.services.rounds.plan_round_visit import NewVisit, plan_round_visit
from tests.audits import ZONE
from tests.people import NOON
from tests.sessions import DAY, Scene


def a_plan(scene: Scene, **fields: Any) -> RoundPlan:
    """Files of January to March 2026 by number, read in April."""
    account = scene.supervisor.account_id or 0
    values: dict[str, Any] = {
        "period_from": date(2026, 1, 1),
        "period_until": date(2026, 3, 31),
        "starts_on": date(2026, 4, 1),
        "ends_on": date(2026, 4, 30),
        "centres": (scene.centre,),
        "rubrics": (scene.rubric,),
        "design": SampleDesign(number=5),
        "owner_id": account,
        "readers": (account,),
        **fields,
    }
    return RoundPlan(**values)


def a_round(session: Session, scene: Scene, **fields: Any) -> int:
    plan = a_plan(scene, **fields)
    return plan_round(session, scene.supervisor, plan, ZONE, key=None, at=NOON)


def a_visit(session: Session, scene: Scene, round_id: int) -> int:
    """The session of the round at centre A on 9 April 2026."""
    visit = NewVisit(scene.centre, DAY, scene.supervisor.account_id or 0)
    (made,) = plan_round_visit(session, scene.supervisor, round_id, visit, zone=ZONE, at=NOON)
    return made
