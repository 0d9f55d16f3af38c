from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction

import pytest

from qa_app.domain.errors import InvalidError
from qa_app.domain.feedback import (
    Asked,
    Basis,
    Device,
    NewAsking,
    Reply,
    Way,
    basis_of,
    check_reply,
    figures_of,
    mean_of,
)
from qa_app.domain.feedback_batches import Batch

PAPER = NewAsking("social_work", Asked.CHILD, Way.PAPER, is_ticked=True)
NOTHING: frozenset[str] = frozenset()


def asking(**changes: object) -> NewAsking:
    return replace(PAPER, **changes)


def test_asking_rests_on_the_case_or_on_who_says_it_is_safe() -> None:
    assert basis_of(PAPER, NOTHING) is Basis.TICKED
    assert basis_of(asking(reference="KM-26-0000-00153"), NOTHING) is Basis.CASE
    unsafe = asking(way=Way.UNSAFE, is_ticked=False)
    assert basis_of(unsafe, frozenset({"guardian_suspect"})) is Basis.UNSAFE
    device = asking(way=Way.DEVICE, device=Device("0" * 64, 1))
    assert basis_of(device, NOTHING) is Basis.TICKED


@pytest.mark.parametrize("fact", ["guardian_suspect", "caregiver_suspect", "rep_is_offender"])
def test_nobody_is_asked_whose_guardian_is_suspected(fact: str) -> None:
    with pytest.raises(InvalidError, match="guardian_suspected"):
        basis_of(PAPER, frozenset({fact}))


def test_nobody_is_asked_unless_somebody_says_it_is_safe() -> None:
    with pytest.raises(InvalidError, match="not_said_safe"):
        basis_of(asking(is_ticked=False), NOTHING)
    with pytest.raises(InvalidError, match="no_device"):
        basis_of(asking(way=Way.DEVICE), NOTHING)


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (Reply((1, 2, 3, 4)), "answer_missing"),
        (Reply((1, 2, 3, 4, 0)), "answer_missing"),
        (Reply((1, 2, 3, 4, 6)), "answer_missing"),
        (Reply((5,) * 5, "打我电话13812345678"), "phone"),
        (Reply((5,) * 5, "社工张伟很好"), "likely_name"),
        (Reply((5,) * 5, "好" * 501), "text_too_long"),
    ],
)
def test_replies_are_whole_and_name_nobody(reply: Reply, code: str) -> None:
    with pytest.raises(InvalidError, match=code):
        check_reply(reply)


def test_words_may_be_left_out() -> None:
    check_reply(Reply((1, 2, 3, 4, 5), "\u200b"))
    check_reply(Reply((1, 2, 3, 4, 5), "很好"))


def a_batch(asked: int, *answers: tuple[int, ...]) -> Batch:
    noon = datetime(2026, 3, 31, 4, tzinfo=UTC)
    return Batch(tuple(range(len(answers))), answers, asked, noon.date(), noon.date(), noon)


def test_means_are_of_whole_batches() -> None:
    assert mean_of([]) is None
    none = figures_of([])
    assert (none.asked, none.replies, none.mean, none.by_question) == (0, 0, None, ())
    assert none.reply_interval is None
    one = a_batch(12, *[(5, 4, 3, 2, 1)] * 9, (5, 5, 5, 5, 5))
    # 9 × 15 + 25 = 160 of 50 answers
    assert figures_of([one]).mean == Fraction(16, 5)
    assert figures_of([one]).by_question[4] == Fraction(14, 10)
    both = figures_of([one, a_batch(28, *[(1, 1, 1, 1, 1)] * 10)])
    # and 50 more of 100
    assert (both.asked, both.replies, both.mean) == (40, 20, Fraction(21, 10))
    # Wilson, 20 of 40: 1.96 * sqrt(0.25 / 40 + 3.8415 / 6400) / (1 + 3.8415 / 40) = 0.1480 about 0.5
    reached = both.reply_interval
    assert reached is not None
    assert (round(reached.low, 4), round(reached.high, 4)) == (0.3520, 0.6480)
