"""Reports are made once a quarter is over, never change, and follow amendments as new versions."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from qa_app.domain.answer_texts import AmendmentSent, Settling
from qa_app.domain.errors import NotAllowedError
from qa_app.domain.kept_reports import KeptReport, unkept
from qa_app.domain.people import Role
from qa_app.models.audits import AuditRow
from qa_app.models.journal import JournalRow
from qa_app.models.packed import unpacked
from qa_app.models.period_reports import PeriodReportRow
from qa_app.queries.reports_due import reports_due
from qa_app.services.answers.propose_amendment import propose_amendment
from qa_app.services.answers.raise_objection import NewObjection, raise_objection
from qa_app.services.answers.settle_amendment import settle_amendment
from qa_app.services.reports import make_reports as service
from qa_app.services.reports.make_reports import make_reports
from tests.audits import ZONE
from tests.follow_up import a_followed, sign
from tests.people import NOON, OPERATOR, person
from tests.readings import JAN, count_in, published
from tests.register import two_centres

# midnight of 1 April in Shanghai is 16:00 UTC
LAST_MINUTE = datetime(2026, 3, 31, 15, 59, tzinfo=UTC)
AFTER = datetime(2026, 3, 31, 16, 0, tzinfo=UTC)
NEXT_YEAR = datetime(2027, 1, 2, tzinfo=UTC)


@pytest.fixture
def read_at_a(session: Session) -> tuple[int, int]:
    a, _b = two_centres(session)
    version = published(session)
    count_in(session, a, version, JAN, 10, is_final=False)
    return a, version


def rows(session: Session) -> list[PeriodReportRow]:
    session.rollback()
    order = PeriodReportRow.first_month, PeriodReportRow.version
    return list(session.scalars(select(PeriodReportRow).order_by(*order)))


def test_it_is_made_when_its_quarter_is_over_and_once(
    session: Session, read_at_a: tuple[int, int]
) -> None:
    assert make_reports(session, OPERATOR, ZONE, at=LAST_MINUTE) == 0
    assert make_reports(session, OPERATOR, ZONE, at=AFTER) == 1
    assert make_reports(session, OPERATOR, ZONE, at=AFTER) == 0
    (row,) = rows(session)
    assert (row.kind, row.scope, row.first_month, row.version) == (
        "quarter",
        f"c:{read_at_a[0]}",
        JAN,
        1,
    )
    told = unkept(KeptReport(unpacked(row.content), row.digest))
    assert told.rubrics[0].sums[0].total.file_count == 10
    entry = session.scalars(select(JournalRow).where(JournalRow.action == "report:make")).one()
    assert (entry.object_id, entry.centre_id) == (str(row.id), read_at_a[0])
    assert row.digest in entry.detail


def test_amended_and_final_results_make_new_versions_and_leave_the_old(
    session: Session, read_at_a: tuple[int, int]
) -> None:
    a, version = read_at_a
    make_reports(session, OPERATOR, ZONE, at=AFTER)
    (first,) = rows(session)
    before = (first.content, first.digest)
    count_in(session, a, version, JAN + 1, 1, score_millionths=0)
    assert make_reports(session, OPERATOR, ZONE, at=AFTER) == 1
    one, two = rows(session)
    assert ((one.content, one.digest), two.version) == (before, 2)
    assert two.digest != one.digest
    # of another quarter: nothing of this one
    count_in(session, a, version, JAN + 3, 1)
    assert make_reports(session, OPERATOR, ZONE, at=AFTER) == 0


def test_an_amendment_that_keeps_the_score_makes_a_new_version(session: Session) -> None:
    one = a_followed(session)
    sign(session, one, "A2")
    new = NewObjection("evidence", "附件二未看")
    raise_objection(session, one.desk.manager, one.audit, new, ZONE, at=NOON)
    assert make_reports(session, OPERATOR, ZONE, at=AFTER) == 1
    before = session.get_one(AuditRow, one.audit).score_millionths
    session.rollback()
    sent = AmendmentSent({"A2": "no_record"}, "案卷里找不到当日的计划")
    propose_amendment(session, one.outsider, one.audit, sent, ZONE, at=AFTER)
    assert make_reports(session, OPERATOR, ZONE, at=AFTER) == 0
    made = settle_amendment(
        session, one.third, one.audit, Settling(is_confirmed=True), ZONE, at=AFTER
    )
    assert session.get_one(AuditRow, made).score_millionths == before
    session.rollback()
    assert make_reports(session, OPERATOR, ZONE, at=AFTER) == 1
    assert [row.version for row in rows(session)] == [1, 2]
    assert make_reports(session, OPERATOR, ZONE, at=AFTER) == 0


def test_files_chosen_on_purpose_make_a_new_version_as_well(
    session: Session, read_at_a: tuple[int, int]
) -> None:
    make_reports(session, OPERATOR, ZONE, at=AFTER)
    count_in(session, *read_at_a, JAN, 1, sample_type="purposive")
    assert make_reports(session, OPERATOR, ZONE, at=AFTER) == 1


def test_a_second_run_at_once_is_quiet_and_any_other_fault_is_not(
    session: Session, read_at_a: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    (due,) = list(reports_due(session, date(2026, 4, 1)))
    session.rollback()
    make_reports(session, OPERATOR, ZONE, at=AFTER)
    found = [due]
    monkeypatch.setattr(service, "reports_due", lambda *_args: iter(found))
    # both looked before either wrote
    monkeypatch.setattr(service, "_refuse_second", lambda *_args: None)
    assert make_reports(session, OPERATOR, ZONE, at=AFTER) == 0
    # no such centre
    found[0] = replace(due, of=replace(due.of, id=999_999))
    with pytest.raises(IntegrityError):
        make_reports(session, OPERATOR, ZONE, at=AFTER)
    session.rollback()
    assert [row.version for row in rows(session)] == [1]


def test_a_city_has_its_year(session: Session, read_at_a: tuple[int, int]) -> None:
    made = make_reports(session, OPERATOR, ZONE, at=NEXT_YEAR)
    found = [(row.kind, row.scope[0], row.first_month) for row in rows(session)]
    assert made == len(found)
    assert ("year", "p", JAN) in found
    assert ("quarter", "c", JAN) in found


def test_nobody_but_the_clock_makes_them(session: Session, read_at_a: tuple[int, int]) -> None:
    with pytest.raises(NotAllowedError):
        make_reports(session, person(Role.SENIOR_SUPERVISOR), ZONE, at=AFTER)


def test_the_database_refuses_to_change_or_drop_one(
    session: Session, read_at_a: tuple[int, int]
) -> None:
    make_reports(session, OPERATOR, ZONE, at=AFTER)
    for statement in (update(PeriodReportRow).values(digest="x"), delete(PeriodReportRow)):
        with pytest.raises(DBAPIError):
            session.execute(statement)
        session.rollback()
    count = select(func.count()).select_from(PeriodReportRow)
    assert session.execute(count).scalar_one() == 1
