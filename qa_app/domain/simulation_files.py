"""A case file of an honest centre as it might be: each item in force is met with one probability.

What kind of case it is, is thrown as well, so that items come into force as conditions say; the
product's own scoring does the rest.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from typing import Final, NamedTuple

from qa_app.domain.case_input import CaseInput, FactValue
from qa_app.domain.item_pairs import Pairs, pairs_of
from qa_app.domain.moments import HistoryEntry, Moment
from qa_app.domain.option_worth import is_best, worths
from qa_app.domain.rubric import Fact, FactType, Item, Rubric
from qa_app.domain.scoring import score_audit
from qa_app.domain.scoring_result import AuditScore, Status
from qa_app.domain.simulation_chance import Chance
from qa_app.domain.working_days import WorkingCalendar

_HALF: Final = Fraction(1, 2)
_READ_AT: Final = datetime(2026, 6, 15, 10, 0)  # noqa: DTZ001 - local, as files are read
_OPENED: Final = datetime(2026, 3, 2, 9, 0)  # noqa: DTZ001 - likewise
_AGENCIES_MOST: Final = 4
_DAYS_LEAST, _DAYS_MOST = 20, 100
_GOOD: Final = 1
"""Place of the second band."""
_REPORT, _TIMELY = "mandatory_report", "timeliness"

_FINE: Final = 10_000
"""How finely probabilities are told apart."""
_LATE: Final = Fraction(60, 100)
_FOUND: Final = Fraction(35, 100)
_SLIPS: Final = ("partly",) * 50 + ("unmet",) * 35 + ("no_record",) * 15
_NO_OR_NO_RECORD: Final = ("no",) * 70 + ("no_record",) * 30


class Slips(StrEnum):
    """What becomes of an item that is not met."""

    MIXED = "mixed"
    WORST = "worst"


@dataclass(frozen=True, slots=True)
class SimulatedFile:
    """What reading one file gave.

    Attributes:
        percent: Exact percentage, 0..100; None when the file is not rated.
        is_good: True at or above the second band.
        is_lowest: True in the lowest band.
        has_red_line: True when a red line was crossed.
        slip_count: Items in force that fall short of the best answer.
        reports: Items about reports that fell due.
        timely: Time items of the centre.
    """

    percent: Fraction | None
    is_good: bool
    is_lowest: bool
    has_red_line: bool
    slip_count: int
    reports: Pairs
    timely: Pairs


Cell = tuple[Fraction, Slips]
"""Probability that an item in force is met, and what becomes of one that is not."""


def simulated_file(
    rubric: Rubric, calendar: WorkingCalendar, chance: Chance, cells: Sequence[Cell]
) -> dict[Cell, SimulatedFile]:
    """Throw for one file and score it as it is at each probability.

    One throw for each item serves every probability: what slips at a high one slips at every
    lower one as well, so that differences between them are not chance.

    Args:
        rubric: A rubric of case files with bands.
        calendar: Working days of its region.
        chance: Where throws come from.
        cells: At which probabilities and with which slips.

    Returns:
        What its reading gives at each.

    Raises:
        ValueError: Something stayed open: a condition looks at what is not simulated.

    Source: domain report (c), "Dry run".
    """
    facts = {fact.code: _fact(fact, chance) for fact in rubric.facts}
    thrown = [(item, chance.below(_FINE), _slip(item, chance)) for item in _items(rubric)]
    known: dict[tuple[str, ...], SimulatedFile] = {}
    found = {}
    for met, slips in cells:
        answers = tuple(
            item.top
            if place * met.denominator < _FINE * met.numerator
            else mixed
            if slips is Slips.MIXED
            else item.low
            for item, place, mixed in thrown
        )
        if answers not in known:
            known[answers] = _scored(rubric, calendar, facts, answers)
        found[met, slips] = known[answers]
    return found


def _scored(
    rubric: Rubric,
    calendar: WorkingCalendar,
    facts: Mapping[str, FactValue],
    answers: Sequence[str],
) -> SimulatedFile:
    given = dict(zip(rubric.items, answers, strict=True))
    score = score_audit(rubric, CaseInput(_READ_AT, facts=facts, answers=given), calendar)
    if score.status is Status.INCOMPLETE:
        raise ValueError(f"{rubric.code}: {', '.join(score.open)} stayed open")
    return _read(rubric, score)


def _fact(fact: Fact, chance: Chance) -> FactValue:
    options = [code for code, _ in fact.options]
    match fact.type:
        case FactType.BOOL:
            return chance.hits(_HALF)
        case FactType.INT:
            if "days" in fact.code:
                return _DAYS_LEAST + chance.below(_DAYS_MOST - _DAYS_LEAST + 1)
            return 1 + chance.below(_AGENCIES_MOST)
        case FactType.DATE:
            return (_OPENED.date() + timedelta(days=chance.below(_DAYS_LEAST))).isoformat()
        case FactType.CHOICE:
            return chance.one_of(options)
        case FactType.MULTI:
            return frozenset({chance.one_of(options)})
        case FactType.HISTORY:
            return (HistoryEntry(Moment(_OPENED.date(), time(9, 0)), chance.one_of(options)),)


class _Answers(NamedTuple):
    # the answers that an item may get: the best, the worst, the slip when nothing says more
    item: Item
    top: str
    low: str
    middle: str
    codes: frozenset[str]


@lru_cache(maxsize=32)
def _items(rubric: Rubric) -> tuple[_Answers, ...]:
    return tuple(_answers(item) for item in rubric.items.values())


def _answers(item: Item) -> _Answers:
    ranked = sorted(worths(item).items(), key=lambda one: one[1])
    least = ranked[0][1]
    lowest = [code for code, score in ranked if score == least]
    # of several that score nothing the one that trips a red line, which is the worst
    low = next((code for code in lowest if code in item.critical_fail), lowest[0])
    codes = frozenset(option.code for option in item.scale.options)
    return _Answers(item, ranked[-1][0], low, ranked[len(ranked) // 2][0], codes)


def _slip(one: _Answers, chance: Chance) -> str:
    if one.item.scale.code == "breach3":
        return "found" if chance.hits(_FOUND) else "cannot_tell"
    if {"partly", "no_record"} <= one.codes:
        return chance.one_of(_SLIPS)
    if one.item.scale.code == "yn":
        return chance.one_of(_NO_OR_NO_RECORD)
    return one.middle if chance.hits(_LATE) else one.low


def _read(rubric: Rubric, score: AuditScore) -> SimulatedFile:
    places = {band.code: place for place, band in enumerate(rubric.bands)}
    band = places[score.band] if score.band is not None else None
    counted = [(rubric.items[code], value) for code, value in score.codes.items()]
    return SimulatedFile(
        percent=score.percent,
        is_good=band is not None and band <= _GOOD,
        is_lowest=band == len(places) - 1,
        has_red_line=bool(score.stop),
        slip_count=sum(is_best(item, code) is False for item, code in counted),
        reports=_pairs(rubric, counted, _REPORT),
        timely=_pairs(rubric, counted, _TIMELY),
    )


def _pairs(rubric: Rubric, counted: Iterable[tuple[Item, str]], tag: str) -> Pairs:
    tagged = [(item, code, 1) for item, code in counted if tag in item.tags]
    return pairs_of(tagged, has_item=any(tag in one.tags for one in rubric.items.values()))
