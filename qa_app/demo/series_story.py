"""Series of the demonstration, a session on another day, and a day that a unit asks for."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from qa_app.demo.acting import Stage, account_of
from qa_app.domain.errors import InvalidError
from qa_app.domain.recurrence import Pattern, rule_text, usual_rule
from qa_app.domain.session_moves import Move, MoveReason, SessionDay
from qa_app.domain.session_series import SeriesTerms
from qa_app.domain.supervision import SessionType
from qa_app.queries.series_fitness import SeriesPlace
from qa_app.services.supervision.move_session import move_session
from qa_app.services.supervision.plan_session import NewSession, plan_session
from qa_app.services.supervision.propose_day import WantedDay, propose_day
from qa_app.services.supervision.start_series import NewSeries, start_series

_CENTRE, _OTHER = "530102-A", "530111-B"
_FROM = time(16, 30)
_MONTHS_AFTER = 3
_MOVED_DAYS, _PROPOSED_DAYS = 5, 3

NearDay = Callable[[date], date]
"""Gives a day, or the working day after it."""


def repeat_and_move(stage: Stage, today: date, near: NearDay) -> None:
    """Start a weekly, a monthly and a following series, move a session, propose a day.

    Args:
        stage: What actors need.
        today: Last day of the story.
        near: Finds working days, also where the holiday table lacks the year.
    """
    at = stage.instant(today - timedelta(days=1), 16)
    first = near(today + timedelta(days=3))
    for code, kind, pattern, begins in (
        (_CENTRE, SessionType.GROUP, Pattern.WEEKLY, 9),
        (_CENTRE, SessionType.CASE_MEETING, Pattern.MONTHLY_WEEKDAY, 11),
        (_OTHER, SessionType.FIELD_SUPPORT_VISIT, None, 14),
    ):
        terms = SeriesTerms(
            rule=rule_text(usual_rule(pattern, first)) if pattern else None,
            months_after=None if pattern else _MONTHS_AFTER,
            starts_on=first,
            supervisor_id=account_of(stage.supervisor),
            starts_at=time(begins, 0),
            ends_at=time(begins + 2, 0),
            people=_people(stage, code),
        )
        new = NewSeries(SeriesPlace(stage.centre_ids[code], kind), terms)
        _start(stage, new, at)
    moved, asked = _talk(stage, near(today + timedelta(days=5))), _talk(stage, first)
    here = SessionDay(near(today + timedelta(days=5)), _FROM)
    there = SessionDay(near(here.on + timedelta(days=_MOVED_DAYS)), time(17, 30))
    move = Move(here, there, MoveReason.SUPERVISOR_AWAY, is_meant=True)
    move_session(stage.session, stage.supervisor, moved, move, stage.zone, at=at)
    wanted = SessionDay(near(first + timedelta(days=_PROPOSED_DAYS)), _FROM)
    proposal = Move(SessionDay(first, _FROM), wanted, MoveReason.COURT)
    propose_day(stage.session, stage.manager, WantedDay(asked, proposal), stage.zone, at=at)


def _start(stage: Stage, new: NewSeries, at: datetime) -> None:
    try:
        start_series(stage.session, stage.supervisor, new, stage.zone, at=at)
    except InvalidError as fault:
        clashes = fault.params.get("clashes")
        if not isinstance(clashes, tuple):
            raise
        # as a person who was told goes on all the same
        told = replace(new, clashes_told=len(clashes))
        start_series(stage.session, stage.supervisor, told, stage.zone, at=at)


def _talk(stage: Stage, day: date) -> int:
    new = NewSession(
        centre_id=stage.centre_ids[_CENTRE],
        type=SessionType.INDIVIDUAL,
        planned_on=day,
        supervisor_id=account_of(stage.supervisor),
        starts_at=_FROM,
        people=_people(stage, _CENTRE)[:1],
        is_meant=True,
    )
    at = stage.instant(day - timedelta(days=9), 9)
    return plan_session(stage.session, stage.supervisor, new, zone=stage.zone, at=at)


def _people(stage: Stage, code: str) -> tuple[int, ...]:
    return tuple(
        worker
        for (centre, _), people in sorted(stage.workers.items())
        if centre == code
        for worker, _code in people
    )
