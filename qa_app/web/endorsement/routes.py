"""Routes of the criteria page."""

from flask import Response, abort, request
from flask.typing import ResponseReturnValue

from qa_app import clock
from qa_app.domain.criteria_period import days_offered
from qa_app.domain.defaults import ROWS_PER_PAGE
from qa_app.domain.endorsement import is_of_centre
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.extensions import database
from qa_app.queries.endorsement import criteria_choices, sees_halves_only
from qa_app.reports.tables import csv_table
from qa_app.services.operations.note_list import note_list
from qa_app.web.endorsement import labels
from qa_app.web.endorsement.blueprint import bp
from qa_app.web.endorsement.pages import CriteriaPage, Paging
from qa_app.web.endorsement.reading import Chosen, chosen_from
from qa_app.web.guard import current_actor, requires
from qa_app.web.handed_out import named_file
from qa_app.web.held_criteria import (
    Judged,
    columns_of,
    criteria_in_force,
    is_criteria_published,
    judged_areas,
)
from qa_app.web.locale import page_language
from qa_app.web.settings import local_today
from qa_app.wording import Words

_FILTERS = ("set", "as_of", "area", "place", "centre", "state")


@bp.get("/criteria")
@requires(Permission.CRITERIA_READ)
def criteria() -> ResponseReturnValue:
    actor, today, words = current_actor(), local_today(), Words(page_language())
    choices = criteria_choices(database(), actor)
    chosen = chosen_from(request.args, actor, choices, today)
    columns = columns_of(chosen.criteria_set)
    judged = _judged(actor, chosen) if columns else ()
    kept = [one for one in judged if chosen.state in {None, one.worst}]
    pages = max(1, -(-len(kept) // ROWS_PER_PAGE))
    if chosen.page > pages:
        abort(404)
    query = _query()
    shown = kept[(chosen.page - 1) * ROWS_PER_PAGE : chosen.page * ROWS_PER_PAGE]
    return CriteriaPage(
        title=labels.title(words, judged, chosen, sum(map(is_of_centre, columns))),
        lede=labels.lede(judged),
        why_few=labels.why_few(words, judged),
        counted=labels.counted(words, chosen.period),
        file=criteria_in_force(),
        chosen=chosen,
        choices=choices,
        days=days_offered(today, is_by_halves=sees_halves_only(database(), actor)),
        verdicts=labels.verdict_words(),
        definitions=labels.definitions(words, columns),
        missing=tuple(
            (one.code, one.text) for one in chosen.criteria_set.criteria if one not in columns
        ),
        rows=tuple(labels.row_of(words, one, chosen.period) for one in shown),
        paging=Paging(chosen.page, pages, len(kept)),
        may_publish=may(actor, Permission.CRITERIA_PUBLISH),
        query=query,
        has_details=is_criteria_published(),
        without_centre={name: value for name, value in query.items() if name != "centre"},
    ).render()


@bp.get("/criteria.csv")
@requires(Permission.CRITERIA_READ)
def criteria_csv() -> ResponseReturnValue:
    actor, words = current_actor(), Words(page_language())
    choices = criteria_choices(database(), actor)
    chosen = chosen_from(request.args, actor, choices, local_today())
    judged = [
        one
        for one in _judged(actor, chosen)
        # sealed readings never leave the platform, not even in sums
        if chosen.state in {None, one.worst} and not one.area.has_sealed
    ]
    note_list(database(), actor, "criteria_csv", len(judged), at=clock.now())
    content = csv_table(labels.csv_heads(), labels.csv_rows(words, judged, chosen))
    name = f"criteria-{chosen.period.as_of.isoformat()}.csv"
    return Response(content, mimetype="text/csv", headers=named_file(name))


def _judged(actor: Actor, chosen: Chosen) -> tuple[Judged, ...]:
    return judged_areas(actor, chosen.criteria_set, chosen.period, chosen.bounds)


def _query() -> dict[str, str]:
    return {name: request.args[name] for name in _FILTERS if request.args.get(name)}
