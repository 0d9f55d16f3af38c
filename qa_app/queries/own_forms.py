"""Answers to the placeholders of a form, from the totals that the pages are drawn from."""

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app.domain.month_grid import first_day, month_of
from qa_app.domain.own_form_names import ABOUT_SESSIONS, BY_RHYTHM, FormName, Key
from qa_app.domain.own_forms import Ask, FormValue, Gap, Seen, result_value
from qa_app.domain.people import Actor
from qa_app.domain.rounding import rounded_half_up
from qa_app.domain.score_axis import axis_of
from qa_app.domain.session_coverage import CoverageOf, Figures, Window, total_of
from qa_app.domain.session_totals import WHOLE_NETWORK_ID, SessionScope
from qa_app.domain.text import BilingualText
from qa_app.models.places import CentreRow, PlaceRow
from qa_app.queries.centres import area_names
from qa_app.queries.session_coverage import coverage_of, figures_by_month
from qa_app.queries.session_required import required_by_month
from qa_app.queries.trends import (
    RubricTrend,
    Scope,
    ScopeKind,
    centre_scope,
    place_scope,
    rubric_trend,
    rubrics_used,
)

_HOUR_SECONDS = 3600
_COVERED = {
    ScopeKind.CENTRE: SessionScope.CENTRE,
    ScopeKind.PLACE: SessionScope.PLACE,
    ScopeKind.NETWORK: SessionScope.NETWORK,
}


def form_values(
    session: Session, actor: Actor, asks: Iterable[Ask], chosen: Scope | None, today: date
) -> Mapping[Ask, FormValue]:
    """Answer placeholders with what the pages show this person.

    Args:
        session: A database session.
        actor: Who fills the form; nothing beyond their reach is answered.
        asks: What is asked.
        chosen: Whose numbers stand where a placeholder names no centre and no place; None for
            nobody's.
        today: Local day.

    Returns:
        Each placeholder with its value, or why it has none. What several ask for is read once:
        three queries for each centre or place, one for each of its rubrics, three for each of its
        spans of supervision.
    """
    desk = _Desk(session, actor, chosen, today)
    return {ask: desk.answer(ask) for ask in dict.fromkeys(asks)}


def scope_by_code(session: Session, actor: Actor, code: str, today: date) -> Scope | None:
    """Find a centre or place by its code.

    Args:
        session: A database session.
        actor: Who asks.
        code: Code of a centre, else of a place; case does not matter.
        today: Local day.

    Returns:
        Its scope; None when there is none within reach.
    """
    return _centre(session, actor, code, today) or _place(session, actor, code, today)


def only_centre(session: Session, actor: Actor) -> str:
    """Name the centre of somebody who has one.

    Args:
        session: A database session.
        actor: Who.

    Returns:
        Its code; empty for people with more than one.
    """
    ids = {number for grant in actor.grants for number in grant.reach.centre_ids}
    is_wider = any(grant.reach.is_everything or grant.reach.place_paths for grant in actor.grants)
    if is_wider or len(ids) != 1:
        return ""
    found = session.execute(select(CentreRow.code).where(CentreRow.id == ids.pop()))
    return found.scalar_one_or_none() or ""


def _centre(session: Session, actor: Actor, code: str, today: date) -> Scope | None:
    found = session.execute(
        select(CentreRow.id).where(func.lower(CentreRow.code) == code.casefold()).limit(2)
    ).scalars()
    scopes = (centre_scope(session, actor, number, today) for number in found)
    return next((one for one in scopes if one), None)


def _place(session: Session, actor: Actor, code: str, _today: date) -> Scope | None:
    found = session.execute(
        select(PlaceRow.id).where(func.lower(PlaceRow.code) == code.casefold()).limit(2)
    ).scalars()
    return next((one for number in found if (one := place_scope(session, actor, number))), None)


def _no_rubric(
    used: tuple[tuple[str, str, BilingualText], ...], area: str, wanted: str
) -> FormValue:
    if not used:
        return FormValue(gap=Gap.NOTHING_READ)
    if not wanted:
        return FormValue(gap=Gap.NO_RUBRIC, about=area)
    is_used = any(code == wanted for _own, code, _title in used)
    return FormValue(gap=Gap.OTHER_AREA if is_used else Gap.UNKNOWN_RUBRIC, about=wanted)


class _Desk:
    """What was read so far for one form."""

    def __init__(self, session: Session, actor: Actor, chosen: Scope | None, today: date) -> None:
        self._session, self._actor, self._chosen, self._today = session, actor, chosen, today
        self._scopes: dict[tuple[Key, str], Scope | None] = {}
        self._areas: dict[str, str] | None = None
        self._used: dict[str, tuple[tuple[str, str, BilingualText], ...]] = {}
        self._trends: dict[tuple[str, str], RubricTrend | None] = {}
        self._covered: dict[str, CoverageOf | None] = {}
        self._figures: dict[tuple[str, Window, bool], Figures] = {}

    def answer(self, ask: Ask) -> FormValue:
        if ask.gap is not None or ask.form_name is None:
            return FormValue(gap=ask.gap, about=ask.about)
        if ask.form_name is FormName.TODAY:
            return FormValue(day=self._today)
        scope = self._scope(ask)
        if isinstance(scope, FormValue):
            return scope
        if ask.form_name is FormName.CENTRE:
            return FormValue(text=scope.name)
        if ask.form_name in ABOUT_SESSIONS:
            return self._sessions(ask, scope)
        return self._results(ask, scope)

    def _scope(self, ask: Ask) -> Scope | FormValue:
        for key, find, gap in (
            (Key.CENTRE, _centre, Gap.UNKNOWN_CENTRE),
            (Key.PLACE, _place, Gap.UNKNOWN_PLACE),
        ):
            code = ask.key(key)
            if code:
                if (key, code) not in self._scopes:
                    self._scopes[key, code] = find(self._session, self._actor, code, self._today)
                return self._scopes[key, code] or FormValue(gap=gap, about=code)
        return self._chosen or FormValue(gap=Gap.NO_SCOPE)

    def _results(self, ask: Ask, scope: Scope) -> FormValue:
        code = self._rubric(ask, scope)
        if isinstance(code, FormValue):
            return code
        if (scope.key, code) not in self._trends:
            self._trends[scope.key, code] = rubric_trend(self._session, scope, code)
        trend = self._trends[scope.key, code]
        if trend is None:
            return FormValue(gap=Gap.NO_FILES)
        section = ask.key(Key.SECTION)
        series = trend.series.get((trend.main_coverage, section))
        if series is None:
            sections = {one.code for rubric in trend.versions.values() for one in rubric.sections}
            gap = Gap.NO_FILES if section in sections else Gap.UNKNOWN_SECTION
            return FormValue(gap=gap, about=section)
        return result_value(
            ask,
            Seen(
                series,
                {number: axis_of(rubric) for number, rubric in trend.versions.items()},
                {number: rubric.version for number, rubric in trend.versions.items()},
                trend.current.title,
            ),
        )

    def _rubric(self, ask: Ask, scope: Scope) -> str | FormValue:
        if scope.key not in self._used:
            self._used[scope.key] = rubrics_used(self._session, scope)
        named, wanted = ask.key(Key.AREA), ask.key(Key.RUBRIC)
        area = self._area(named)
        if area is None:
            return FormValue(gap=Gap.UNKNOWN_AREA, about=named)
        used = self._used[scope.key]
        fitting = [code for own, code, _title in used if area in {"", own} and wanted in {"", code}]
        if not fitting:
            return _no_rubric(used, named, wanted)
        return FormValue(gap=Gap.SEVERAL_RUBRICS) if len(fitting) > 1 else fitting[0]

    def _area(self, named: str) -> str | None:
        if not named:
            return ""
        if self._areas is None:
            self._areas = {
                word.casefold(): code
                for code, name in area_names(self._session)
                for word in (code, name.zh, name.en)
                if word
            }
        return self._areas.get(named.casefold())

    def _sessions(self, ask: Ask, scope: Scope) -> FormValue:
        span = ask.span
        if span is None or span.first > month_of(self._today):
            return FormValue(gap=Gap.AHEAD)
        last = min(span.last, month_of(self._today))
        window = Window(first_day(span.first), first_day(last), self._today)
        of = self._coverage(scope)
        if of is None:
            return FormValue(gap=Gap.NOT_YOURS)
        is_by_rhythm = ask.form_name in BY_RHYTHM
        found = self._counted(scope, of, window, is_by_rhythm=is_by_rhythm)
        if ask.form_name is FormName.HOURS:
            hours = Fraction(found.credited_seconds, _HOUR_SECONDS)
            return FormValue(rounded_half_up(hours, 1), digits=1)
        counts = {
            FormName.SESSIONS_DUE: found.due,
            FormName.SESSIONS_HELD: found.held,
            FormName.SESSIONS_LATE: found.late,
            FormName.SESSIONS_MISSED: found.missed,
            FormName.RHYTHM_DUE: found.due,
            FormName.RHYTHM_HELD: found.held,
            FormName.RHYTHM_LATE: found.late,
            FormName.RHYTHM_MISSED: found.missed,
        }
        return FormValue(Fraction(counts[ask.form_name or FormName.SESSIONS_DUE]))

    def _coverage(self, scope: Scope) -> CoverageOf | None:
        if scope.key not in self._covered:
            number = WHOLE_NETWORK_ID if scope.kind is ScopeKind.NETWORK else scope.object_id
            kind = _COVERED[scope.kind]
            self._covered[scope.key] = coverage_of(self._session, self._actor, kind, number)
        return self._covered[scope.key]

    def _counted(
        self, scope: Scope, of: CoverageOf, window: Window, *, is_by_rhythm: bool
    ) -> Figures:
        key = (scope.key, window, is_by_rhythm)
        if key not in self._figures:
            if is_by_rhythm:
                # a month that runs is not over: nothing of it is owed yet
                over = [month for month in window.months if month < window.running]
                months = required_by_month(self._session, of, over) if over else ()
            else:
                months = figures_by_month(self._session, of, window)
            self._figures[key] = total_of([figures for _month, figures in months])
        return self._figures[key]
