"""Routes of the yearly pack on data of minors, and of the templates that go with it."""

from flask import Response, abort
from flask.typing import ResponseReturnValue

from qa_app import clock
from qa_app.domain.permissions import Permission
from qa_app.extensions import database
from qa_app.queries.audit_pack import first_year, pack_figures
from qa_app.reports.printed import printed_pdf
from qa_app.reports.word_draft import word_draft
from qa_app.services.operations.note_list import note_list
from qa_app.services.privacy.take_pack import take_pack
from qa_app.web.filters import chosen_language, chosen_number
from qa_app.web.guard import current_actor, requires
from qa_app.web.handed_out import WORD_TYPE, named_file
from qa_app.web.journal.pages import PackPage
from qa_app.web.journal.routes import bp
from qa_app.web.locale import page_language
from qa_app.web.settings import installation, local_today
from qa_app.wording import Words
from qa_app.wording.audit_pack import pack_csv, pack_lines, said_pack
from qa_app.wording.minors_templates import InstallationFacts, said_assessment, said_rules

_JANUARY = 1
_WRITERS = {"rules": said_rules, "assessment": said_assessment}


@bp.get("/log/minors")
@requires(Permission.JOURNAL_READ)
def pack() -> ResponseReturnValue:
    actor, year, zone = current_actor(), _year(), installation().timezone
    figures = pack_figures(database(), actor, year, zone)
    note_list(database(), actor, "minors_pack", len(figures), at=clock.now())
    return PackPage(
        year=year,
        years=_years(),
        lines=pack_lines(Words(page_language()), figures, (year, local_today())),
    ).render()


@bp.get("/log/minors.<any(csv, pdf):form>")
@requires(Permission.JOURNAL_READ)
def pack_file(form: str) -> ResponseReturnValue:
    year, language = _year(), chosen_language()
    figures = take_pack(database(), current_actor(), year, installation().timezone, at=clock.now())
    words, when, is_pdf = Words(language), (year, local_today()), form == "pdf"
    content = (
        printed_pdf(said_pack(words, figures, when))
        if is_pdf
        else pack_csv(words, figures, when).encode()
    )
    headers = named_file(f"minors_{year}_{language}.{form}", is_shown=is_pdf)
    return Response(content, mimetype="application/pdf" if is_pdf else "text/csv", headers=headers)


@bp.get("/log/minors/<any(rules, assessment):template>.docx")
@requires(Permission.JOURNAL_READ)
def template_file(template: str) -> ResponseReturnValue:
    language, kept, today = chosen_language(), installation(), local_today()
    figures = take_pack(database(), current_actor(), today.year, kept.timezone, at=clock.now())
    facts = InstallationFacts(
        address=kept.public_url,
        figures=dict(figures),
        periods=kept.periods,
        journal_days=kept.journal_days,
        mail_host=kept.smtp_host,
        is_backup_sealed=bool(kept.backup_key),
        is_anchored=kept.anchor_dir is not None or bool(kept.anchor_mail),
        today=today,
    )
    content = word_draft(_WRITERS[template](Words(language), facts))
    headers = named_file(f"minors_{template}_{language}.docx")
    return Response(content, mimetype=WORD_TYPE, headers=headers)


def _years() -> tuple[int, ...]:
    today = local_today()
    first = first_year(database(), installation().timezone) or today.year
    return tuple(range(today.year, first - 1, -1))


def _year() -> int:
    years, today = _years(), local_today()
    # what is filed by the end of January tells of the year before
    usual = today.year - 1 if today.month == _JANUARY and today.year - 1 in years else today.year
    year = chosen_number("year") or usual
    return year if year in years else abort(404)
