"""Acts out two years of supervision: of most people, most months; of their teams, lately."""

from collections.abc import Iterator, Mapping
from datetime import date, time, timedelta

from qa_app.demo.acting import Stage
from qa_app.demo.dice import Dice
from qa_app.demo.founding import Founding
from qa_app.demo.network import STEADY
from qa_app.domain.month_grid import month_after
from qa_app.domain.session_list import PastSession
from qa_app.domain.supervision import SessionType
from qa_app.services.supervision.import_sessions import import_sessions

_MONTHS = 24
_HELD_PCT, _MORE_PCT = 65, 1
_ASSESSED, _ASSESSED_PCT = (23, 18, 7), 90
_OBSERVED, _OBSERVED_PCT = tuple(range(22, 0, -3)), 80
_TEAMS = {
    SessionType.GROUP: (4, (4,), 60),
    SessionType.PEER: (2, (6,), 45),
    SessionType.CASE_MEETING: (2, (2, 16), 80),
}
"""Kind of a team's session: the fewest workers, days of the month, how often it takes place."""
_TEAM_MONTHS, _TEAM_HOUR = 3, time(16)
_LAST_START = 20
_HOURS = (9, 10, 11, 14, 15, 16)


def hold_past_sessions(
    stage: Stage, founding: Founding, led: Mapping[int, int], today: date
) -> int:
    """Take in sessions of two years that ended with last month: with one worker each, and of teams.

    Args:
        stage: What actors need.
        founding: Who takes them in.
        led: Practitioner to the account of who supervises them.
        today: The last day of the story.

    Returns:
        How many there are; none in the present month, which is still to be planned.
    """
    centre_of = {
        worker: stage.centre_ids[centre]
        for (centre, _area), workers in stage.workers.items()
        for worker, _code in workers
    }
    steady = {worker for worker, _code in stage.workers[STEADY]}
    entries: list[PastSession] = []
    for number, (worker, supervisor) in enumerate(sorted(led.items())):
        for ago, fine in _kinds(number, is_whole=worker in steady):
            dice = Dice(f"{fine}|{number}|{ago}")
            first = month_after(today.replace(day=1), -ago)
            day = stage.calendar.same_or_next(first + timedelta(days=dice.below(_LAST_START)))
            entries.append(
                PastSession(
                    len(entries) + 2,
                    centre_of[worker],
                    day,
                    time(dice.one_of(_HOURS)),
                    fine,
                    supervisor,
                    (worker,),
                )
            )
    for centre, team in sorted(_teams(led, centre_of).items()):
        for ago, fine, into in _met(centre, len(team)):
            first = month_after(today.replace(day=1), -ago)
            day = stage.calendar.same_or_next(first + timedelta(days=into))
            lead = led[team[0]]
            entries.append(PastSession(len(entries) + 2, centre, day, _TEAM_HOUR, fine, lead, team))
    at = stage.instant(today, 0)
    return import_sessions(stage.session, founding.operator, entries, stage.zone, at=at).added


def _kinds(number: int, *, is_whole: bool) -> Iterator[tuple[int, SessionType]]:
    dice = Dice(f"held|{number}")
    for ago in range(_MONTHS, 0, -1):
        if dice.hits(_HELD_PCT + _MORE_PCT * (_MONTHS - ago)) or is_whole:
            yield ago, SessionType.INDIVIDUAL
    for ago in _ASSESSED:
        if dice.hits(_ASSESSED_PCT):
            yield ago, SessionType.CAPACITY_ASSESSMENT
    for ago in _OBSERVED:
        if dice.hits(_OBSERVED_PCT):
            yield ago, SessionType.OBSERVATION


def _teams(led: Mapping[int, int], centre_of: Mapping[int, int]) -> dict[int, tuple[int, ...]]:
    teams: dict[int, tuple[int, ...]] = {}
    for worker in sorted(led):
        teams[centre_of[worker]] = (*teams.get(centre_of[worker], ()), worker)
    return teams


def _met(centre: int, count: int) -> Iterator[tuple[int, SessionType, int]]:
    for fine, (least, days, percent) in _TEAMS.items():
        dice = Dice(f"team|{fine}|{centre}")
        for ago in range(_TEAM_MONTHS, 0, -1):
            held = dice.hits(percent)
            if held and count >= least:
                yield from ((ago, fine, into) for into in days)
