"""How items stand in files: totals of a centre and files of a worker say the same."""

from fractions import Fraction

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from qa_app.domain.competencies import framework_from
from qa_app.domain.competency_gaps import ItemStanding
from qa_app.domain.told_answers import ALL_TOLD, NOTHING_TOLD
from qa_app.models.audits import AuditRow
from qa_app.models.cases import CaseFileRow
from qa_app.models.places import PractitionerRow
from qa_app.queries.competency_items import (
    item_standings,
    tells_last_year,
    worker_item_standings,
)
from qa_app.queries.trends import centre_scope
from qa_app.services.audits.save_entries import save_entries
from qa_app.services.audits.sign_audit import sign_audit
from tests.audits import ZONE, Desk, a_desk, change
from tests.competencies import a_framework
from tests.people import NOON

PLAIN = a_framework()
PLAIN["competencies"][0]["items"] = {"sample": ["A1", "B1"]}
FRAMEWORK = framework_from(PLAIN)
TODAY = NOON.date()


@pytest.fixture
def desk(session: Session) -> Desk:
    """One file, of which A1 is partly met: three quarters of half of the score."""
    made = a_desk(session)
    worker = select(func.min(PractitionerRow.id)).scalar_subquery()
    session.execute(update(CaseFileRow).values(practitioner_id=worker))
    session.commit()
    entries = [change("A1", "partly"), change("A2", "met"), change("B1", "met")]
    save_entries(session, made.reader, made.audit, entries, ZONE, at=NOON)
    sign_audit(session, made.reader, made.audit, ZONE, at=NOON)
    return made


def test_a_centre_by_its_totals_and_a_worker_by_their_files(session: Session, desk: Desk) -> None:
    scope = centre_scope(session, desk.reader, desk.centre, TODAY)
    assert scope is not None
    by_totals = item_standings(session, scope, FRAMEWORK, TODAY)
    worker = session.execute(select(AuditRow.practitioner_id)).scalar_one()
    assert worker is not None
    by_files = worker_item_standings(session, desk.reader, worker, FRAMEWORK, TODAY, at=NOON)
    # half of A1's points, which are 3/4 of section A's half of the score: 18.75 of 100
    half = Fraction(1, 2)
    first = ItemStanding("sample", "A1", 1, half, Fraction(75, 4), by_totals[0].line)
    assert by_totals[0] == first
    assert [one.code for one in by_totals] == ["A1", "A2", "B1"]
    assert by_files == by_totals
    assert by_totals[0].line == Fraction(4, 5)


def test_nobody_is_told_of_files_that_they_may_not_read(session: Session, desk: Desk) -> None:
    worker = session.execute(select(AuditRow.practitioner_id)).scalar_one()
    assert worker is not None
    found = worker_item_standings(session, desk.elsewhere, worker, FRAMEWORK, TODAY, at=NOON)
    assert found == ()
    later = TODAY.replace(year=TODAY.year + 2)
    assert worker_item_standings(session, desk.reader, worker, FRAMEWORK, later, at=NOON) == ()


def test_items_of_other_rubrics_are_left_out(session: Session, desk: Desk) -> None:
    scope = centre_scope(session, desk.reader, desk.centre, TODAY)
    assert scope is not None
    other = framework_from(a_framework())
    assert item_standings(session, scope, other, TODAY) == ()


def test_nothing_counted_is_not_everything_told() -> None:
    assert tells_last_year(ALL_TOLD, TODAY)
    assert not tells_last_year(NOTHING_TOLD, TODAY)
