"""What stands below a chart: notes of what happened, new baselines, and where one writes them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from qa_app.domain.chart_notes import NumberedNote
from qa_app.domain.score_axis import axis_of
from qa_app.domain.text import BilingualText
from qa_app.extensions import database
from qa_app.queries.chart_cuts import BegunBaseline, baselines_of
from qa_app.queries.chart_rights import may_note, may_rebase
from qa_app.queries.trends import RubricTrend, Scope, ScopeKind
from qa_app.web.guard import current_actor
from qa_app.web.labels import plain
from qa_app.web.session_labels import near_day, near_instant
from qa_app.web.settings import local_today
from qa_app.wording import Words
from qa_app.wording import chart_notes as said


@dataclass(frozen=True, slots=True)
class NoteBeside:
    """A note in words.

    Attributes:
        number: What marks it on the chart.
        kind: What happened.
        text: In words.
        on: The day, for machines.
        day: The day in words.
        by: Who wrote it, and when.
    """

    number: int
    kind: str
    text: BilingualText
    on: str
    day: str
    by: str


@dataclass(frozen=True, slots=True)
class BaselineBeside:
    """A new baseline in words.

    Attributes:
        what: From when on, of which section and version.
        means: What it changed.
        reason: Why.
        by: Who began it, and when.
        back: Who took it back, when and why; empty while it stands.
        back_reason: Why.
    """

    what: str
    means: str
    reason: str
    by: str
    back: str
    back_reason: str


@dataclass(frozen=True, slots=True)
class ChartBeside:
    """Everything that people wrote about a chart.

    Attributes:
        notes: In order of days.
        baselines: The newest month first.
        note_address: Where notes are written; empty for those who may not.
        rebase_address: Where limits begin anew; empty for those who may not.
        pools: Why limits here do not follow readers and designs; empty for one centre.
    """

    notes: tuple[NoteBeside, ...]
    baselines: tuple[BaselineBeside, ...]
    note_address: str
    rebase_address: str
    pools: str


def chart_beside(
    words: Words, scope: Scope, trend: RubricTrend, section: str, notes: Sequence[NumberedNote]
) -> ChartBeside:
    """Put into words what people wrote about a chart.

    Args:
        words: The page's language.
        scope: Whose chart.
        trend: The rubric's series.
        section: Section shown; empty for whole files.
        notes: From `chart_cuts.marks_of`.

    Returns:
        Notes and baselines, with the ways to write some.
    """
    actor, is_centre = current_actor(), scope.kind is ScopeKind.CENTRE
    place: dict[str, Any] = {
        "kind": (ScopeKind.CENTRE if is_centre else ScopeKind.PLACE).value,
        "object_id": scope.object_id,
        "rubric": trend.code,
    }
    return ChartBeside(
        notes=tuple(_note(words, one) for one in notes),
        baselines=tuple(
            _baseline(words, trend, one) for one in baselines_of(database(), scope, trend.code)
        ),
        note_address=url_for("chart_notes.index", **place) if may_note(actor, scope) else "",
        rebase_address=url_for("chart_notes.baselines", **place, section=section or None)
        if may_rebase(actor, scope)
        else "",
        pools="" if is_centre else words.say(said.POOLS),
    )


def _note(words: Words, one: NumberedNote) -> NoteBeside:
    note = one.note
    return NoteBeside(
        number=one.number,
        kind=words.say(said.KINDS[note.kind]),
        text=note.text,
        on=note.on.isoformat(),
        day=near_day(note.on, local_today()),
        by=_signed(note.by, note.at),
    )


def _baseline(words: Words, trend: RubricTrend, one: BegunBaseline) -> BaselineBeside:
    titles = {
        part.code: part.title for rubric in trend.versions.values() for part in rubric.sections
    }
    section = plain(titles[one.section]) if one.section in titles else str(_("Whole file"))
    rubric = trend.versions.get(one.version_id)
    return BaselineBeside(
        what=said.baseline(words, one.month, section, "" if rubric is None else rubric.version),
        means=said.means(words, axis_of(trend.current), one.means),
        reason=one.reason,
        by=_signed(one.by, one.at),
        back="" if one.back_at is None else _signed(one.back_by, one.back_at),
        back_reason=one.back_reason,
    )


def _signed(name: str, at: datetime) -> str:
    return str(_("%(name)s, %(day)s", name=name, day=near_instant(at, local_today())))
