from fractions import Fraction

from qa_app.domain.simulation_chance import Chance


def test_throws_are_those_of_the_published_generator() -> None:
    # first outputs of SplitMix64 from 0, as its authors' program gives them
    chance = Chance(0)
    assert [chance.number() for _ in range(3)] == [
        0xE220A8397B1DCDAF,
        0x6E789E6AA1B965F4,
        0x06C45D188009454F,
    ]


def test_the_same_seed_gives_the_same_throws() -> None:
    first, second = Chance(7), Chance(7)
    assert [first.below(6) for _ in range(50)] == [second.below(6) for _ in range(50)]
    assert [Chance(7).one_of("abc")] == [Chance(7).one_of("abc")]


def test_shares_come_out_and_what_is_certain_stays_so() -> None:
    chance = Chance(1)
    # 10,000 throws at 95 %: four standard deviations are 87
    assert abs(chance.count(10_000, Fraction(95, 100)) - 9_500) < 87
    assert chance.count(100, Fraction(1)) == 100
    assert chance.count(100, Fraction(0)) == 0
    assert not chance.count(0, Fraction(1))
