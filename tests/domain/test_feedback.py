from dataclasses import replace
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


def test_means_are_told_from_ten_answers_on() -> None:
    assert mean_of([]) is None
    few = figures_of(12, 3, [(5, 4, 3, 2, 1)] * 9)
    assert (few.replies, few.mean, few.by_question) == (9, None, ())
    many = figures_of(20, 3, [(5, 4, 3, 2, 1)] * 9 + [(5, 5, 5, 5, 5)])
    # 9 × 15 + 25 = 160 of 50 answers
    assert many.mean == Fraction(16, 5)
    assert many.by_question[4] == Fraction(14, 10)
    assert (many.reply_share, many.unsafe) == (Fraction(1, 2), 3)
    assert figures_of(0, 1, []).reply_share is None
    assert figures_of(0, 1, []).reply_interval is None
    # Wilson, 10 of 20: 1.96 * sqrt(0.0125 + 3.8415 / 1600) / (1 + 3.8415 / 20) = 0.2007 about 0.5
    reached = many.reply_interval
    assert reached is not None
    assert (round(reached.low, 4), round(reached.high, 4)) == (0.2993, 0.7007)
