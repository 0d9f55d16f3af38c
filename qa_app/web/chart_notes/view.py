"""What the pages of notes and baselines show."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import abort, request, url_for
from flask_babel import gettext as _

from qa_app.domain.baselines import Rebase, mean_of, rebases_of
from qa_app.domain.chart_notes import ChartNote
from qa_app.domain.charting import Stretch
from qa_app.domain.defaults import CHART_REASON_LEAST, LIMITS_LEAST
from qa_app.domain.rounding import display
from qa_app.domain.score_axis import ScoreAxis, axis_of
from qa_app.domain.series import NO_SERIES
from qa_app.domain.text import BilingualText
from qa_app.extensions import database
from qa_app.queries.chart_cuts import BegunBaseline, baselines_of, cuts_of, marks_of
from qa_app.queries.chart_rights import may_note, may_take_off
from qa_app.queries.trends import RubricTrend, Scope, ScopeKind, rubric_trend, rubrics_used
from qa_app.web.chart_notes.forms import NoteForm
from qa_app.web.chart_notes.pages import (
    BaselineShown,
    BaselinesPage,
    NoteShown,
    NotesPage,
    SecondLook,
)
from qa_app.web.forms import form_key
from qa_app.web.guard import current_actor
from qa_app.web.labels import plain
from qa_app.web.locale import page_language
from qa_app.web.session_labels import near_day, near_instant
from qa_app.web.settings import local_today
from qa_app.wording import Words
from qa_app.wording import chart_notes as said
from qa_app.wording import trends as wording


@dataclass(frozen=True, slots=True)
class Trouble:
    """What was refused on a page.

    Attributes:
        about: The note or baseline; 0 for the form that makes a new one.
        words: Why.
        asks_name: True when it is asked why what looks like a name is kept.
        text: The words that were sent for a note; None where none were.
        reason: The reason that was sent for taking a note off; empty where none was.
    """

    about: int = 0
    words: str = ""
    asks_name: bool = False
    text: BilingualText | None = None
    reason: str = ""


NO_TROUBLE = Trouble()


def kind_of(scope: Scope) -> str:
    """Name a scope's level in an address.

    Args:
        scope: Whose charts.

    Returns:
        `centre`, or `place` for places and the network.
    """
    found = ScopeKind.CENTRE if scope.kind is ScopeKind.CENTRE else ScopeKind.PLACE
    return found.value


def note_form(scope: Scope, *, is_sent: bool = True) -> NoteForm:
    """Make the form for a note.

    Args:
        scope: Whose charts.
        is_sent: False where what was sent is about a note that stands already.

    Returns:
        The form, with what may be chosen.
    """
    form = NoteForm() if is_sent else NoteForm(formdata=None)
    used = rubrics_used(database(), scope)
    form.offer([(code, plain(title)) for _area, code, title in used])
    if request.method == "GET":
        form.rubric.data = request.args.get("rubric", "")
    return form


def notes_page(scope: Scope, form: NoteForm, trouble: Trouble = NO_TROUBLE) -> NotesPage:
    """Lay the page of notes out.

    Args:
        scope: Whose charts.
        form: The form for another note.
        trouble: What was refused.

    Returns:
        The page.
    """
    titles = {code: title for _area, code, title in rubrics_used(database(), scope)}
    shown = [_note(scope, one.note, titles, trouble) for one in marks_of(database(), scope)]
    return NotesPage(
        scope_name=_name(scope),
        trend_address=_trends(scope),
        here_address=url_for("chart_notes.index", kind=kind_of(scope), object_id=scope.object_id),
        form=form,
        notes=tuple(reversed(shown)),
        # what was taken off meanwhile has no place of its own any more
        fault="" if trouble.about in {one.note.id for one in shown} else trouble.words,
        least=CHART_REASON_LEAST,
    )


def _note(
    scope: Scope, note: ChartNote, titles: dict[str, BilingualText], trouble: Trouble
) -> NoteShown:
    actor = current_actor()
    is_here = note.scope == scope.key
    is_own = is_here and note.written_by == actor.account_id and may_note(actor, scope)
    is_about = trouble.about == note.id
    return NoteShown(
        note=note,
        kind=Words(page_language()).say(said.KINDS[note.kind]),
        day=near_day(note.on, local_today()),
        rubric=titles.get(note.rubric_code, BilingualText(note.rubric_code, note.rubric_code))
        if note.rubric_code
        else None,
        by=_signed(note.by, note.at),
        elsewhere=not is_here,
        may_change=is_own,
        may_remove=is_own or (is_here and may_take_off(actor, scope)),
        fault=trouble.words if is_about else "",
        asks_name=trouble.asks_name and is_about,
        typed=trouble.text if is_about else None,
        reason=trouble.reason if is_about else "",
    )


def baselines_page(
    scope: Scope, code: str, section: str, month: int | None, trouble: Trouble = NO_TROUBLE
) -> BaselinesPage:
    """Lay the page of baselines out.

    Args:
        scope: Whose chart.
        code: Its rubric; one without results here is not found.
        section: Its section; empty for whole files.
        month: The month that is looked at; None before one is chosen.
        trouble: What was refused.

    Returns:
        The page.
    """
    words = Words(page_language())
    trend = rubric_trend(database(), scope, code)
    titles = {} if trend is None else {one.code: one.title for one in trend.current.sections}
    if trend is None or (section and section not in titles):
        abort(404)
    series = trend.series.get((trend.main_coverage, section), NO_SERIES)
    rebases = rebases_of(series, cuts_of(database(), scope, code, section))
    chosen = next((one for one in rebases if one.month == month), None)
    return BaselinesPage(
        scope_name=_name(scope),
        trend_address=_trends(scope, rubric=code, section=section or None),
        here_address=url_for(
            "chart_notes.baselines", kind=kind_of(scope), object_id=scope.object_id
        ),
        title=trend.current.title,
        section_title=titles.get(section),
        rubric=code,
        section=section,
        months=tuple((one.month, wording.month(words, one.month)) for one in rebases),
        look=None if chosen is None else _look(words, axis_of(trend.current), chosen),
        reason=request.form.get("reason", "") if not trouble.about else "",
        key=form_key(),
        fault="" if trouble.about else trouble.words,
        asks_name=trouble.asks_name and not trouble.about,
        baselines=tuple(
            _baseline(words, trend, one, trouble) for one in baselines_of(database(), scope, code)
        ),
        least=CHART_REASON_LEAST,
        periods=LIMITS_LEAST,
    )


def _look(words: Words, axis: ScoreAxis, chosen: Rebase) -> SecondLook:
    month = wording.month(words, chosen.month)
    before, after = (display(axis.shown(mean_of(one))) for one in (chosen.before, chosen.after))
    old_mean, new_mean = chosen.means
    return SecondLook(
        month=chosen.month,
        old_mean=old_mean,
        new_mean=new_mean,
        rows=(
            (str(_("before")), len(chosen.before.tested), before, _limits(axis, chosen.before)),
            (
                str(_("from %(month)s on", month=month)),
                len(chosen.after.tested),
                after,
                _limits(axis, chosen.after),
            ),
        ),
        said=str(
            _(
                "The mean so far is %(before)s; from %(month)s on it will be %(after)s, and later"
                " periods are held against that. The limits before stay drawn.",
                before=before,
                after=after,
                month=month,
            )
        ),
    )


def _limits(axis: ScoreAxis, stretch: Stretch) -> str:
    limits = stretch.limits
    if limits is None or limits.low is None or limits.high is None:
        return str(_("no limits: too few periods"))
    low = display(axis.shown(max(axis.ticks[0].ratio, limits.low)))
    high = display(axis.shown(min(axis.ticks[-1].ratio, limits.high)))
    return str(_("%(low)s to %(high)s", low=low, high=high))


def _baseline(
    words: Words, trend: RubricTrend, one: BegunBaseline, trouble: Trouble
) -> BaselineShown:
    return BaselineShown(
        id=one.id,
        what=said.baseline(words, one.month, _section(trend, one.section), _version(trend, one)),
        means=said.means(words, axis_of(trend.current), one.means),
        by=_signed(one.by, one.at),
        reason=one.reason,
        back="" if one.back_at is None else _signed(one.back_by, one.back_at),
        back_reason=one.back_reason,
        fault=trouble.words if trouble.about == one.id else "",
    )


def _section(trend: RubricTrend, section: str) -> str:
    titles = {one.code: one.title for rubric in trend.versions.values() for one in rubric.sections}
    return plain(titles[section]) if section in titles else str(_("Whole file"))


def _version(trend: RubricTrend, one: BegunBaseline) -> str:
    rubric = trend.versions.get(one.version_id)
    return "" if rubric is None else rubric.version


def _name(scope: Scope) -> str:
    return str(_("Whole network")) if scope.kind is ScopeKind.NETWORK else plain(scope.name)


def _trends(scope: Scope, **chosen: Any) -> str:
    if scope.kind is ScopeKind.CENTRE:
        return url_for("centres.trends", centre_id=scope.object_id, **chosen)
    return url_for("centres.place_trends", place_id=scope.object_id, **chosen)


def _signed(name: str, at: datetime) -> str:
    return str(_("%(name)s, %(day)s", name=name, day=near_instant(at, local_today())))
