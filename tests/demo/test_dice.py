from collections import Counter

from qa_app.demo.dice import Dice


def test_the_same_seed_gives_the_same_numbers() -> None:
    one, same, other = Dice("a"), Dice("a"), Dice("b")
    first = [one.number() for _ in range(5)]
    assert first == [same.number() for _ in range(5)]
    assert first != [other.number() for _ in range(5)]


def test_numbers_stay_within_their_limits_and_reach_them() -> None:
    dice = Dice("limits")
    assert {dice.between(3, 5) for _ in range(200)} == {3, 4, 5}
    assert {dice.below(2) for _ in range(50)} == {0, 1}
    assert {dice.one_of("xyz") for _ in range(100)} == {"x", "y", "z"}


def test_hits_come_as_often_as_said() -> None:
    dice = Dice("often")
    counts = Counter(dice.hits(30) for _ in range(3000))
    assert 800 < counts[True] < 1000  # 900 expected, standard deviation 25
    assert not any(dice.hits(0) for _ in range(100))
    assert all(dice.hits(100) for _ in range(100))
