"""An honest centre as it might be, and what every metric would find at it.

Files come from `simulation_files`; what a centre does besides (sessions, referrals, remedies) is
kept with the same probability. Nothing depends on the criteria, so that one simulated centre can be
held against every draft.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import chain
from typing import Final

from qa_app.domain.endorsement import HalfYear, Window
from qa_app.domain.item_pairs import Pairs
from qa_app.domain.review_measures import lot_quality, score_change
from qa_app.domain.rounding import MILLION
from qa_app.domain.rubric import Rubric
from qa_app.domain.rules.measurement import Measurement
from qa_app.domain.rules.tree import Leaf
from qa_app.domain.simulation_chance import Chance
from qa_app.domain.simulation_files import Cell, SimulatedFile, Slips, simulated_file
from qa_app.domain.working_days import WorkingCalendar

ROUNDS: Final = 3
"""Rounds of a centre that is old enough for every set."""
FILES: Final = 16
"""Files read in a round."""
FRAME: Final = 60
"""Files that it is drawn from."""

_STAFF, _SESSIONS, _REFERRALS, _COMPLAINTS, _REPLIES = 10, 48, 60, 6, 30
_POOLED: Final = 2
_REMEDY_PARTS: Final = 3
_HALF: Final = Fraction(1, 2)
_FIRST_HALF: Final = 4050
_WINDOW: Final = Window(date(2025, 1, 1), date(2026, 6, 30))
_LEVELS: Final[Mapping[str, tuple[Fraction, Fraction, Fraction]]] = {
    "caseload_p90": (Fraction(22), Fraction(28), Fraction(35)),
    "caseload_vs_city_ceiling": (Fraction(9, 10), Fraction(11, 10), Fraction(14, 10)),
    "supervisees_per_supervisor": (Fraction(5), Fraction(7), Fraction(10)),
    "satisfaction_mean": (Fraction(43, 10), Fraction(38, 10), Fraction(32, 10)),
}
"""What a centre that keeps a number reaches, one that nearly does, and one that does not."""

_SHARES: Final[Mapping[str, int]] = {
    "share_staff_certified": _STAFF,
    "share_trained_pro_rata": _STAFF,
    "share_supervision_held_6m": _SESSIONS,
    "share_cases_consulted_6m": FRAME,
    "share_judicial_referrals_on_time": _REFERRALS,
    "share_first_meeting_on_time": _REFERRALS,
    "share_complaints_on_time": _COMPLAINTS,
}
"""Metric to how many people or events its share is of; each is in order with the same chance."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What came of findings that have to be put right.

    Attributes:
        open_count: Those not finished.
        loose_count: Those of them that are not kept in bounds either.
    """

    open_count: int
    loose_count: int


@dataclass(frozen=True, slots=True)
class SimulatedCentre:
    """One centre.

    Attributes:
        rounds: Its files, round by round.
        shares: Metric to how many of its people or events were in order.
        levels: Metric to the number that was reached.
        lowest: What came of files in the lowest band, round by round.
        red_lines: What came of red lines, likewise.
        unremedied: Failed reports that were not remedied, likewise.
        actions: Corrective actions closed on time, likewise; one for each slip.
        has_unhandled_breach: True when a disclosure was not handled under the rules.
    """

    rounds: tuple[tuple[SimulatedFile, ...], ...]
    shares: Mapping[str, int]
    levels: Mapping[str, Fraction]
    lowest: tuple[Kept, ...]
    red_lines: tuple[Kept, ...]
    unremedied: tuple[int, ...]
    actions: tuple[int, ...]
    has_unhandled_breach: bool


def simulated_centre(
    rubric: Rubric, calendar: WorkingCalendar, seed: int, cells: Sequence[Cell]
) -> dict[Cell, SimulatedCentre]:
    """Throw for one centre as it is at each probability.

    Args:
        rubric: What its files are read against.
        calendar: Working days of its region.
        seed: Where its throws begin.
        cells: At which probabilities and with which slips.

    Returns:
        The centre at each.
    """
    chance = Chance(seed)
    files = [
        [simulated_file(rubric, calendar, chance, cells) for _ in range(FILES)]
        for _ in range(ROUNDS)
    ]
    return {
        cell: _centre(
            tuple(tuple(one[cell] for one in of) for of in files), Chance(chance.number()), cell
        )
        for cell in cells
    }


def _centre(
    rounds: tuple[tuple[SimulatedFile, ...], ...], chance: Chance, cell: Cell
) -> SimulatedCentre:
    met, slips = cell
    return SimulatedCentre(
        rounds,
        {metric: chance.count(n, met) for metric, n in _SHARES.items()},
        {metric: three[_level(chance, met, slips)] for metric, three in _LEVELS.items()},
        tuple(_running(chance, met, sum(one.is_lowest for one in of)) for of in rounds),
        tuple(_kept(chance, met, sum(one.has_red_line for one in of)) for of in rounds),
        tuple(
            _unremedied(chance, met, sum(one.reports.failed_count for one in of)) for of in rounds
        ),
        tuple(chance.count(sum(one.slip_count for one in of), met) for of in rounds),
        # a disclosure is as rare as any slip, and handling it is a process like the others
        not chance.hits(met) and not chance.hits(met),
    )


def _level(chance: Chance, met: Fraction, slips: Slips) -> int:
    if chance.hits(met):
        return 0
    return 1 if slips is Slips.MIXED and chance.hits(_HALF) else 2


def _kept(chance: Chance, met: Fraction, count: int) -> Kept:
    unfinished = count - chance.count(count, met)
    return Kept(unfinished, unfinished - chance.count(unfinished, met))


def _running(chance: Chance, met: Fraction, count: int) -> Kept:
    # plans of the rounds that are judged still run, in time or not
    return Kept(count, count - chance.count(count, met))


def _unremedied(chance: Chance, met: Fraction, count: int) -> int:
    # contained in time, trained again, and shown by files: each with the same chance
    return count - chance.count(count, met**_REMEDY_PARTS)


def measured(centre: SimulatedCentre, leaf: Leaf, rounds: int = ROUNDS) -> Measurement:
    """Measure a metric at a simulated centre.

    Args:
        centre: The centre.
        leaf: The test.
        rounds: How many rounds there have been: 0 for one that applies, at most `ROUNDS`.

    Returns:
        What the metric finds. Documents and offence checks are in order, every file drawn was read
        and readings agree: the dry run asks what becomes of an honest centre with honest readers.

    Raises:
        KeyError: The metric is not simulated.
    """
    if leaf.metric in _SHARES:
        return _share(centre.shares[leaf.metric], _SHARES[leaf.metric])
    if leaf.metric in _LEVELS:
        return Measurement(centre.levels[leaf.metric], _REPLIES)
    if leaf.metric in _IN_ORDER:
        return Measurement(Fraction(1), _STAFF)
    if leaf.metric == "unhandled_privacy_breaches_12m":
        return Measurement(Fraction(centre.has_unhandled_breach), 1)
    if not rounds:
        return Measurement(gap="no_file")
    return _OF_FILES[leaf.metric](centre, leaf, rounds)


def _share(count: int, n: int) -> Measurement:
    if not n:
        return Measurement(gap="none_due")
    return Measurement(Fraction(count, n), n, count)


def _pooled(centre: SimulatedCentre, rounds: int) -> list[SimulatedFile]:
    return list(chain.from_iterable(centre.rounds[:rounds][-_POOLED:]))


def _mean(centre: SimulatedCentre, _leaf: Leaf, rounds: int) -> Measurement:
    scored = [one.percent for one in _pooled(centre, rounds) if one.percent is not None]
    if not scored:
        return Measurement(gap="not_rated")
    return Measurement(sum(scored, Fraction(0)) / len(scored), len(scored))


def _lqas(centre: SimulatedCentre, leaf: Leaf, rounds: int) -> Measurement:
    return lot_quality(_halves(centre, rounds), leaf.params, _WINDOW)


def _halves(centre: SimulatedCentre, rounds: int) -> list[HalfYear]:
    return [_half(number, files) for number, files in enumerate(centre.rounds[:rounds])]


def _half(number: int, files: Sequence[SimulatedFile]) -> HalfYear:
    scores = [round(one.percent * MILLION / 100) for one in files if one.percent is not None]
    return HalfYear(
        "",
        _FIRST_HALF + number,
        len(scores),
        sum(scores),
        sum(score**2 for score in scores),
        len(scores),
        sum(one.is_good for one in files),
    )


def _open(kept: Sequence[Kept], n: int, *, is_kind: bool) -> Measurement:
    count, loose = sum(one.open_count for one in kept), sum(one.loose_count for one in kept)
    return Measurement(Fraction(count), n, count, is_mild=is_kind and bool(count) and not loose)


def _lowest(centre: SimulatedCentre, leaf: Leaf, rounds: int) -> Measurement:
    is_kind = "running_in_time" in leaf.params
    return _open(centre.lowest[:rounds][-_POOLED:], rounds * FILES, is_kind=is_kind)


def _red_lines(centre: SimulatedCentre, leaf: Leaf, rounds: int) -> Measurement:
    return _open(centre.red_lines[:rounds], rounds * FILES, is_kind="contained" in leaf.params)


def _reports(centre: SimulatedCentre, _leaf: Leaf, rounds: int) -> Measurement:
    found = _pairs(one.reports for one in _pooled(centre, rounds))
    failed = found.failed_count
    if not found.has_item:
        return Measurement(gap="no_item")
    if sum(centre.unremedied[:rounds][-_POOLED:]):
        return Measurement("unremedied", found.due_count, failed)
    if failed:
        return Measurement("remedied", found.due_count, failed)
    if found.due_count > found.top_count:
        return Measurement(n=found.due_count, gap="unclear")
    return Measurement("none_failed", found.due_count, 0, is_vacuous=not found.due_count)


def _timely(centre: SimulatedCentre, _leaf: Leaf, rounds: int) -> Measurement:
    found = _pairs(one.timely for one in _pooled(centre, rounds))
    return _share(found.top_count, found.due_count)


def _pairs(parts: Iterable[Pairs]) -> Pairs:
    found = list(parts)
    return Pairs(
        any(one.has_item for one in found),
        due_count=sum(one.due_count for one in found),
        scored_count=sum(one.scored_count for one in found),
        top_count=sum(one.top_count for one in found),
        failed_count=sum(one.failed_count for one in found),
    )


def _change(centre: SimulatedCentre, leaf: Leaf, rounds: int) -> Measurement:
    return score_change(_halves(centre, rounds), leaf.params, _WINDOW)


def _actions(centre: SimulatedCentre, _leaf: Leaf, rounds: int) -> Measurement:
    slips = sum(one.slip_count for one in _pooled(centre, rounds))
    return _share(sum(centre.actions[:rounds][-_POOLED:]), slips)


def _all_read(_centre: SimulatedCentre, _leaf: Leaf, rounds: int) -> Measurement:
    n = FILES * rounds
    return Measurement(Fraction(1), n, n)


_IN_ORDER: Final = frozenset({"centre_document_valid", "share_staff_checked_12m"})
_OF_FILES: Final = {
    "share_audits_done": _all_read,
    "agreement_ac2": _all_read,
    "share_double_rated_12m": _all_read,
    "mean_score_last_two_rounds": _mean,
    "lqas_pass": _lqas,
    "open_band_d_files": _lowest,
    "open_stop_findings": _red_lines,
    "mandatory_report_state": _reports,
    "share_tag_on_time_12m": _timely,
    "score_change_three_rounds": _change,
    "share_actions_on_time_12m": _actions,
}
SIMULATED: Final = frozenset({*_SHARES, *_LEVELS, *_IN_ORDER, *_OF_FILES}) | {
    "unhandled_privacy_breaches_12m"
}
"""Every metric that is simulated."""
