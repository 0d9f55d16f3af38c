from datetime import date, timedelta
from fractions import Fraction

from sqlalchemy import insert, select, true
from sqlalchemy.orm import Session

from qa_app.domain.rules.tree import Leaf
from qa_app.models.accounts import AccountRow
from qa_app.models.cases import CaseFileRow
from qa_app.models.expert_rows import ConsultationRow
from qa_app.queries.measures.consultations import cases_consulted
from qa_app.queries.measures.ground import Ground
from tests.audits import ZONE
from tests.limits import a_scene
from tests.people import NOON

LEAF = Leaf("share_cases_consulted_6m", "")


TODAY = NOON.date()


def measured(session: Session, as_of: date = TODAY):
    ground = Ground(true(), as_of, NOON, has_records=True, zone=ZONE)
    return cases_consulted(session, ground, LEAF)


def test_cases_put_to_an_expert_within_six_months(session: Session) -> None:
    scene = a_scene(session)
    assert measured(session) == {}
    account = session.scalars(select(AccountRow.id)).first()
    cases = session.execute(
        select(CaseFileRow.id, CaseFileRow.area_code).where(
            CaseFileRow.centre_id == scene.centre, CaseFileRow.closed_on.is_(None)
        )
    ).all()
    area = cases[0].area_code
    count = sum(one.area_code == area for one in cases)

    def asked(case: int, days: int | None) -> None:
        at = None if days is None else NOON - timedelta(days=days)
        session.execute(
            insert(ConsultationRow).values(
                centre_id=scene.centre,
                area_code=area,
                case_file_id=case,
                topic="risk",
                question=b"x",
                asked_at=NOON - timedelta(days=300),
                asked_by=account,
                answer=None if at is None else b"y",
                answered_at=at,
            )
        )
        session.commit()

    asked(cases[0].id, None)
    assert measured(session)[scene.centre, area].count == 0
    asked(cases[0].id, 200)
    assert measured(session)[scene.centre, area].count == 0
    asked(cases[0].id, 20)
    found = measured(session)[scene.centre, area]
    assert found.count == 1
    assert found.value == Fraction(1, found.n)
    assert found.n >= count
    assert [one.kind for one in found.records] == ["consultation"]
    # as of a month before, the answer of then counts, and it is another one
    earlier = measured(session, NOON.date() - timedelta(days=30))[scene.centre, area]
    assert earlier.count == 1
    assert earlier.records != found.records
    # before that some had asked, and nobody had answered
    waiting = measured(session, NOON.date() - timedelta(days=201))[scene.centre, area]
    assert (waiting.count, waiting.value) == (0, 0)
