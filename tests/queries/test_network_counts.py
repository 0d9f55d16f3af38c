"""Every centre in few numbers: the same as its own sums, whatever is compared."""

import pytest
from sqlalchemy.orm import Session

from qa_app.domain.comparison import Conforming, counted_of
from qa_app.domain.shares import Measure
from qa_app.domain.statistics.funnel import Counted
from qa_app.queries.comparison import sums_of
from qa_app.queries.network_counts import final_counts, sums_of_many
from tests.queries.test_comparison import YEAR, the_version
from tests.readings import JAN, count_in, published
from tests.register import two_centres


def scopes_of(session: Session) -> list[str]:
    """A: 8 of 12 final ones in the second band, 4 in the third with a red line; B: 9 final ones."""
    a, b = two_centres(session)
    version = published(session)
    for month, chosen in ((JAN, "random"), (JAN + 3, "census")):
        count_in(session, a, version, month, 4, sample_type=chosen)
        count_in(session, a, version, month, 2, band_position=3, stop_count=1)
    count_in(session, a, version, JAN, 5, is_final=False, score_millionths=400_000)
    # another year, and chosen on purpose
    count_in(session, a, version, JAN - 1, 5)
    count_in(session, a, version, JAN, 5, sample_type="purposive")
    count_in(session, b, version, JAN, 9)
    return [f"c:{a}", f"c:{b}"]


@pytest.mark.parametrize("measure", Measure)
def test_sums_of_many_hold_what_the_measure_needs(session: Session, measure: Measure) -> None:
    scopes = scopes_of(session)
    used = the_version(session)
    many = sums_of_many(session, scopes, used, YEAR, Conforming(measure, 2))
    whole = sums_of(session, scopes, used, YEAR)
    assert many.keys() == whole.keys()
    for scope, sums in many.items():
        for few, one in ((sums.every, whole[scope].every), (sums.final, whole[scope].final)):
            counts = (few.file_count, few.final_count, few.census_count)
            assert counts == (one.file_count, one.final_count, one.census_count)
            if measure is Measure.SCORE:
                assert (few.scored_count, few.score_sum) == (one.scored_count, one.score_sum)
            else:
                assert counted_of(few, measure) == counted_of(one, measure)


@pytest.mark.parametrize(
    ("conforming", "first", "second"),
    [
        (Conforming(Measure.BAND), Counted(8, 12), Counted(9, 12)),
        (Conforming(Measure.RATING, 3), Counted(12, 12), Counted(12, 12)),
        (Conforming(Measure.REDLINE), Counted(8, 12), Counted(9, 12)),
    ],
)
def test_shares_are_held_against_centres_with_enough_final_results(
    session: Session, conforming: Conforming, first: Counted, second: Counted
) -> None:
    scopes = scopes_of(session)
    used = the_version(session)
    # nine are too few for anything to be made of them
    assert final_counts(session, scopes, used, YEAR, conforming) == [first]
    # with three more they are enough, and two alike are two
    centre = int(scopes[1][2:])
    count_in(session, centre, used.version_id, JAN, 3, band_position=3, stop_count=1)
    found = final_counts(session, scopes, used, YEAR, conforming)
    assert sorted(found, key=lambda one: one.found) == [first, second]
