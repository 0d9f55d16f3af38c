"""Tier before tier, and inside a tier the most urgent first."""

from qa_app.domain.due import Tier
from qa_app.domain.plan_rules import PlanNeed
from qa_app.domain.plan_steps import stepped
from qa_app.domain.planning_solver import Programme, Row
from tests.domain.months import a_need


def chosen(needs: list[PlanNeed], weights: list[float], room: float) -> list[str]:
    programme = Programme()
    puts = [(need.key, programme.variable()) for need in needs]
    programme.rows.append(
        Row({place: weight for (_, place), weight in zip(puts, weights, strict=True)}, most=room)
    )
    steps = stepped(programme, needs, puts, {})
    assert steps is not None
    assert steps.is_proven
    return [key for key, place in puts if steps.values[place]]


def test_one_of_an_earlier_tier_outranks_many_of_a_later_one() -> None:
    needs = [
        a_need("red", tier=Tier.OPEN_CRITICAL, order=0),
        *[a_need(f"soon{one}", tier=Tier.DUE_SOON, order=one + 1) for one in range(4)],
    ]
    assert chosen(needs, [4, 1, 1, 1, 1], room=4) == ["red"]


def test_more_of_a_tier_before_the_most_urgent_of_it() -> None:
    needs = [a_need(key, order=place) for place, key in enumerate("abc")]
    assert chosen(needs, [2, 1, 1], room=2) == ["b", "c"]


def test_the_most_urgent_where_as_many_can_be_met() -> None:
    needs = [a_need(key, order=place) for place, key in enumerate("abc")]
    assert chosen(needs, [1, 1, 1], room=2) == ["a", "b"]


def test_what_else_is_wanted_decides_last() -> None:
    need = a_need()
    programme = Programme()
    early, late = programme.variable(), programme.variable()
    steps = stepped(programme, [need], [("a", early), ("a", late)], {late: -1.0})
    assert steps is not None
    assert steps.values == (1, 0)
