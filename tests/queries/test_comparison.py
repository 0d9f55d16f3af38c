"""Sums of centres from month totals: the numbers of their trends, at a price that does not grow."""

from fractions import Fraction

import pytest
from sqlalchemy import insert
from sqlalchemy.orm import Session

from qa_app.domain.compared_months import Twelve
from qa_app.domain.comparison import Sums, UnitSum
from qa_app.domain.people import Reach, Role
from qa_app.domain.series import Coverage
from qa_app.domain.shares import Measure
from qa_app.domain.text import BilingualText
from qa_app.models.chart_marks import BaselineRow
from qa_app.queries.chart_cuts import cuts_of, cuts_of_scopes
from qa_app.queries.compared_places import (
    ComparedPlace,
    compared_place,
    every_centre,
    places_below,
    places_to_compare,
    units_of,
)
from qa_app.queries.comparison import (
    UsedVersion,
    months_of,
    sums_by_place,
    sums_of,
    versions_used,
)
from qa_app.queries.trends import centre_scope, rubric_trend
from tests.people import OPERATOR, person
from tests.readings import JAN, count_in, published
from tests.register import two_centres
from tests.statements import counted

YEAR = Twelve(JAN + 11)


def the_network(session: Session) -> ComparedPlace:
    place = compared_place(session, OPERATOR, 0)
    assert place is not None
    return place


def the_version(session: Session) -> UsedVersion:
    return versions_used(session, the_network(session), YEAR, is_final=False)[-1]


def test_a_year_of_a_centre_adds_up_to_what_its_trend_shows(session: Session) -> None:
    a, _b = two_centres(session)
    version = published(session)
    for month, score in (
        (JAN - 1, 100_000),
        (JAN, 800_000),
        (JAN + 2, 900_000),
        (JAN + 11, 700_000),
    ):
        count_in(session, a, version, month, 6, score_millionths=score)
    count_in(session, a, version, JAN, 5, sample_type="census", score_millionths=600_000)
    count_in(session, a, version, JAN, 9, sample_type="purposive", score_millionths=0)
    count_in(session, a, version, JAN + 12, 7)
    scope = centre_scope(session, OPERATOR, a)
    assert scope is not None
    trend = rubric_trend(session, scope, "sample")
    assert trend is not None
    points = [
        point
        for point in trend.whole(Coverage.SAMPLED).points
        if YEAR.first <= point.period.first_month <= YEAR.last
    ]
    sums = sums_of(session, [scope.key], the_version(session), YEAR)
    one = sums[scope.key].every
    assert one.file_count == sum(point.file_count for point in points) == 23
    assert one.stop_count == sum(point.stop_count for point in points)
    assert one.bands[:4] == tuple(map(sum, zip(*(point.bands for point in points), strict=True)))
    shown = sum(((p.value or Fraction(0)) * p.scored_count for p in points), Fraction(0))
    assert Fraction(one.score_sum, 1_000_000) == shown
    # the census and the random files of January are one month, so three groups and not four
    assert (one.census_count, one.group_count) == (5, 3)
    january = (6 * 8e5 + 5 * 6e5) ** 2 / 11
    assert one.group_squares == pytest.approx(january + 6 * 9e5**2 + 6 * 7e5**2)


def test_final_results_alone(session: Session) -> None:
    a, _b = two_centres(session)
    version = published(session)
    count_in(session, a, version, JAN, 6, stop_count=1)
    count_in(session, a, version, JAN, 4, is_final=False, band_position=4)
    network = the_network(session)
    used = versions_used(session, network, YEAR, is_final=True)[-1]
    assert dict(used.files) == {Coverage.SAMPLED: 6}
    both = sums_of(session, [f"c:{a}"], used, YEAR)[f"c:{a}"]
    one = both.final
    assert (one.file_count, one.scored_count, one.stop_count, one.bands[:4]) == (
        6,
        6,
        6,
        (0, 6, 0, 0),
    )
    assert (both.every.file_count, both.every.final_count) == (10, 6)


def test_the_version_used_last_stands_last_and_imported_files_only_where_there_are_no_others(
    session: Session,
) -> None:
    a, b = two_centres(session)
    old, new = published(session), published(session, "2.0.0")
    count_in(session, a, new, JAN + 3, sample_type="imported")
    count_in(session, a, old, JAN + 5)
    count_in(session, b, old, JAN + 5, sample_type="imported")
    count_in(session, b, new, JAN + 9, sample_type="purposive")
    used = versions_used(session, the_network(session), YEAR, is_final=False)
    assert [(one.version, one.coverage) for one in used] == [
        ("2.0.0", Coverage.IMPORTED),
        ("1.0.0", Coverage.SAMPLED),
    ]


def test_a_place_is_compared_by_those_who_reach_all_of_it(session: Session) -> None:
    a, _b = two_centres(session)
    network = the_network(session)
    (province,) = places_below(session, network)
    city = compared_place(session, OPERATOR, province.object_id)
    assert city is not None
    assert city.above == (0, BilingualText())
    reach = Reach(place_paths=frozenset({city.path}))
    lead = person(Role.SENIOR_SUPERVISOR, reach=reach)
    assert compared_place(session, lead, 0) is None
    found = compared_place(session, lead, province.object_id)
    assert found is not None
    assert found.above is None
    assert found.scope.sees_files
    assert [one for one, _name in places_to_compare(session, lead)] == [province.object_id]
    judge = compared_place(session, person(Role.JUDICIAL_READER, reach=reach), province.object_id)
    assert judge is not None
    assert not judge.scope.sees_files
    own = Reach(centre_ids=frozenset({a}))
    manager = person(Role.CENTRE_MANAGER, reach=own)
    assert compared_place(session, manager, province.object_id) is None
    assert places_to_compare(session, manager) == ()
    assert compared_place(session, person(Role.CASEWORKER), 0) is None
    assert compared_place(session, OPERATOR, 999) is None


def test_centres_by_code_or_the_places_below_where_there_are_too_many(
    session: Session, monkeypatch
) -> None:
    two_centres(session)
    network = the_network(session)
    below = places_below(session, network)
    assert [one.code for one in units_of(session, network, below, YEAR)] == ["A", "B"]
    monkeypatch.setattr("qa_app.queries.compared_places.COMPARED_MOST", 1)
    assert [one.code for one in units_of(session, network, below, YEAR)] == ["YN"]
    assert len(every_centre(session, YEAR)) == 2


def test_places_of_who_sees_no_files_hold_centres_with_enough_files_only(session: Session) -> None:
    a, b = two_centres(session)
    network = the_network(session)
    units = places_below(session, network)
    centres = every_centre(session, YEAR)
    many = UnitSum(12, 12, 0, (0, 10, 2), 0, 12)
    few = UnitSum(9, 9, 0, (0, 1, 8), 0, 9)
    sums = {f"c:{a}": Sums(many, many), f"c:{b}": Sums(few, few)}

    def places(*, sees_files: bool) -> list[Sums]:
        how = {"sees_files": sees_files, "is_visits": False}
        return list(sums_by_place(units, centres, sums, Measure.BAND, **how).values())

    ((judge,), (lead,)) = places(sees_files=False), places(sees_files=True)
    assert (judge.every.file_count, judge.every.bands) == (12, (0, 10, 2))
    # whoever reads the audits sees all of them, and is told the same verdict
    assert (lead.every.file_count, lead.every.bands) == (21, (0, 11, 10))
    assert judge.final == lead.final


def test_limits_begin_anew_where_they_do_on_the_trend_itself(session: Session) -> None:
    a, b = two_centres(session)
    version = published(session)
    count_in(session, a, version)
    used = the_version(session)
    values = {"scope": f"c:{a}", "rubric_version_id": version, "section": "", "month": JAN + 4}
    who = {
        "reason": "new procedure in force",
        "old_mean": 1,
        "new_mean": 2,
        "begun_by": _account(session),
    }
    from tests.people import NOON

    session.execute(insert(BaselineRow).values(**values, **who, begun_at=NOON))
    session.commit()
    network = the_network(session)
    units = units_of(session, network, (), YEAR)
    of_scopes = cuts_of_scopes(session, [one.scope for one in units], used.rubric)
    for one in (a, b):
        scope = centre_scope(session, OPERATOR, one)
        assert scope is not None
        assert of_scopes(scope.key, "") == cuts_of(session, scope, "sample")
    assert [one.month for one in of_scopes(f"c:{a}", "")] == [JAN + 4]
    assert of_scopes(f"c:{a}", "A") == of_scopes(f"c:{b}", "") == ()


def _account(session: Session) -> int:
    from argon2 import PasswordHasher

    from qa_app.domain.people import NewGrant
    from qa_app.services.accounts.add_account import NewAccount, add_account
    from tests.people import NOON

    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    new = NewAccount("lead", "lead", "four unrelated words", (NewGrant(Role.SENIOR_SUPERVISOR),))
    return add_account(session, OPERATOR, new, cheap, at=NOON)


def test_what_is_read_does_not_grow_with_the_files(session: Session) -> None:
    a, b = two_centres(session)
    version = published(session)

    def read() -> tuple[int, int]:
        with counted(session) as statements:
            network = the_network(session)
            used = versions_used(session, network, YEAR, is_final=False)[-1]
            units = units_of(session, network, places_below(session, network), YEAR)
            scopes = [one.scope for one in units]
            sums = sums_of(session, scopes, used, YEAR)
            months = months_of(session, scopes, used, YEAR.last)
            cuts_of_scopes(session, scopes, used.rubric)
        return len(statements), len(sums) + sum(map(len, months.values()))

    for month in range(12):
        count_in(session, a, version, JAN + month, 5)
        count_in(session, b, version, JAN + month, 5)
    few = read()
    for month in range(12):
        count_in(session, a, version, JAN + month, 50)
        count_in(session, b, version, JAN + month, 50)
    assert read() == few
    # one row for each centre, and one for each of its months
    assert few[1] == 2 + 24
