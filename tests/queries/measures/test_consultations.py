from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import count

from sqlalchemy import insert, select, true
from sqlalchemy.orm import Session

from qa_app.domain.case_entries import CaseEntry
from qa_app.domain.people import Role
from qa_app.domain.rules.tree import Leaf
from qa_app.models.accounts import AccountRow
from qa_app.models.cases import CaseFileRow
from qa_app.models.expert_rows import ConsultationRow
from qa_app.queries.measures.consultations import cases_consulted
from qa_app.queries.measures.ground import MeasureGround
from qa_app.services.audits.import_cases import import_cases
from tests.audits import ZONE
from tests.limits import a_scene
from tests.people import NOON, OPERATOR
from tests.register import two_centres
from tests.sessions import someone

LEAF = Leaf("share_cases_consulted_6m", "")


TODAY = NOON.date()


def measured(session: Session, as_of: date = TODAY):
    ground = MeasureGround(true(), as_of, NOON, has_records=True, zone=ZONE)
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


def test_a_list_taken_in_late_changes_nothing_of_a_day_before(session: Session) -> None:
    a, _ = two_centres(session)
    numbers = count(7)

    def take_in(at: datetime, *rows: CaseEntry) -> None:
        import_cases(session, OPERATOR, a, rows, year=2026, chance=lambda: next(numbers), at=at)

    def entry(number: str, **fields: object) -> CaseEntry:
        told = {"area": "social_work", "opened_on": date(2025, 1, 5), **fields}
        return CaseEntry(number, **told)  # type: ignore[arg-type]  # each field has its type

    def counts(at: datetime) -> dict[tuple[int, str], int]:
        found = cases_consulted(session, MeasureGround(true(), TODAY, at, zone=ZONE), LEAF)
        session.rollback()
        return {key: one.n for key, one in found.items()}

    take_in(NOON, entry("1"), entry("2"), entry("3", closed_on=date(2025, 2, 1)))
    file = session.scalars(select(CaseFileRow.id).order_by(CaseFileRow.id)).first()
    session.execute(
        insert(ConsultationRow).values(
            centre_id=a,
            area_code="social_work",
            case_file_id=file,
            topic="risk",
            question=b"x",
            asked_at=NOON - timedelta(days=9),
            asked_by=someone(session, "asks", Role.CENTRE_MANAGER, "A").account_id,
        )
    )
    session.commit()
    first = {(a, "social_work"): 2}
    assert counts(NOON) == first
    # the first closes, the second goes to another area, the third was open, a fourth comes late
    second_at, third_at = NOON + timedelta(days=1), NOON + timedelta(days=2)
    take_in(
        second_at,
        entry("1", closed_on=date(2025, 3, 1)),
        entry("2", area="legal_aid"),
        entry("3"),
        entry("4"),
    )
    second = {(a, "social_work"): 2, (a, "legal_aid"): 1}
    assert (counts(NOON), counts(second_at)) == (first, second)
    # what is changed twice is told of each day as it stood then
    take_in(third_at, entry("1"), entry("2"), entry("3", closed_on=date(2025, 2, 1)))
    third = {(a, "social_work"): 3}
    assert (counts(NOON), counts(second_at), counts(third_at)) == (first, second, third)
