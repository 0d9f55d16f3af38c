"""Series from totals alone: reach, coverage, and a price that does not grow with audits."""

from dataclasses import replace
from fractions import Fraction

from sqlalchemy.orm import Session

from qa_app.domain.people import Reach, Role
from qa_app.domain.series import Coverage
from qa_app.queries.trends import (
    ScopeKind,
    centre_scope,
    network_scope,
    place_scope,
    rubric_trend,
    rubrics_used,
    whole_file_trends,
)
from tests.people import OPERATOR, person
from tests.readings import JAN, count_in, published
from tests.register import two_centres
from tests.statements import counted

SUPERVISOR = person(Role.SENIOR_SUPERVISOR)


def place_of(session: Session, centre_id: int) -> list[int]:
    from qa_app.models.places import CentreRow

    return [int(node) for node in session.get_one(CentreRow, centre_id).place_path.split("/")[:-1]]


def test_a_centre_shows_its_files_by_section(session: Session) -> None:
    a, b = two_centres(session)
    version = published(session)
    count_in(session, a, version, JAN, 5)
    count_in(session, b, version, JAN, 7, score_millionths=100_000)
    scope = centre_scope(session, SUPERVISOR, a)
    assert scope is not None
    assert (scope.key, scope.name.zh, scope.sees_files) == (f"c:{a}", "中心甲", True)
    trend = rubric_trend(session, scope, "sample")
    assert trend is not None
    values = {
        section: [(p.value, p.file_count) for p in series.points]
        for (_, section), series in trend.series.items()
    }
    assert values == {
        "": [(Fraction(85, 100), 5)],
        "A": [(Fraction(90, 100), 5)],
        "B": [(Fraction(80, 100), 5)],
    }
    assert trend.whole(Coverage.SAMPLED).points[0].bands == (0, 5, 0, 0)


def test_purposive_and_imported_files_never_enter_the_line(session: Session) -> None:
    a, _ = two_centres(session)
    version = published(session)
    count_in(session, a, version, JAN, 5)
    count_in(session, a, version, JAN, 1, sample_type="census")
    count_in(session, a, version, JAN, 9, sample_type="purposive", score_millionths=0)
    count_in(session, a, version, JAN, 6, sample_type="imported", score_millionths=200_000)
    scope = centre_scope(session, OPERATOR, a)
    assert scope is not None
    (trend,) = whole_file_trends(session, scope)
    assert {
        coverage: [(p.value, p.file_count) for p in trend.whole(coverage).points]
        for coverage in Coverage
    } == {
        Coverage.SAMPLED: [(Fraction(85, 100), 6)],
        Coverage.IMPORTED: [(Fraction(20, 100), 6)],
        Coverage.PURPOSIVE: [(Fraction(0), 9)],
    }
    assert trend.main_coverage is Coverage.SAMPLED


def test_two_versions_stand_apart_and_the_later_one_is_current(session: Session) -> None:
    a, _ = two_centres(session)
    old, new = published(session, "1.0.0"), published(session, "2.0.0")
    count_in(session, a, old, JAN)
    count_in(session, a, new, JAN + 1)
    scope = centre_scope(session, OPERATOR, a)
    assert scope is not None
    trend = rubric_trend(session, scope, "sample")
    assert trend is not None
    assert [segment.version_id for segment in trend.whole(Coverage.SAMPLED).segments] == [old, new]
    assert trend.current.version == "2.0.0"
    used = rubrics_used(session, scope)
    assert [(area, code) for area, code, _ in used] == [("social_work", "sample")]


def test_a_retired_version_whose_quarter_ends_later_is_not_current(session: Session) -> None:
    a, _ = two_centres(session)
    old, new = published(session, "1.0.0"), published(session, "2.0.0")
    count_in(session, a, old, JAN, 3)
    count_in(session, a, new, JAN + 1, 5)
    scope = centre_scope(session, OPERATOR, a)
    assert scope is not None
    trend = rubric_trend(session, scope, "sample")
    assert trend is not None
    assert trend.current.version == "2.0.0"


def test_a_place_has_totals_of_its_own_for_those_who_reach_all_of_it(session: Session) -> None:
    a, b = two_centres(session)
    version = published(session)
    count_in(session, a, version, JAN, 5)
    count_in(session, b, version, JAN, 5, score_millionths=650_000)
    _, city, district = place_of(session, a)
    scope = place_scope(session, SUPERVISOR, city)
    assert scope is not None
    (trend,) = whole_file_trends(session, scope)
    # (5 x 85 + 5 x 65) / 10
    assert [p.value for p in trend.whole(Coverage.SAMPLED).points] == [Fraction(75, 100)]
    whole = network_scope(SUPERVISOR)
    assert whole is not None
    assert whole_file_trends(session, whole)[0].series == trend.series
    only_district = person(
        Role.SENIOR_SUPERVISOR, reach=Reach(place_paths=frozenset({f"1/{city}/{district}/"}))
    )
    found = place_scope(session, only_district, district)
    assert found is not None
    assert (found.kind, found.object_id) == (ScopeKind.PLACE, district)
    assert place_scope(session, only_district, city) is None
    assert network_scope(only_district) is None


def test_what_is_out_of_reach_is_not_there(session: Session) -> None:
    a, b = two_centres(session)
    manager = person(Role.CENTRE_MANAGER, reach=Reach(centre_ids=frozenset({a})))
    assert centre_scope(session, manager, a) is not None
    assert centre_scope(session, manager, b) is None
    assert place_scope(session, manager, place_of(session, a)[-1]) is None
    assert centre_scope(session, person(Role.JUDICIAL_READER), a) is None
    assert centre_scope(session, person(Role.SYS_ADMIN), a) is None
    assert centre_scope(session, SUPERVISOR, 10**9) is None
    assert place_scope(session, SUPERVISOR, 10**9) is None
    caseworker = centre_scope(session, person(Role.CASEWORKER), a)
    assert caseworker is not None
    assert not caseworker.sees_files
    # to read files at one centre makes nobody a reader of another's
    everywhere = person(Role.CASEWORKER)
    mixed = replace(everywhere, grants=(*everywhere.grants, *manager.grants))
    seen = [centre_scope(session, mixed, a), centre_scope(session, mixed, b)]
    seen += [place_scope(session, mixed, place_of(session, a)[-1]), network_scope(mixed)]
    assert [scope and scope.sees_files for scope in seen] == [True, False, None, None]


def test_statements_and_rows_stay_the_same_whatever_the_number_of_audits(session: Session) -> None:
    a, _ = two_centres(session)
    version = published(session)
    counts = []
    for times in (5, 300):
        count_in(session, a, version, JAN, times)
        count_in(session, a, version, JAN + 1, times)
        scope = centre_scope(session, OPERATOR, a)
        assert scope is not None
        rubric_trend(session, scope, "sample")  # the version is kept from now on
        with counted(session) as seen:
            trend = rubric_trend(session, scope, "sample")
        assert trend is not None
        assert not any(" audit" in one.replace("audit_", "") for one in seen)
        rows = session.connection().exec_driver_sql(
            f"SELECT count(*) FROM month_total WHERE scope = 'c:{a}'"
        )
        counts.append((len(seen), rows.scalar_one()))
    # one statement; two months of three sections
    assert counts == [(1, 6), (1, 6)]


def test_withdrawing_every_file_leaves_no_trend(session: Session) -> None:
    from qa_app.models.totals import count_readings
    from tests.readings import a_reading

    a, _ = two_centres(session)
    version = published(session)
    readings = [a_reading(session, a, version) for _ in range(5)]
    count_readings(session, readings)
    count_readings(session, readings, -1)
    session.commit()
    scope = centre_scope(session, OPERATOR, a)
    assert scope is not None
    assert whole_file_trends(session, scope) == ()
    assert rubric_trend(session, scope, "sample") is None
    assert rubrics_used(session, scope) == ()
