"""Routes of a centre's quality sheet."""

import re

from flask import Blueprint, Response, abort, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from qa_app import clock
from qa_app.domain.month_grid import first_day, month_of
from qa_app.domain.permissions import Permission
from qa_app.domain.quality_sheet import YEAR_MONTHS, ContractYear
from qa_app.extensions import database
from qa_app.queries.quality_sheet import quality_content
from qa_app.reports.quality_sheet import quality_pdf
from qa_app.reports.word_draft import word_draft
from qa_app.services.operations.note_list import note_list
from qa_app.web.filters import chosen, chosen_language
from qa_app.web.guard import current_actor, requires
from qa_app.web.handed_out import WORD_TYPE, named_file
from qa_app.web.locale import LANGUAGE_NAMES, page_language
from qa_app.web.pages import Choice
from qa_app.web.quality.pages import QualityPage
from qa_app.web.settings import installation, local_today
from qa_app.wording import Words
from qa_app.wording.quality_sheets import said_quality_sheet
from qa_app.wording.said_printed import SaidPrinted

bp = Blueprint("quality", __name__, url_prefix="/centres")
_MONTH = re.compile(r"(20\d{2})-(0[1-9]|1[0-2])")


@bp.get("/<int:centre_id>/quality")
@requires(Permission.COVERAGE_READ)
def sheet(centre_id: int) -> ResponseReturnValue:
    year = _year()
    return QualityPage(
        centre_id=centre_id,
        sheet=_said(Words(page_language()), centre_id, year),
        years=_years(centre_id, year),
        files=_files(centre_id, _start(year)),
    ).render()


@bp.get("/<int:centre_id>/quality.<any(pdf, docx):form>")
@requires(Permission.COVERAGE_READ)
def file(centre_id: int, form: str) -> ResponseReturnValue:
    language = chosen_language()
    year = _year()
    said = _said(Words(language), centre_id, year)
    actor, is_pdf = current_actor(), form == "pdf"
    note_list(database(), actor, "quality_sheet", 1, at=clock.now(), centre_id=centre_id)
    content = quality_pdf(said) if is_pdf else word_draft(said)
    name = f"quality_{centre_id}_{_start(year)}_{language}.{form}"
    headers = named_file(name, is_shown=is_pdf)
    return Response(content, mimetype="application/pdf" if is_pdf else WORD_TYPE, headers=headers)


def _files(centre_id: int, start: str) -> tuple[tuple[str, str, str], ...]:
    kinds = (("pdf", "PDF"), ("docx", _("Draft in Word")))
    return tuple(
        (
            url_for("quality.file", centre_id=centre_id, form=form, start=start, lang=code),
            f"{kind} · {name}",
            code,
        )
        for form, kind in kinds
        for code, name in LANGUAGE_NAMES
    )


def _said(words: Words, centre_id: int, year: ContractYear) -> SaidPrinted:
    zone = installation().timezone
    found = quality_content(database(), current_actor(), centre_id, year, zone) or abort(404)
    kept = (found.actions, found.required, found.planned)
    made = (clock.now(), zone)
    return said_quality_sheet(words, found.name, year, found.lines, kept, made)


def _year() -> ContractYear:
    today, month = local_today(), installation().contract_month
    running = today.year if today.month >= month else today.year - 1
    start = chosen("start", usual=f"{running}-{month:02}")
    found = _MONTH.fullmatch(start) or abort(404)
    first = today.replace(year=int(found[1]), month=int(found[2]), day=1)
    # two years that overlap by some months would tell the others
    return ContractYear(first, today) if first <= today and first.month == month else abort(404)


def _start(year: ContractYear) -> str:
    return f"{year.first:%Y-%m}"


def _years(centre_id: int, year: ContractYear) -> tuple[Choice, ...]:
    shown = []
    for back in (2, 1, 0, -1):
        first = first_day(month_of(year.first) - back * YEAR_MONTHS)
        if first <= year.today:
            start = f"{first:%Y-%m}"
            address = url_for("quality.sheet", centre_id=centre_id, start=start)
            shown.append(Choice(address, start, is_chosen=not back))
    return tuple(shown)
