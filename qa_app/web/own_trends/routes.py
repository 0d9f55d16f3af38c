"""Routes of a practitioner's own trend."""

from flask import Blueprint, Response, abort, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from qa_app import clock
from qa_app.domain.defaults import FILES_PER_POINT
from qa_app.domain.permissions import Permission
from qa_app.domain.series import Coverage
from qa_app.extensions import database
from qa_app.queries.own_trends import cuts_of_own, own_scope, own_trends
from qa_app.queries.trends import RubricTrend, Scope, rubric_trend
from qa_app.reports.tables import csv_table
from qa_app.services.operations.note_list import note_list
from qa_app.web.filters import chosen
from qa_app.web.guard import current_actor, requires
from qa_app.web.handed_out import named_file
from qa_app.web.labels import plain
from qa_app.web.locale import page_language
from qa_app.web.own_trends.pages import OwnTrendPage
from qa_app.web.own_trends.view import own_trend_shown, quarter_shown
from qa_app.web.pages import Choice
from qa_app.web.settings import local_today
from qa_app.wording import Words

bp = Blueprint("own_trends", __name__, url_prefix="/learning")


@bp.get("/<int:practitioner_id>/trend")
@requires(Permission.LEARNING_READ)
def show(practitioner_id: int) -> ResponseReturnValue:
    scope = _scope(practitioner_id)
    found = _found(scope)
    chosen = _chosen(scope, found)
    words = Words(page_language())
    return OwnTrendPage(
        code=scope.code,
        centre=scope.name,
        is_own=current_actor().practitioner_id == practitioner_id,
        plan_address=url_for("learning.show", practitioner_id=practitioner_id),
        csv_address=""
        if chosen is None
        else url_for("own_trends.table", practitioner_id=practitioner_id, rubric=chosen.code),
        choices=tuple(
            Choice(
                url_for("own_trends.show", practitioner_id=practitioner_id, rubric=one.code),
                plain(one.current.title),
                chosen is not None and one.code == chosen.code,
            )
            for one in found
        ),
        shown=None
        if chosen is None
        else own_trend_shown(words, chosen, cuts_of_own(database(), scope, chosen.code)),
        least=FILES_PER_POINT,
    ).render()


@bp.get("/<int:practitioner_id>/trend.csv")
@requires(Permission.LEARNING_READ)
def table(practitioner_id: int) -> ResponseReturnValue:
    scope = _scope(practitioner_id)
    trend = _chosen(scope, _found(scope)) or abort(404)
    words = Words(page_language())
    heads = (
        _("Period"),
        _("Score"),
        _("Files"),
        _("Final"),
        _("Provisional"),
        _("Rubric version"),
    )
    shown = [
        quarter_shown(words, trend.versions[one.version_id], one)
        for one in trend.whole(Coverage.SAMPLED).points
    ]
    rows = [
        (one.period, one.value, one.files, one.final, one.provisional, one.version) for one in shown
    ]
    note_list(database(), current_actor(), "own_trend_csv", len(rows), at=clock.now())
    content, headers = csv_table(heads, rows), named_file(f"{trend.code}.csv")
    return Response(content, content_type="text/csv", headers=headers)


def _scope(practitioner_id: int) -> Scope:
    found = own_scope(database(), current_actor(), practitioner_id, local_today())
    return found or abort(404)


def _found(scope: Scope) -> tuple[RubricTrend, ...]:
    found = own_trends(database(), scope)
    return tuple(one for one in found if one.whole(Coverage.SAMPLED).points)


def _chosen(scope: Scope, found: tuple[RubricTrend, ...]) -> RubricTrend | None:
    wanted = chosen("rubric")
    fitting = [one.code for one in found if wanted in {"", one.code}]
    if not fitting:
        if wanted:
            abort(404)
        return None
    return rubric_trend(database(), scope, fitting[0])
