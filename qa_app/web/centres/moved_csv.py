"""What items cost, as a table to keep."""

from flask import Response, abort
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from qa_app import clock
from qa_app.extensions import database
from qa_app.queries.chart_cuts import cuts_of
from qa_app.queries.trends import Scope, ScopeKind
from qa_app.reports.tables import csv_table
from qa_app.services.operations.note_list import note_list
from qa_app.web.centres.moved_view import LostLine, moved_lines
from qa_app.web.centres.rubric_choices import rubric_choices, trend_asked
from qa_app.web.centres.shown_items import seen_trend
from qa_app.web.centres.trend_pages import name_of
from qa_app.web.filters import chosen
from qa_app.web.guard import current_actor
from qa_app.web.handed_out import named_file
from qa_app.web.labels import plain
from qa_app.web.locale import page_language
from qa_app.wording import Words
from qa_app.wording import trends as wording


def moved_csv(scope: Scope) -> ResponseReturnValue:
    """Answer with what items cost in the latest rated period and in the one before.

    Args:
        scope: Whose trend.

    Returns:
        A file to keep; not found where there are no points to tell.
    """
    trend, section = trend_asked(scope, rubric_choices(scope)), chosen("section")
    cuts = cuts_of(database(), scope, trend.code, section)
    found = moved_lines(seen_trend(scope, trend), section, cuts)
    if found is None:
        abort(404)
    words = Words(page_language())
    whose = (
        scope.code,
        name_of(scope),
        section,
        trend.versions[found.latest.version_id].version,
        wording.period(words, found.latest.period),
        "" if found.before is None else wording.period(words, found.before),
    )
    rows = [(*whose, *_cells(line)) for line in found.lines]
    centre_id = scope.object_id if scope.kind is ScopeKind.CENTRE else None
    note_list(
        database(), current_actor(), "moved_csv", len(rows), at=clock.now(), centre_id=centre_id
    )
    heads = (
        _("Code of centre or place"),
        _("Centre or place"),
        _("Section"),
        _("Rubric version"),
        _("Period"),
        _("Period before"),
        _("Item"),
        _("What it asks"),
        _("Points lost"),
        _("Points before"),
        _("Effect on the score"),
        _("Files affected"),
        _("Files in which it was scored"),
    )
    headers = named_file(f"{scope.code}_{trend.code}-points-lost.csv")
    return Response(csv_table(heads, rows), content_type="text/csv", headers=headers)


def _cells(line: LostLine) -> tuple[object, ...]:
    # a sign in front would make it text
    change = float(line.change.replace("−", "-")) if line.change else None
    return (
        line.code,
        plain(line.text),
        line.lost,
        line.before or None,
        change,
        line.below,
        line.n,
    )
