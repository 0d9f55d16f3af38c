from datetime import date, datetime, timedelta
from fractions import Fraction

import pytest
from sqlalchemy import insert, true
from sqlalchemy.orm import Session

from qa_app.domain.rules.tree import Leaf
from qa_app.models.centre_register import CentreDocumentRow, CentreSanctionRow
from qa_app.queries.measures.documents import documents_valid
from qa_app.queries.measures.ground import MeasureGround
from tests.audits import ZONE
from tests.people import NOON
from tests.register import two_centres

AS_OF = date(2026, 3, 23)
E01 = Leaf(
    "centre_document_valid", "", params={"docs": ["registration", "annual_report"], "months": 12}
)
E23 = Leaf("centre_document_valid", "", params={"docs": ["procedure", "standard"], "months": 24})


def paper(session: Session, centre: int, kind: str, issued: str, **more: object) -> None:
    at = more.pop("at", NOON - timedelta(days=10))
    values = {"number": f"{kind}-{issued}", "area_code": None, "outcome": ""} | more
    row = {"centre_id": centre, "kind": kind, "issued_on": date.fromisoformat(issued)}
    session.execute(insert(CentreDocumentRow).values(**row, **values, recorded_at=at))
    session.commit()


def sanction(session: Session, centre: int, kind: str, begun: str, **more: object) -> None:
    values = {"number": "1", "body": "民政局", "recorded_at": NOON - timedelta(days=10)} | more
    session.execute(
        insert(CentreSanctionRow).values(
            centre_id=centre, kind=kind, begun_on=date.fromisoformat(begun), **values
        )
    )
    session.commit()


def measured(session: Session, leaf: Leaf, known_at: datetime = NOON, as_of: date = AS_OF):
    ground = MeasureGround(true(), as_of, known_at, has_records=True, zone=ZONE)
    return documents_valid(session, ground, leaf)


def test_every_paper_must_hold_and_nothing_stand_against_the_centre(session: Session) -> None:
    a, b = two_centres(session)
    assert measured(session, E01) == {}
    paper(session, a, "registration", "2020-05-01")
    found = measured(session, E01)
    assert set(found) == {(a, "social_work"), (a, "legal_aid")}
    assert (found[a, "legal_aid"].value, found[a, "legal_aid"].count) == (Fraction(0), 1)
    paper(session, a, "annual_report", "2026-03-01", outcome="accepted")
    good = measured(session, E01)[a, "legal_aid"]
    assert (good.value, good.n, good.count) == (Fraction(1), 2, 2)
    assert [one.kind for one in good.records] == ["centre_document"] * 2
    assert all(len(one.digest) == 64 for one in good.records)
    sanction(session, a, "open_case", "2026-03-02")
    bad = measured(session, E01)[a, "legal_aid"]
    assert (bad.value, bad.count) == (Fraction(0), 2)
    assert bad.records[-1].kind == "centre_sanction"
    # other papers are not touched by it
    for kind in ("procedure", "standard"):
        paper(session, a, kind, "2025-03-01", area_code="legal_aid")
    found = measured(session, E23)
    assert found[a, "legal_aid"].value == 1
    assert found[a, "social_work"].value == 0
    assert (b, "legal_aid") not in found


def test_as_of_a_day_only_what_was_there_and_known_counts(session: Session) -> None:
    a, _b = two_centres(session)
    paper(session, a, "registration", "2020-05-01", at=NOON - timedelta(days=400))
    paper(session, a, "annual_report", "2025-04-01", outcome="accepted")
    before = NOON - timedelta(days=20)
    assert measured(session, E01, before)[a, "legal_aid"].value == 0
    assert measured(session, E01)[a, "legal_aid"].value == 1
    assert measured(session, E01, as_of=date(2025, 3, 31))[a, "legal_aid"].value == 0
    # a later report that was not accepted counts from its day on
    paper(session, a, "annual_report", "2026-03-20", outcome="not_accepted")
    assert measured(session, E01)[a, "legal_aid"].value == 0
    assert measured(session, E01, as_of=date(2026, 3, 19))[a, "legal_aid"].value == 1


def test_the_number_of_questions_does_not_grow(session: Session) -> None:
    a, b = two_centres(session)
    for centre in (a, b):
        paper(session, centre, "registration", "2020-05-01")
    assert {key[0] for key in measured(session, E01)} == {a, b}


@pytest.mark.parametrize("kind", ["practice_licence"])
def test_a_law_firm_is_asked_for_its_licence(session: Session, kind: str) -> None:
    _a, b = two_centres(session)
    paper(session, b, kind, "2020-05-01")
    sanction(session, b, "penalty", "2025-06-01")
    leaf = Leaf("centre_document_valid", "", params={"docs": [kind], "months": 12})
    assert measured(session, leaf)[b, "legal_aid"].value == 0
