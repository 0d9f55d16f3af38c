"""The line on the common items: from totals alone, equal to what the files give by hand."""

from fractions import Fraction

import pytest
from sqlalchemy.orm import Session

from qa_app.domain.common_items import BreakReason
from qa_app.domain.series import Coverage
from qa_app.queries.linked_trends import NOT_LINKED, LinkedTrend, linked_trend
from qa_app.queries.trends import Scope, centre_scope, network_scope, place_scope, rubric_trend
from tests.builders import item, section
from tests.people import OPERATOR
from tests.queries.test_trends import place_of
from tests.readings import JAN, count_in, declare, publish_next, published
from tests.register import two_centres
from tests.statements import counted

WORTH = {"met": Fraction(1), "partly": Fraction(1, 2), "unmet": Fraction(0)}


def two_versions(session: Session) -> tuple[int, int]:
    """Sections A (A1, A2) and B (B1) of equal weight; then B1 became B2, and B weighs less."""
    old = published(session, "1.0.0")
    new = publish_next(
        session,
        section("A", item("A1", weight=3), item("A2"), weight=4),
        section("B", item("B2"), weight=1),
    )
    return old, new


def linked(session: Session, scope: Scope | None) -> LinkedTrend:
    assert scope is not None
    trend = rubric_trend(session, scope, "sample")
    assert trend is not None
    return linked_trend(session, scope, trend)


def test_totals_of_items_give_what_the_files_give(session: Session) -> None:
    a, _ = two_centres(session)
    old, new = two_versions(session)
    # B1 retired, so only half of the old version's weight is covered: too little
    declare(session, new, old, A1="same", A2="reworded", B1="retired", B2="new")
    count_in(session, a, old, JAN)
    count_in(session, a, new, JAN + 1)
    found = linked(session, centre_scope(session, OPERATOR, a))
    assert found.lines == ()
    (gap,) = found.breaks
    assert (gap.before_id, gap.after_id, gap.reason) == (old, new, BreakReason.SHARE)
    assert gap.share == Fraction(1, 2)


def test_the_line_is_that_of_the_files_counted_by_hand(session: Session) -> None:
    a, b = two_centres(session)
    old = published(session, "1.0.0")
    new = publish_next(
        session,
        section("A", item("A1", weight=3), item("A2"), weight=3),
        section("B", item("B1"), item("B2"), weight=1),
    )
    declare(session, new, old, A1="same", A2="reworded", B1="same", B2="new")
    files = [
        (old, {"A1": "met", "A2": "unmet", "B1": "met"}),
        (old, {"A1": "partly", "A2": "na", "B1": "met"}),
        (old, {"A1": "met", "A2": "met", "B1": "unmet"}),
        (new, {"A1": "unmet", "A2": "met", "B1": "na", "B2": "unmet"}),
        (new, {"A1": "met", "A2": "partly", "B1": "met", "B2": "unmet"}),
    ]
    for version, codes in files:
        count_in(session, a, version, JAN, 1, codes=codes)
    count_in(session, b, new, JAN, 5, codes={"A1": "unmet", "A2": "unmet", "B1": "unmet"})
    # chosen on purpose: in no line
    count_in(session, a, new, JAN, 9, codes={"A1": "unmet"}, sample_type="purposive")
    # weights of 2.0.0: A1 3/4 of 3/4, A2 1/4 of 3/4, B1 1/2 of 1/4
    weights = {"A1": Fraction(9, 16), "A2": Fraction(3, 16), "B1": Fraction(2, 16)}
    earned = possible = Fraction(0)
    for _, codes in files:
        for code, weight in weights.items():
            if codes[code] != "na":
                earned += weight * WORTH[codes[code]]
                possible += weight
    (one,) = linked(session, centre_scope(session, OPERATOR, a)).lines
    # 9 x 3.5 + 3 x 2.5 + 2 x 3 = 45 of 9 x 5 + 3 x 4 + 2 x 4 = 65 sixteenths
    assert earned / possible == Fraction(45, 65)
    assert [(p.value, p.file_count) for p in one.series.points] == [(earned / possible, 5)]
    assert one.joined.weights == weights
    # all three items of the old version; in the new one B2 is not shared: 14 of 16
    assert (one.joined.share, one.joined.version_ids) == (Fraction(7, 8), (old, new))
    # the city and the network hold both centres: 45 of 65, and nothing of 5 x 14 more
    _, city, district = place_of(session, a)
    wide = [network_scope(OPERATOR), place_scope(session, OPERATOR, city)]
    for scope, value in [
        *((scope, Fraction(45, 65 + 70)) for scope in wide),
        (place_scope(session, OPERATOR, district), Fraction(45, 65)),
    ]:
        (line,) = linked(session, scope).lines
        assert [p.value for p in line.series.points] == [value]


def test_the_ordinary_segments_stay_as_they_are(session: Session) -> None:
    a, _ = two_centres(session)
    old, new = two_versions(session)
    count_in(session, a, old, JAN)
    count_in(session, a, new, JAN + 1)
    scope = centre_scope(session, OPERATOR, a)
    assert scope is not None
    before = rubric_trend(session, scope, "sample")
    declare(session, new, old, A1="same", A2="same", B1="retired", B2="new")
    assert rubric_trend(session, scope, "sample") == before
    assert before is not None
    assert len(before.whole(Coverage.SAMPLED).segments) == 2


def test_versions_published_from_files_alone_say_that_nothing_was_compared(
    session: Session,
) -> None:
    a, _ = two_centres(session)
    old, new = two_versions(session)
    count_in(session, a, old, JAN)
    count_in(session, a, new, JAN + 1)
    found = linked(session, centre_scope(session, OPERATOR, a))
    assert [one.reason for one in found.breaks] == [BreakReason.UNDECLARED]


@pytest.mark.parametrize("times", [5, 200])
def test_the_price_does_not_grow_with_audits(session: Session, times: int) -> None:
    a, _ = two_centres(session)
    old, new = published(session, "1.0.0"), published(session, "2.0.0")
    declare(session, new, old, A1="same", A2="same", B1="same")
    count_in(session, a, old, JAN, times)
    scope = centre_scope(session, OPERATOR, a)
    assert scope is not None
    trend = rubric_trend(session, scope, "sample")
    assert trend is not None
    with counted(session) as seen:
        assert linked_trend(session, scope, trend) == NOT_LINKED
    assert seen == []
    count_in(session, a, new, JAN + 1, times)
    trend = rubric_trend(session, scope, "sample")
    assert trend is not None
    with counted(session) as seen:
        (one,) = linked_trend(session, scope, trend).lines
    # what was declared, totals of items, totals of files
    assert len(seen) == 3
    assert not any("FROM audit" in statement for statement in seen)
    assert [p.file_count for p in one.series.points] == [times, times]
