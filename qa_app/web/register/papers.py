"""Routes of papers of centres."""

from collections.abc import Mapping
from datetime import date

from flask import abort
from flask.typing import ResponseReturnValue

from qa_app import clock
from qa_app.domain.asked_papers import asked_papers
from qa_app.domain.centre_lists import VACANCY_TIERS
from qa_app.domain.centre_register import (
    PAPERS,
    PARTNERS,
    SANCTIONS,
    PaperState,
    Standing,
    latest,
    standing_of,
    weighs,
)
from qa_app.domain.defaults import DOCUMENT_WARNING_DAYS, DOCUMENT_YEAR_MONTHS
from qa_app.domain.permissions import Permission, reach_of
from qa_app.domain.register import KINDS
from qa_app.domain.text import NO_TEXT, BilingualText
from qa_app.extensions import database
from qa_app.queries.centre_facts import (
    RegisteredCentre,
    area_names_of,
    centres_with_papers,
    profile_of,
    vacancies_of,
)
from qa_app.queries.centre_papers import HeldPaper
from qa_app.web.guard import current_actor, requires
from qa_app.web.held_criteria import criteria_in_force
from qa_app.web.labels import plain
from qa_app.web.locale import page_language
from qa_app.web.register.blueprint import bp
from qa_app.web.register.paper_pages import (
    CentreLine,
    CentrePapersPage,
    PaperLine,
    PapersPage,
    SanctionLine,
    VacancyLine,
)
from qa_app.web.settings import local_today
from qa_app.wording import Words
from qa_app.wording.papers_of_centres import MARKS, standing_words

_WARNED = max(DOCUMENT_WARNING_DAYS)
_WORST = (
    PaperState.EXPIRED,
    PaperState.REFUSED,
    PaperState.MISSING,
    PaperState.EXPIRING,
    PaperState.HOLDS,
)


@bp.get("/")
@requires(Permission.REGISTER_READ)
def index() -> ResponseReturnValue:
    today = local_today()
    found = centres_with_papers(database(), current_actor(), clock.now(), today)
    return PapersPage(centres=tuple(_centre_line(one, today) for one in found)).render()


def _centre_line(centre: RegisteredCentre, today: date) -> CentreLine:
    every = [standing for _, standing in _standings(centre, today)]
    states = [one.state for one in every]
    ending = [one for one in every if one.days is not None and one.state is PaperState.EXPIRING]
    soonest = min(ending, key=lambda one: one.days or 0, default=None)
    worst = next((one for one in _WORST if one in states), PaperState.MISSING)
    held, soon = states.count(PaperState.HOLDS), states.count(PaperState.EXPIRING)
    return CentreLine(
        centre.id,
        centre.name,
        centre.place,
        held + soon,
        soon,
        len(states) - held - soon,
        MARKS[worst],
        "" if soonest is None else standing_words(Words(page_language()), soonest),
    )


def _standings(
    centre: RegisteredCentre, today: date
) -> list[tuple[tuple[str, str, str, HeldPaper | None], Standing]]:
    found = []
    papers = [one for one in centre.papers if one.paper.issued_on <= today]
    for asked in asked_papers(criteria_in_force(), centre.kind, centre.areas):
        paper = latest((one.paper for one in papers), asked.kind, asked.area)
        held = next((one for one in papers if one.paper is paper), None)
        standing = standing_of(paper, today, asked.months, _WARNED)
        found.append(((asked.kind, asked.area, asked.criterion, held), standing))
    return found


@bp.get("/centres/<int:centre_id>")
@requires(Permission.REGISTER_READ)
def centre(centre_id: int) -> ResponseReturnValue:
    actor, today, at = current_actor(), local_today(), clock.now()
    found = centres_with_papers(database(), actor, at, today, centre_id)
    if not found:
        abort(404)
    one, words, names = found[0], Words(page_language()), area_names_of(database())
    lines, shown = [], set()
    for (kind, area, criterion, held), standing in _standings(one, today):
        shown.add(None if held is None else held.id)
        said = standing_words(words, standing)
        where = names.get(area) if area else None
        lines.append(_line(words, (kind, where), (MARKS[standing.state], said), held, criterion))
    profile = profile_of(database(), centre_id, at)
    page = CentrePapersPage(
        centre_name=one.name,
        place=one.place,
        kind=plain(KINDS[one.kind]) if one.kind in KINDS else one.kind,
        partner=None if profile is None else PARTNERS.get(profile.partner),
        contact=NO_TEXT if profile is None else profile.contact,
        areas=tuple(names[area] for area in one.areas if area in names),
        lines=tuple(lines),
        others=tuple(
            _line(words, (held.paper.kind, names.get(held.paper.area)), ("", ""), held, "")
            for held in one.papers
            if held.id not in shown
        ),
        sanctions=tuple(
            SanctionLine(
                SANCTIONS.get(held.sanction.kind, NO_TEXT),
                held.number,
                held.body,
                words.day(held.sanction.begun_on),
                _day(words, held.sanction.closed_on),
                weighs(held.sanction, today, DOCUMENT_YEAR_MONTHS),
            )
            for held in one.sanctions
        ),
        vacancies=_vacancies(words, centre_id, names),
        lacking=sum(
            standing.state not in {PaperState.HOLDS, PaperState.EXPIRING}
            for _, standing in _standings(one, today)
        ),
        is_editor=centre_id in reach_of(actor, Permission.REGISTER_WRITE).centre_ids
        or reach_of(actor, Permission.REGISTER_WRITE).is_everything,
    )
    return page.render()


def _vacancies(
    words: Words, centre_id: int, names: Mapping[str, BilingualText]
) -> tuple[VacancyLine, ...]:
    return tuple(
        VacancyLine(
            one.code,
            names.get(one.area, NO_TEXT),
            VACANCY_TIERS.get(one.tier, NO_TEXT),
            words.day(one.opened_on),
        )
        for one in vacancies_of(database(), centre_id, clock.now())
    )


def _line(
    words: Words,
    asked: tuple[str, BilingualText | None],
    standing: tuple[str, str],
    held: HeldPaper | None,
    criterion: str,
) -> PaperLine:
    kind, area = asked
    known = PAPERS.get(kind)
    return PaperLine(
        BilingualText(kind, kind) if known is None else known.name,
        area,
        *standing,
        "" if held is None else held.number,
        "" if held is None else held.issuer,
        "" if held is None else words.day(held.paper.issued_on),
        criterion,
    )


def _day(words: Words, day: date | None) -> str:
    return "" if day is None else words.day(day)
