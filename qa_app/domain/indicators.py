"""Indicators of the workforce: workers for children, certified, supervised, by district and level.

Numbers of people are small in districts. Whoever may not read workers by code is told a number only
where nobody can work a small one out from it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from qa_app.domain.defaults import INDICATOR_PER, SMALL_COUNT
from qa_app.domain.statistics.disclosure import shown_counts

_PAIR: Final = 2


@dataclass(frozen=True, slots=True)
class CountedWorker:
    """A worker in post who meets children.

    Attributes:
        district_id: Where their centre stands.
        tier: Level of the workforce; empty where nobody recorded it.
        is_certified: True with a certificate in force that counts for their area.
        is_supervised: True with a supervision agreement in force.
    """

    district_id: int
    tier: str
    is_certified: bool
    is_supervised: bool


@dataclass(frozen=True, slots=True)
class Population:
    """Children of a district.

    Attributes:
        children: How many.
        year: Of which year.
        source: Where the number comes from.
    """

    children: int
    year: int
    source: str


@dataclass(frozen=True, slots=True)
class Counted:
    """People of one district, or of all together; None where a number is not told.

    Attributes:
        workers: Workers in post who meet children.
        certified: Of those, with a certificate that counts.
        supervised: Of those, with a supervision agreement.
        has_licences: True where anybody recorded a certificate.
        is_given: True where any worker is recorded.
    """

    workers: int | None
    certified: int | None
    supervised: int | None
    has_licences: bool = True
    is_given: bool = True


@dataclass(frozen=True, slots=True)
class Year:
    """Everything of one year, as its reader may see it.

    Attributes:
        year: The year.
        districts: District to its people.
        populations: District to its children; districts without a number are missing.
        total: All districts together.
        tiers: Level to workers; None where that is not told. Empty code: nobody recorded it.
        covered_workers: Workers of districts whose children are known; None where not told.
        covered_children: Children of districts that gave both numbers.
        has_agreements: True where any supervision agreement had begun by the day that is counted;
            before the first, nobody can tell who was supervised.
    """

    year: int
    districts: Mapping[int, Counted]
    populations: Mapping[int, Population]
    total: Counted
    tiers: Mapping[str, int | None]
    covered_workers: int | None
    covered_children: int
    has_agreements: bool = True

    @property
    def rate(self) -> Fraction | None:
        """Workers per 100,000 children over districts that gave both numbers; None without."""
        return rate_of(self.covered_workers, self.covered_children)

    @property
    def both_count(self) -> int:
        """Districts that gave both numbers."""
        return sum(
            one.is_given and district in self.populations
            for district, one in self.districts.items()
        )


def years_told(years: Sequence[Year]) -> tuple[Year, ...]:
    """Leave out the years before anybody gave a number.

    Args:
        years: The latest first.

    Returns:
        The latest, and all down to the earliest for which a district gave workers: a year without
        numbers between two others stays, because it is a gap that somebody can fill.
    """
    last = max(
        (at for at, one in enumerate(years) if any(of.is_given for of in one.districts.values())),
        default=0,
    )
    return tuple(years[: last + 1])


def rate_of(workers: int | None, children: int) -> Fraction | None:
    """Give workers for each 100,000 children.

    Args:
        workers: How many; None where not told.
        children: How many; 0 for unknown.

    Returns:
        The rate, exact; None where it is not told.
    """
    if workers is None or not children:
        return None
    return Fraction(INDICATOR_PER * workers, children)


def year_of(
    year: int,
    people: Iterable[CountedWorker],
    populations: Mapping[int, Population],
    districts: Sequence[int],
    with_licences: frozenset[int],
    *,
    is_open: bool,
) -> Year:
    """Count the people of a year.

    Args:
        year: The year.
        people: Workers in post on its last day.
        populations: District to its children.
        districts: Every district that is asked.
        with_licences: Districts in which any certificate is recorded.
        is_open: True for who may read the workers themselves.

    Returns:
        The numbers; where `is_open` is False without those that would give a small one away.
    """
    found = list(people)
    counted = {one: _counted(one, found, with_licences) for one in districts}
    total = _joined(counted.values())
    levels = Counter(one.tier for one in found)
    tiers: Mapping[str, int | None] = dict(levels)
    covered = [one for one in districts if one in populations and counted[one].is_given]
    workers: int | None = sum(counted[one].workers or 0 for one in covered)
    if not is_open:
        given = [one for one in districts if counted[one].is_given]
        covers = sorted(given, key=lambda one: (-_children(populations, one), one))
        counted, total = _told(counted, total, covers)
        # all levels together are the total, which may be what must not be told
        tiers = dict.fromkeys(tiers) if total.workers is None else shown_counts(levels).cells
        # what is covered may differ from the total by one district that is not told
        hidden = [one for one in districts if counted[one].workers is None]
        if total.workers is None or (len(covered) < len(districts) and hidden):
            workers = None
    return Year(
        year,
        counted,
        populations,
        total,
        tiers,
        workers,
        sum(populations[one].children for one in covered),
    )


def _children(populations: Mapping[int, Population], district: int) -> int:
    return populations[district].children if district in populations else 0


def _counted(
    district: int, people: Sequence[CountedWorker], with_licences: frozenset[int]
) -> Counted:
    own = [one for one in people if one.district_id == district]
    return Counted(
        len(own),
        sum(one.is_certified for one in own),
        sum(one.is_supervised for one in own),
        has_licences=district in with_licences,
        is_given=bool(own),
    )


def _joined(parts: Iterable[Counted]) -> Counted:
    found = list(parts)
    return Counted(
        sum(one.workers or 0 for one in found),
        sum(one.certified or 0 for one in found),
        sum(one.supervised or 0 for one in found),
        has_licences=any(one.has_licences for one in found),
        is_given=any(one.is_given for one in found),
    )


def _told(
    counted: Mapping[int, Counted], total: Counted, covers: Sequence[int]
) -> tuple[dict[int, Counted], Counted]:
    workers = {one: of.workers or 0 for one, of in counted.items()}
    hidden = _covered_up({one for one, count in workers.items() if _is_small(count)}, covers)
    has_total = _is_safe(hidden, [workers])
    certified, has_certified = _features(
        {one: of.certified or 0 for one, of in counted.items()}, workers, hidden, covers
    )
    supervised, has_supervised = _features(
        {one: of.supervised or 0 for one, of in counted.items()}, workers, hidden, covers
    )
    return (
        {
            one: replace(
                of,
                workers=None if one in hidden else of.workers,
                certified=certified[one],
                supervised=supervised[one],
            )
            for one, of in counted.items()
        },
        replace(
            total,
            workers=total.workers if has_total else None,
            certified=total.certified if has_total and has_certified else None,
            supervised=total.supervised if has_total and has_supervised else None,
        ),
    )


def _features(
    having: Mapping[int, int], workers: Mapping[int, int], hidden: set[int], covers: Sequence[int]
) -> tuple[dict[int, int | None], bool]:
    # of each district how many have something; few that have it, or lack it, are not told
    lacking = {one: workers[one] - count for one, count in having.items()}
    few = {one for one, count in having.items() if _is_small(count) or _is_small(lacking[one])}
    closed = _covered_up(hidden | few, covers)
    told = {one: None if one in closed else count for one, count in having.items()}
    return told, _is_safe(closed, [having, lacking])


def _is_small(count: int) -> bool:
    return 0 < count < SMALL_COUNT


def _covered_up(few: set[int], covers: Sequence[int]) -> set[int]:
    # what covers a small number up beside a total is chosen by what everybody knows, and never by
    # the numbers themselves: whoever knows the rule would learn from the choice
    if not few:
        return few
    found = few | set(covers[:1])
    return found if len(found) >= _PAIR else found | set(covers[:_PAIR])


def _is_safe(hidden: set[int], counts: Sequence[Mapping[int, int]]) -> bool:
    return not hidden or (
        len(hidden) >= _PAIR and all(sum(of[one] for one in hidden) >= SMALL_COUNT for of in counts)
    )
