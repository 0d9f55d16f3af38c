"""What changed since a decision is told by the criteria that it was made by."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import insert
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.register_decisions import Proposal
from qa_app.domain.register_status import Mover
from qa_app.domain.rules.decision import Status
from qa_app.domain.rules.evaluation import Evidence, plain_evaluation
from qa_app.models.criteria_versions import CriteriaInForceRow
from qa_app.models.places import CentreRow
from qa_app.queries.changed_areas import SinceDecided, since_decided
from qa_app.queries.criteria_versions import sets_in_force
from qa_app.queries.evaluations import Asking, evaluate_area, evaluate_areas
from qa_app.services.criteria.publish_criteria import publish_criteria
from qa_app.services.decisions.freeze_evidence import freeze_evidence
from tests.audits import ZONE
from tests.criteria_drafts import the_file
from tests.decisions import AREA, SETS, TODAY, WHY, Desk, a_desk, applied, decided
from tests.people import NOON, OPERATOR
from tests.queries.test_endorsement import CLEAN, JAN_2026, a_tagged_rubric
from tests.readings import count_in

LATER = NOON + timedelta(days=1)


def asking(session: Session, code: str, at: datetime) -> Asking:
    sets = sets_in_force(session, local_day(at, ZONE)).sets
    found = next(one for one in sets if one.set.code == code)
    return Asking(found.file, found.set, found.version, local_day(at, ZONE), at, ZONE, is_now=True)


def since(session: Session, desk: Desk, code: str) -> SinceDecided | None:
    asked, within = asking(session, code, LATER), CentreRow.id > 0
    shown = [(asked, one) for one in evaluate_areas(session, within, asked)]
    found = since_decided(session, within, shown)
    session.rollback()
    assert set(found) <= {(desk.a, AREA)}  # nobody decided about the others
    return found.get((desk.a, AREA))


def stricter(session: Session) -> None:
    """Another version comes into force: twelve files do not tell of red lines any more."""
    criteria = [
        one | {"min_n": 20} if one["id"] == "E12" else one for one in the_file()["criteria"]
    ]
    new = the_file("1.1.0", criteria=criteria)
    made = publish_criteria(session, OPERATOR, new, TODAY, at=NOON).version_id
    values = {"version_id": made, "from_day": LATER.date(), "state": "in_force"}
    times = {"proposed_at": NOON, "settled_at": NOON}
    rows = [{"stage": one, "set_code": one, **values, **times} for one in SETS]
    session.execute(insert(CriteriaInForceRow), rows)
    session.commit()


def test_an_area_is_held_against_the_criteria_of_its_decision(session: Session) -> None:
    desk = a_desk(session)
    rubric = a_tagged_rubric(session)
    count_in(session, desk.a, rubric, JAN_2026, 12, codes=CLEAN)
    assert since(session, desk, "provisional") is None
    applied(session, desk)
    area = evaluate_area(session, desk.a, AREA, asking(session, "provisional", NOON))
    assert area is not None
    plain = plain_evaluation(area.evaluation)
    session.rollback()
    assert {one["code"]: one["verdict"] for one in plain["criteria"]}["E12"] == "met"
    kept = freeze_evidence(
        session, desk["senior"], desk.a, Evidence(plain), at=NOON, mover=Mover.SCREEN
    )
    decided(session, desk, Proposal(Status(plain["status"]), TODAY, WHY), kept)
    name = asking(session, "provisional", NOON).set.name
    by_it = SinceDecided(name, "1.0.0", is_shown=True, codes=())
    assert since(session, desk, "provisional") == by_it
    assert since(session, desk, "candidate") == replace(by_it, is_shown=False)
    # by the version in force now it cannot be told: other criteria are no change of the area
    stricter(session)
    assert since(session, desk, "provisional") == replace(by_it, is_shown=False)
    red = CLEAN | {"R1": "unmet"}
    low = {"stop_count": 1, "band_position": 4, "score_millionths": 400_000}
    count_in(session, desk.a, rubric, JAN_2026 + 1, 1, codes=red, **low)
    # the candidates' set does not ask for red lines; the decision did
    assert "E12" not in {one.code for one in asking(session, "candidate", LATER).set.criteria}
    assert since(session, desk, "candidate") == replace(by_it, is_shown=False, codes=("E12",))
