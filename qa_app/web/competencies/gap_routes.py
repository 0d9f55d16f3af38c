"""Matrix and gaps of centres and places, as a page and to take away."""

from dataclasses import dataclass

from flask import Response, abort, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from qa_app import clock
from qa_app.domain.competencies import Level
from qa_app.domain.competency_gaps import Gap, LevelCounts, gaps_of, matrix_of
from qa_app.domain.defaults import (
    COMPETENCY_FILES_LEAST,
    COMPETENCY_GAP_PCT,
    COMPETENCY_PEOPLE_LEAST,
)
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.extensions import database
from qa_app.queries.competency_frameworks import KeptFramework, frameworks_in_force
from qa_app.queries.competency_items import item_standings, last_year, tells_last_year
from qa_app.queries.competency_places import Place, place_named, places_of
from qa_app.queries.competency_standings import standings
from qa_app.reports.tables import csv_table
from qa_app.reports.workbooks import Sheet, workbook
from qa_app.services.operations.note_list import note_list
from qa_app.web.competencies.blueprint import bp
from qa_app.web.competencies.pages import GapsPage, MatrixRow, PlaceChoice
from qa_app.web.competencies.view import framework_address, gaps_shown
from qa_app.web.filters import chosen
from qa_app.web.guard import current_actor, requires
from qa_app.web.handed_out import named_file
from qa_app.web.labels import plain
from qa_app.web.locale import page_language
from qa_app.web.pages import Choice
from qa_app.web.settings import local_today
from qa_app.web.told_here import told_here
from qa_app.wording import Words
from qa_app.wording import competencies as wording

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class _Report:
    place: Place
    kept: KeptFramework
    matrix: tuple[LevelCounts, ...]
    gaps: tuple[Gap, ...]
    has_held: bool


def gaps_address(actor: Actor) -> str:
    """Give the address of gaps.

    Args:
        actor: Who asks.

    Returns:
        The address; empty for who reads those of no centre.
    """
    has_any = places_of(database(), actor) and frameworks_in_force(database())
    return url_for("competencies.gaps") if has_any else ""


@bp.get("/gaps")
@requires(Permission.COMPETENCY_READ)
def gaps() -> ResponseReturnValue:
    words, report = Words(page_language()), _report()
    return GapsPage(
        name=report.place.name,
        heading=_heading(report.gaps),
        places=tuple(
            PlaceChoice(one.key, plain(one.name), one.key == report.place.key)
            for one in places_of(database(), current_actor())
        ),
        area=report.kept.framework.area,
        areas=tuple(
            Choice(
                _address("competencies.gaps", report.place.key, one.framework.area),
                plain(one.framework.title),
                one.id == report.kept.id,
            )
            for one in frameworks_in_force(database())
        ),
        framework_address=framework_address(report.kept),
        level_names=tuple(words.say(wording.LEVELS[level]) for level in Level),
        matrix=tuple(_row(words, one) for one in report.matrix),
        gaps=gaps_shown(words, report.kept, report.gaps),
        csv_address=_address("competencies.gaps_csv", report.place.key, report.kept.framework.area),
        xlsx_address=_address(
            "competencies.gaps_xlsx", report.place.key, report.kept.framework.area
        ),
        least=COMPETENCY_PEOPLE_LEAST,
        files_least=COMPETENCY_FILES_LEAST,
        share=COMPETENCY_GAP_PCT,
        has_held=report.has_held,
    ).render()


@bp.get("/gaps.csv")
@requires(Permission.COMPETENCY_READ)
def gaps_csv() -> ResponseReturnValue:
    report = _taken()
    heads, rows = _gap_table(Words(page_language()), report)
    return Response(
        csv_table(heads, rows), content_type="text/csv; charset=utf-8", headers=_named("csv")
    )


@bp.get("/gaps.xlsx")
@requires(Permission.COMPETENCY_READ)
def gaps_xlsx() -> ResponseReturnValue:
    words, report = Words(page_language()), _taken()
    name = words.text(report.place.name)
    sheets = []
    for title, (heads, rows) in (
        (_("Gaps"), _gap_table(words, report)),
        (_("Levels"), _matrix_table(words, report)),
    ):
        day = str(_("As of %(day)s", day=words.day(local_today())))
        sheets.append(Sheet(str(title), heads, rows, (words.pair(name, str(title)), day)))
    return Response(workbook(sheets), mimetype=_XLSX, headers=_named("xlsx"))


def _taken() -> _Report:
    report = _report()
    count = len(report.gaps)
    note_list(database(), current_actor(), "competency_gaps", count, at=clock.now())
    return report


def _named(ending: str) -> dict[str, str]:
    return named_file(f"competency_gaps_{local_today().isoformat()}_{page_language()}.{ending}")


def _address(endpoint: str, at: str, area: str) -> str:
    return url_for(endpoint, at=at, area=area)


def _report() -> _Report:
    session, actor, today = database(), current_actor(), local_today()
    kept = {one.framework.area: one for one in frameworks_in_force(session)}
    places = places_of(session, actor)
    if not kept or not places:
        abort(404)
    area = chosen("area", kept, next(reversed(kept)))
    found = place_named(session, actor, request.args.get("at", "") or places[0].key, today)
    if found is None:
        abort(404)
    framework = kept[area].framework
    people = standings(session, actor, area, found.centres, today)
    told = told_here(found.scope, months=last_year(today))
    items = item_standings(session, found.scope, framework, today, told)
    return _Report(
        found.place,
        kept[area],
        matrix_of(framework, people),
        gaps_of(framework, items, people),
        has_held=not tells_last_year(told, today),
    )


def _heading(found: tuple[Gap, ...]) -> str:
    if not found:
        return str(_("no gap is known"))
    most = sum(one.sources == found[0].sources for one in found)
    said = ngettext("%(num)d gap of competency", "%(num)d gaps of competency", len(found))
    named = ngettext(
        "%(num)d of them named by %(sources)s of 3 sources",
        "%(num)d of them named by %(sources)s of 3 sources",
        most,
        sources=found[0].sources,
    )
    return str(_("%(found)s, %(late)s", found=said, late=named))


def _row(words: Words, one: LevelCounts) -> MatrixRow:
    title = words.text(one.competency.title)
    if one.counts is None:
        return MatrixRow(one.competency.code, title, ("",) * len(Level), "", "0")
    below = str(_("%(short)s of %(n)s", short=one.below, n=one.expected))
    return MatrixRow(
        one.competency.code,
        title,
        tuple(str(one.counts[level]) for level in Level),
        "" if one.below is None else below,
        str(one.n),
    )


def _gap_table(words: Words, report: _Report) -> tuple[list[str], list[list[str | int]]]:
    heads = [
        str(_("Competency")),
        str(_("Code")),
        str(_("Sources that say so")),
        *(
            words.pair(words.say(name), part)
            for name in wording.SOURCES.values()
            for part in (str(_("what it says")), str(_("numbers")))
        ),
        str(_("Items below the band")),
        str(_("Training")),
    ]
    shown = gaps_shown(words, report.kept, report.gaps)
    rows: list[list[str | int]] = []
    for gap, told in zip(report.gaps, shown, strict=True):
        said = [
            cell
            for one in gap.said
            for cell in (wording.verdict(words, one), wording.said_by(words, one))
        ]
        items = words.listed(item for one in told.said for item in one.items)
        rows.append([told.title, told.code, gap.sources, *said, items, words.listed(told.training)])
    return heads, rows


def _matrix_table(words: Words, report: _Report) -> tuple[list[str], list[list[str | int]]]:
    heads = [
        str(_("Competency")),
        str(_("Code")),
        *(words.say(wording.LEVELS[level]) for level in Level),
        str(_("Below what is expected")),
        str(_("Workers counted")),
    ]
    rows: list[list[str | int]] = []
    for one in report.matrix:
        row = _row(words, one)
        rows.append([row.title, row.code, *row.cells, row.below, one.n])
    return heads, rows
