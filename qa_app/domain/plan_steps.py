"""Takes one goal after another: what an earlier step reached, no later one gives up."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from qa_app.domain.due import TIERS, Tier
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


@dataclass(slots=True)
class Evenness:
    """How evenly work lies on stretches of days, once nothing else is given up for it.

    Attributes:
        over: Variables of minutes above what a stretch would hold if all held the same, and of
            others that are as unwelcome.
        early: Variables that meet a need, with how unwelcome it is to be met that late.
    """

    over: list[int]
    early: dict[int, int]

    def level(
        self, programme: Programme, minutes: Mapping[int, float], standing: int, fair: int
    ) -> None:
        """Count what a stretch holds above its fair part.

        Args:
            programme: Where a variable and a row are added.
            minutes: Variables that meet a need in the stretch, with their minutes.
            standing: Minutes that stand in it already.
            fair: Minutes it would hold if all held the same.
        """
        over = programme.variable(int(sum(minutes.values())) + standing)
        self.over.append(over)
        programme.rows.append(Row({**minutes, over: -1}, most=fair - standing))

    @property
    def gains(self) -> dict[int, float]:
        """Give the goal: as few minutes above as can be, then urgent things first."""
        one_minute = 1 + sum(self.early.values())
        return {one: -float(one_minute) for one in self.over} | {
            place: -float(late) for place, late in self.early.items()
        }


def days_put_off(need: PlanNeed, day: date, first: date) -> int:
    """Count the days by which a need is put off, where waiting has a price of its own.

    Args:
        need: The need.
        day: A day to meet it.
        first: First day of the month that can be planned.

    Returns:
        Days later than due; for an open red line since `first` at most. 0 for anything else that
        was late before `first`: its days are not filled to the last hour for it (ADR 0067).
    """
    if need.tier is Tier.OPEN_CRITICAL:
        return max((day - max(need.due_on, first)).days, 0)
    return 0 if need.due_on < first else max((day - need.due_on).days, 0)


def urgencies(needs: Iterable[PlanNeed]) -> dict[str, int]:
    """Weigh how early needs come among stretches that are equal in all else.

    Args:
        needs: The needs.

    Returns:
        Need to 1 for the least urgent, one more for each before it: by tier, and within a tier
        what is late longest first (`PlanNeed.order`).
    """
    last_first = sorted(needs, key=lambda need: need.order, reverse=True)
    return {need.key: place for place, need in enumerate(last_first, start=1)}


def one_way(needs: Iterable[PlanNeed], minutes_a_day: int) -> int:
    """Tell how many minutes the longest way to one centre takes.

    Args:
        needs: What one person is to meet.
        minutes_a_day: How long a day of theirs is.

    Returns:
        Minutes of all that is to be met at one centre, at most a day; 0 without needs.
    """
    there: Counter[int] = Counter()
    for need in needs:
        there[need.centre] += need.minutes
    return min(max(there.values(), default=0), minutes_a_day)


def stepped(
    programme: Programme,
    needs: Sequence[PlanNeed],
    puts: Iterable[tuple[str, int]],
    gains: Mapping[int, float],
    *even: Evenness,
) -> Steps | None:
    """Meet as many needs as can be, tier by tier, then as well as can be, then evenly.

    Args:
        programme: Variables and rows; rows are added.
        needs: What is to be met, each at most once.
        puts: Needs by key with the variables that meet them.
        gains: What else is wanted, once no more needs can be met.
        even: How evenly, once that is reached as well, one after another.

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
        return Steps(_evened(whole, gains, even, found), is_proven=True)
    return _by_tiers(programme, needs, ways, gains, even)


def _evened(
    programme: Programme, gains: Mapping[int, float], even: Sequence[Evenness], found: Solution
) -> tuple[int, ...]:
    best, goals = found.values, [gains, *(one.gains for one in even if one.early)]
    kept = Programme(programme.most, list(programme.rows))
    for reached, wanted in pairwise(goals):
        least = sum(best[place] * gain for place, gain in reached.items())
        kept.rows.append(Row(reached, least=least))
        evened = maximised(kept, wanted, _STEP_SECONDS)
        best = best if evened is None else evened.values
    return best


def _by_tiers(
    programme: Programme,
    needs: Sequence[PlanNeed],
    ways: Mapping[str, Mapping[int, float]],
    gains: Mapping[int, float],
    even: Sequence[Evenness],
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
    if found is None:
        return None
    return Steps(_evened(programme, gains, even, found), is_proven)


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
