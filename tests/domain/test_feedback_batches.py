"""No two looks at any moments differ by fewer answers than a batch holds."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from qa_app.domain.feedback_batches import Batch, Given, SafeAsking, batches_of, batches_within
from qa_app.domain.service_threads import year_before

START = date(2025, 1, 1)


def moment(day: int) -> datetime:
    return datetime(2025, 1, 1, 4, tzinfo=UTC) + timedelta(days=day)


def answered(number: int, day: int, place: int | None = None) -> SafeAsking:
    on = START + timedelta(days=day)
    return SafeAsking(number, Given(place or number, on, moment(day), (number,) * 5))


def test_nine_wait_and_nineteen_show_ten() -> None:
    assert batches_of([answered(number, 0) for number in range(1, 10)]) == ()
    found = batches_of([answered(number, number) for number in range(1, 20)])
    assert [one.askings for one in found] == [tuple(range(1, 11))]
    assert (found[0].first_on, found[0].whole_on) == (date(2025, 1, 2), date(2025, 1, 11))
    assert found[0].whole_at == moment(10)


def test_answers_count_in_the_order_in_which_they_came() -> None:
    # the paper that was handed out first comes back last
    late = answered(1, 30, place=11)
    rest = [answered(number, number, place=number - 1) for number in range(2, 12)]
    assert batches_of([late, *rest])[0].askings == tuple(range(2, 12))


def test_the_share_that_answered_stays_with_its_batch() -> None:
    ten = [answered(number, number) for number in range(2, 12)]
    silent = [SafeAsking(1, None), SafeAsking(12, None)]
    # the first was asked before the tenth who answered; the other after the last of them
    assert [one.asked for one in batches_of([*ten, *silent])] == [11]
    more = [answered(number, number) for number in range(13, 23)]
    assert [one.asked for one in batches_of([*ten, *silent, *more])] == [11, 11]
    # who answers later was silent until then
    late = answered(1, 23, place=23)
    assert [one.asked for one in batches_of([*ten, late, silent[1], *more])] == [11, 11]


def test_a_batch_leaves_the_year_as_a_whole() -> None:
    found = batches_of([answered(number, number * 30) for number in range(1, 11)])
    # its tenth answer came on day 300, 28 October 2025
    assert found[0].whole_on == date(2025, 10, 28)
    for last, is_told in (
        (date(2025, 10, 27), False),
        (date(2025, 10, 28), True),
        (date(2026, 10, 27), True),
        (date(2026, 10, 29), False),
    ):
        told = batches_within(found, year_before(last), last, moment(9_999))
        assert (len(told) == 1) is is_told, last
    assert batches_within(found, START, date(2026, 1, 1), moment(300)) == found
    earlier = moment(300) - timedelta(microseconds=1)
    assert batches_within(found, START, date(2026, 1, 1), earlier) == ()


ACTS = st.lists(
    st.tuples(
        st.sampled_from(("ask", "answer", "answer", "answer")),
        st.integers(0, 40),
        st.integers(0, 9),
    ),
    max_size=60,
)


@settings(max_examples=150, deadline=None)
@given(ACTS)
def test_no_pair_of_looks_differs_by_fewer_than_a_batch(acts: list[tuple[str, int, int]]) -> None:
    askings: list[SafeAsking] = []
    day = place = 0
    looks: list[tuple[Batch, ...]] = []
    for act, days, which in acts:
        day += days
        open_ones = [one for one in askings if one.given is None]
        if act == "ask" or not open_ones:
            askings.append(SafeAsking(len(askings) + 1, None))
            open_ones = [askings[-1]]
        if act == "answer":
            chosen, place = open_ones[which % len(open_ones)], place + 1
            on = START + timedelta(days=day)
            given_now = Given(place, on, moment(day), (which % 5 + 1,) * 5)
            askings[chosen.id - 1] = SafeAsking(chosen.id, given_now)
        today = START + timedelta(days=day)
        looks.append(batches_within(batches_of(askings), year_before(today), today, moment(day)))
    for one in looks:
        for other in looks:
            ours = {asking for batch in one for asking in batch.askings}
            theirs = {asking for batch in other for asking in batch.askings}
            assert len(ours - theirs) % 10 == len(theirs - ours) % 10 == 0
            # and what both show of the same answers is the same
            assert not Counter(one) - Counter(other) or ours != theirs
    # what was seen as of a day is seen again when one looks back
    whole = batches_of(askings)
    assert all(batch in whole for look in looks for batch in look)
