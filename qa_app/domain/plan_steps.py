"""Takes one goal after another: what an earlier step reached, no later one gives up."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from qa_app.domain.due import TIERS
from qa_app.domain.plan_rules import PlanNeed
from qa_app.domain.planning_solver import Programme, Row, Solution, maximised

_STEP_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Steps:
    """What the steps found.

    Attributes:
        values: A whole number for each variable.
        is_proven: True when no other choice meets more needs, tier by tier; what comes after
            that (how late, how many ways) may stop at its limit of time.
    """

    values: tuple[int, ...]
    is_proven: bool


def stepped(
    programme: Programme,
    needs: Sequence[PlanNeed],
    puts: Iterable[tuple[str, int]],
    gains: Mapping[int, float],
) -> Steps | None:
    """Meet as many needs as can be, tier by tier, and then as well as can be.

    Args:
        programme: Variables and rows; rows are added.
        needs: What is to be met, each at most once.
        puts: Needs by key with the variables that meet them.
        gains: What else is wanted, once no more needs can be met.

    Returns:
        The choice; None when nothing was found in time.
    """
    ways: dict[str, dict[int, float]] = defaultdict(dict)
    for key, place in puts:
        ways[key][place] = 1
    if not ways:
        return Steps((0,) * len(programme.most), is_proven=True)
    programme.rows.extend(Row(one, most=1) for one in ways.values())
    # mostly all that has a way at all can be met: then one step does it
    whole = Programme(programme.most, [*programme.rows, *(Row(one, 1) for one in ways.values())])
    found = maximised(whole, gains, _STEP_SECONDS)
    if found is not None:
        return Steps(found.values, is_proven=True)
    return _by_tiers(programme, needs, ways, gains)


def _by_tiers(
    programme: Programme,
    needs: Sequence[PlanNeed],
    ways: Mapping[str, Mapping[int, float]],
    gains: Mapping[int, float],
) -> Steps | None:
    best: Solution | None = None
    is_proven = True
    for wanted in _tier_goals(needs, ways):
        found = maximised(programme, wanted, _STEP_SECONDS)
        if found is None:
            is_proven = False
            continue
        best, is_proven = found, is_proven and found.is_proven
        reached = sum(found.values[place] * gain for place, gain in wanted.items())
        programme.rows.append(Row(wanted, least=reached))
    found = maximised(programme, gains, _STEP_SECONDS) or best
    return None if found is None else Steps(found.values, is_proven)


def _tier_goals(
    needs: Sequence[PlanNeed], ways: Mapping[str, Mapping[int, float]]
) -> list[dict[int, float]]:
    # whole numbers; what the order inside a tier adds is less than one need, even for all together
    count = max((need.order for need in needs), default=0) + 2
    goals = [
        {
            place: float(count**2 + count - need.order)
            for need in needs
            if need.tier is tier
            for place in ways.get(need.key, ())
        }
        for tier in TIERS
    ]
    return [goal for goal in goals if goal]
