"""What the rhythm asked of practitioners, month by month, counted alike at every level."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from qa_app.domain.session_coverage import CoverageOf, Figures
from qa_app.domain.session_totals import SessionScope
from qa_app.domain.text import BilingualText
from qa_app.models.agreements import SupervisionAgreementRow
from qa_app.models.places import PlaceRow
from qa_app.models.required_counts import replace_required
from qa_app.models.session_totals import SessionMonthRow
from qa_app.queries.session_recount import counted_required
from qa_app.queries.session_required import required_by_month, required_by_person
from tests.people import NOON
from tests.sessions import Scene, a_scene

DECEMBER, JANUARY = date(2024, 12, 1), date(2025, 1, 1)
MARCH, APRIL, MAY = date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)
MONTHS = [DECEMBER, JANUARY, MARCH, APRIL, MAY]


@pytest.fixture
def scene(session: Session) -> Scene:
    """W1, W2 (centre A) and W9 (centre B) began on 6 January 2025, W5 left at the end of 2024.

    In April 2026 W2 was to be seen every ten days by agreement; W1 was seen twice, once late, W2
    twice, once late, and W9 in March, late.
    """
    scene = a_scene(session)
    agreement = {
        "kind": "standing",
        "supervisor_id": scene.supervisor.account_id,
        "practitioner_id": scene.workers["W2"],
        "centre_id": scene.centre,
        "place_path": "",
        "minutes": 60,
        "every_days": 10,
        "functions": {},
        "from_on": APRIL,
        "until_on": date(2026, 4, 30),
        "revision": 1,
        "created_at": NOON,
    }
    session.execute(insert(SupervisionAgreementRow), [agreement])
    totals = [
        seen(scene, "W1", APRIL, "individual", held=1),
        seen(scene, "W1", APRIL, "observation", held=1, held_late=1),
        # sessions of a group are not what the rhythm asks for
        seen(scene, "W1", MAY, "group", held=1),
        seen(scene, "W2", APRIL, "individual", held=2, held_late=1),
        seen(scene, "W9", MARCH, "individual", held=1, held_late=1),
    ]
    session.execute(insert(SessionMonthRow), totals)
    replace_required(session, counted_required(session))
    session.commit()
    return scene


def seen(scene: Scene, worker: str, month: date, fine: str, **numbers: int) -> dict[str, Any]:
    key = {"scope": "practitioner", "scope_id": scene.workers[worker], "month": month}
    return {**key, "type": fine, "area_code": "", "due": 0, "held_late": 0, **numbers}


def figures(due: int, held: int = 0, late: int = 0) -> Figures:
    return Figures(due=due, held=held, late=late, missed=due - held)


def counted(session: Session, scope: SessionScope, scope_id: int) -> list[Figures]:
    of = CoverageOf(scope, scope_id, BilingualText("", ""))
    found = required_by_month(session, of, MONTHS)
    assert [month for month, _figures in found] == MONTHS
    return [one for _month, one in found]


# January 2025: 26 days at one session in seven, so 3 for each; from July on one for each month
OF_A = [figures(1), figures(6), figures(2), figures(4, 3, 1), figures(2)]
"""December is W5's last month. April: W1 one (the one in time), W2 three, of which two were held."""


def test_the_network_counts_everybody(session: Session, scene: Scene) -> None:
    assert counted(session, SessionScope.NETWORK, 0) == [
        figures(1),
        figures(9),
        figures(3, 1, 1),
        figures(5, 3, 1),
        figures(3),
    ]


def test_a_place_counts_as_its_only_centre(session: Session, scene: Scene) -> None:
    place = session.execute(select(PlaceRow.id).where(PlaceRow.code == "PL")).scalar_one()
    assert counted(session, SessionScope.PLACE, place) == OF_A
    assert counted(session, SessionScope.CENTRE, scene.centre) == OF_A


def test_a_supervisor_answers_for_whom_an_agreement_names(session: Session, scene: Scene) -> None:
    lead = scene.supervisor.account_id
    assert lead is not None
    expected = [Figures()] * 3 + [figures(3, 2, 1), Figures()]
    assert counted(session, SessionScope.SUPERVISOR, lead) == expected


def test_each_person_alone(session: Session, scene: Scene) -> None:
    w1, w2, w9 = (scene.workers[code] for code in ("W1", "W2", "W9"))
    assert required_by_person(session, [w1, w2, w9], MONTHS) == {
        w1: figures(3 + 1 + 1 + 1, 1),
        w2: figures(3 + 1 + 3 + 1, 2, 1),
        w9: figures(3 + 1 + 1 + 1, 1, 1),
    }
    assert counted(session, SessionScope.PRACTITIONER, w2)[3] == figures(3, 2, 1)
