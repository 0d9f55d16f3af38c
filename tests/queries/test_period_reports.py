"""Reports within reach: listed by their latest version, counted while new, read as they were kept."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.people import Actor, Reach, Role
from qa_app.domain.report_facts import ReportKind, ReportSpan
from qa_app.models.period_reports import PeriodReportRow
from qa_app.models.places import CentreRow
from qa_app.models.rubrics import RubricVersionRow
from qa_app.queries.period_reports import new_reports, report_in_reach, reports_page
from qa_app.services.reports.make_reports import make_reports
from tests.audits import ZONE
from tests.people import OPERATOR, person
from tests.readings import JAN, count_in, published
from tests.register import two_centres
from tests.services.reports.test_make_reports import AFTER, NEXT_YEAR
from tests.statements import counted

TODAY = date(2026, 4, 2)
QUARTER = ReportSpan(ReportKind.QUARTER, JAN)


@pytest.fixture
def centres(session: Session) -> tuple[int, int]:
    a, b = two_centres(session)
    version = published(session)
    for centre in (a, b):
        count_in(session, centre, version, JAN, 10)
    make_reports(session, OPERATOR, ZONE, at=AFTER)
    count_in(session, a, version, JAN, 1, score_millionths=0)
    make_reports(session, OPERATOR, ZONE, at=AFTER)
    return a, b


def manager(centre: int) -> Actor:
    return person(Role.CENTRE_MANAGER, reach=Reach(centre_ids=frozenset({centre})))


def listed(session: Session, actor: Actor, kind: ReportKind = ReportKind.QUARTER) -> list:
    found = reports_page(session, actor, kind, None, 1, 25)
    return [(one.name.zh, one.version, one.is_new) for one in found]


def test_only_the_latest_version_is_listed_within_reach(
    session: Session, centres: tuple[int, int]
) -> None:
    everything = person(Role.SENIOR_SUPERVISOR)
    assert sorted(listed(session, everything)) == [("中心乙", 1, True), ("中心甲", 2, True)]
    assert listed(session, manager(centres[1])) == [("中心乙", 1, True)]
    assert listed(session, person(Role.AUDITOR)) == []
    assert new_reports(session, everything, TODAY) == {QUARTER: 2}
    assert new_reports(session, manager(centres[0]), TODAY) == {QUARTER: 1}
    # two quarters later it is no news any more
    assert new_reports(session, everything, date(2026, 7, 1)) == {}


def test_one_is_read_as_it_was_kept_and_knows_its_versions(
    session: Session, centres: tuple[int, int]
) -> None:
    a, b = centres
    query = select(PeriodReportRow.id).where(PeriodReportRow.scope == f"c:{a}")
    first, second = session.scalars(query.order_by(PeriodReportRow.version))
    stored = report_in_reach(session, manager(a), first)
    assert stored is not None
    assert (stored.version, stored.versions) == (1, ((2, second), (1, first)))
    assert stored.facts.rubrics[0].sums[0].total.file_count == 10
    assert stored.sees_files
    assert report_in_reach(session, manager(b), first) is None
    assert report_in_reach(session, person(Role.CASEWORKER), first) is None


def test_the_year_of_a_city_is_for_those_who_reach_all_of_it(
    session: Session, centres: tuple[int, int]
) -> None:
    make_reports(session, OPERATOR, ZONE, at=NEXT_YEAR)
    path = session.get_one(CentreRow, centres[0]).place_path
    city = "/".join(path.split("/")[:2]) + "/"
    of_city = person(Role.SENIOR_SUPERVISOR, reach=Reach(place_paths=frozenset({city})))
    of_district = person(Role.SENIOR_SUPERVISOR, reach=Reach(place_paths=frozenset({path})))
    assert len(listed(session, of_city, ReportKind.YEAR)) == 1
    assert path != city
    assert listed(session, of_district, ReportKind.YEAR) == []
    assert listed(session, manager(centres[0]), ReportKind.YEAR) == []


def test_judicial_readers_have_years_of_cities_once_they_are_final(
    session: Session, centres: tuple[int, int]
) -> None:
    path = session.get_one(CentreRow, centres[0]).place_path
    city = "/".join(path.split("/")[:2]) + "/"
    reader = person(Role.JUDICIAL_READER, reach=Reach(place_paths=frozenset({city})))
    other = person(Role.JUDICIAL_READER, reach=Reach(place_paths=frozenset({"999/"})))
    version = session.scalars(select(RubricVersionRow.id)).one()
    make_reports(session, OPERATOR, ZONE, at=NEXT_YEAR)
    # a file that may still change came: of the version that tells of it they learn nothing
    count_in(session, centres[0], version, JAN + 5, 1, is_final=False)
    make_reports(session, OPERATOR, ZONE, at=NEXT_YEAR)
    query = select(PeriodReportRow.id).where(PeriodReportRow.kind == "year")
    first, second = session.scalars(query.order_by(PeriodReportRow.version))
    assert listed(session, reader) == []
    assert [line[1] for line in listed(session, reader, ReportKind.YEAR)] == [1]
    assert [
        line[1] for line in listed(session, person(Role.SENIOR_SUPERVISOR), ReportKind.YEAR)
    ] == [2]
    assert listed(session, other, ReportKind.YEAR) == []
    assert new_reports(session, reader, date(2027, 1, 2)) == {ReportSpan(ReportKind.YEAR, JAN): 1}
    stored = report_in_reach(session, reader, first)
    assert stored is not None
    assert (stored.is_aggregate, stored.sees_files, stored.versions) == (True, False, ((1, first),))
    assert report_in_reach(session, reader, second) is None
    assert report_in_reach(session, other, first) is None
    quarter = select(PeriodReportRow.id).where(PeriodReportRow.kind == "quarter")
    for one in session.scalars(quarter).all():
        assert report_in_reach(session, reader, one) is None
    chief = report_in_reach(session, person(Role.SENIOR_SUPERVISOR), first)
    assert chief is not None
    assert (chief.is_aggregate, len(chief.versions)) == (False, 2)


def test_a_list_costs_one_statement(session: Session, centres: tuple[int, int]) -> None:
    with counted(session) as seen:
        listed(session, person(Role.SENIOR_SUPERVISOR))
    assert len(seen) == 1
