"""Routes of the list of criteria."""

from flask import Response, abort, request
from flask.typing import ResponseReturnValue

from qa_app import clock
from qa_app.domain.criteria import CriteriaFile, Criterion
from qa_app.domain.defaults import CRITERIA_AREAS_MOST, ROWS_PER_PAGE
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.extensions import database
from qa_app.queries.centres import area_names
from qa_app.queries.endorsement import criteria_choices, criteria_within, sealed_areas
from qa_app.reports.tables import csv_table
from qa_app.services.operations.note_list import note_list
from qa_app.web.endorsement import labels
from qa_app.web.endorsement.blueprint import bp
from qa_app.web.endorsement.listed import Listed, listed_areas
from qa_app.web.endorsement.pages import CriteriaPage, Paging
from qa_app.web.endorsement.reading import Chosen, chosen_from
from qa_app.web.evaluated import asking_on, sets_of, without_safeguards
from qa_app.web.guard import current_actor, requires
from qa_app.web.handed_out import named_file
from qa_app.web.held_criteria import criteria_in_force
from qa_app.web.locale import page_language
from qa_app.web.settings import local_today
from qa_app.wording import Words

_FILTERS = ("set", "as_of", "area", "place", "centre", "state")


@bp.get("/criteria")
@requires(Permission.CRITERIA_READ)
def criteria() -> ResponseReturnValue:
    actor, words = current_actor(), Words(page_language())
    choices = criteria_choices(database(), actor)
    chosen = chosen_from(request.args, actor, choices, local_today())
    is_too_many = chosen.areas > CRITERIA_AREAS_MOST
    listed = () if is_too_many else listed_areas(actor, chosen)
    kept = [one for one in listed if chosen.state in {None, one.worst}]
    pages = max(1, -(-len(kept) // ROWS_PER_PAGE))
    if chosen.page > pages:
        abort(404)
    query = _query()
    shown = kept[(chosen.page - 1) * ROWS_PER_PAGE : chosen.page * ROWS_PER_PAGE]
    asked = _criteria(listed, chosen)
    columns = labels.heads(words, asked)
    return CriteriaPage(
        title=labels.too_many(words, chosen)
        if is_too_many
        else labels.title(words, listed, chosen),
        lede=labels.lede(words, listed),
        why_few=labels.why_few(words, listed),
        without=without_safeguards(
            words, [each for one in listed for each in one.area.evaluation.judged], chosen.as_of
        ),
        counted=labels.counted(chosen),
        is_too_many=is_too_many,
        file=_file(listed),
        chosen=chosen,
        choices=choices,
        verdicts=labels.verdict_words(),
        heads=tuple(head for _code, head in columns),
        definitions=labels.definitions(words, asked, dict(area_names(database()))),
        missing=labels.missing(words, listed),
        rows=tuple(labels.row_of(words, one, columns) for one in shown),
        paging=Paging(chosen.page, pages, len(kept)),
        may_publish=may(actor, Permission.CRITERIA_PUBLISH),
        query=query,
        without_centre={name: value for name, value in query.items() if name != "centre"},
    ).render()


@bp.get("/criteria.csv")
@requires(Permission.CRITERIA_READ)
def criteria_csv() -> ResponseReturnValue:
    actor, words = current_actor(), Words(page_language())
    choices = criteria_choices(database(), actor)
    chosen = chosen_from(request.args, actor, choices, local_today())
    if chosen.areas > CRITERIA_AREAS_MOST:
        abort(404)
    sealed = _sealed(actor, chosen)
    listed = [
        one
        for one in listed_areas(actor, chosen)
        # sealed readings never leave the platform, not even in sums
        if chosen.state in {None, one.worst}
        and (one.area.centre_id, one.area.evaluation.subject.area) not in sealed
    ]
    note_list(database(), actor, "criteria_csv", len(listed), at=clock.now())
    content = csv_table(labels.csv_heads(), labels.csv_rows(words, listed, chosen))
    name = f"criteria-{chosen.as_of.isoformat()}.csv"
    return Response(content, mimetype="text/csv", headers=named_file(name))


def _sealed(actor: Actor, chosen: Chosen) -> frozenset[tuple[int, str]]:
    within = criteria_within(database(), actor, chosen.as_of, chosen.bounds)
    first = next(iter(chosen.known.sets))
    asking = asking_on(first, chosen.as_of, local_today(), is_case_level=chosen.is_case_level)
    known_at = None if asking.is_now else asking.known_at
    return sealed_areas(database(), within, chosen.as_of, known_at)


def _criteria(listed: tuple[Listed, ...], chosen: Chosen) -> tuple[Criterion, ...]:
    sets = {one.set.version_id: one.set.set for one in listed}
    if not sets:
        everywhere = sets_of(chosen.known, "").get(chosen.set_code)
        sets = {} if everywhere is None else {0: everywhere.set}
    return tuple({one.code: one for of in sets.values() for one in of.criteria}.values())


def _file(listed: tuple[Listed, ...]) -> CriteriaFile:
    return listed[0].set.file if listed else criteria_in_force()


def _query() -> dict[str, str]:
    return {name: request.args[name] for name in _FILTERS if request.args.get(name)}
