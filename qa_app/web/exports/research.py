"""Tables for research: what is asked for, and the file."""

from flask import Response
from flask_babel import gettext as _

from qa_app.domain.defaults import PROJECT_LEAST, PROJECT_MOST, RESEARCH_RESTS_DAYS
from qa_app.domain.item_export import ExportForm, Purpose
from qa_app.domain.month_grid import first_day, last_of
from qa_app.domain.permissions import Permission
from qa_app.extensions import database
from qa_app.queries.export_requests import ExportRequest
from qa_app.queries.item_export import ExportFilter
from qa_app.queries.research_export import research_content
from qa_app.reports.research_zip import research_zip
from qa_app.services.operations.request_export import NewRequest
from qa_app.web.exports.forms import ResearchForm
from qa_app.web.exports.routes import fault_words, offered_centres
from qa_app.web.forms import sent_key
from qa_app.web.guard import current_actor
from qa_app.web.handed_out import named_file
from qa_app.web.settings import installation, local_today
from qa_app.wording.research_exports import ResearchFacts


def research_form(*, is_sent: bool = True) -> ResearchForm:
    """Make the form that asks for tables.

    Args:
        is_sent: False for a fresh form beside another one that was sent.

    Returns:
        The form, with the centres within reach.
    """
    # its fields stand on one page with those of the other form
    given = {} if is_sent else {"formdata": None}
    form = ResearchForm(prefix="research-", **given)
    form.offer(offered_centres(Permission.ITEMS_REQUEST))
    return form


def research_request(form: ResearchForm) -> NewRequest:
    """Read what a form that was checked asks for.

    Args:
        form: The form.

    Returns:
        The request.
    """
    since, until = form.quarter(form.since), form.quarter(form.until)
    last = last_of(first_day(until.last))
    chosen = ExportFilter(first_day(since.first), last, form.centre.data or None)
    project = form.project.data or ""
    return NewRequest(chosen, ExportForm.ZIP, Purpose.RESEARCH, sent_key(), project)


def research_fault(code: str) -> str:
    """Say what is wrong with a request for tables.

    Args:
        code: Code of the fault.

    Returns:
        A sentence.
    """
    if code == "span":
        return str(_("The last quarter lies before the first."))
    if code == "project":
        return str(
            _(
                "Say in %(least)s to %(most)s characters what the research is and who does it.",
                least=PROJECT_LEAST,
                most=PROJECT_MOST,
            )
        )
    if code == "span_ahead":
        return str(
            _("This quarter has not been over for %(days)s days yet.", days=RESEARCH_RESTS_DAYS)
        )
    return fault_words(code)


def research_file(held: ExportRequest) -> Response:
    """Send the tables of an approved request.

    Args:
        held: The request, as `take_export` let it go.

    Returns:
        The file.
    """
    content = research_content(database(), current_actor(), held)
    zone, today = installation().timezone, local_today()
    span = (held.chosen.since or today, held.chosen.until or today)
    facts = ResearchFacts(
        held.id, held.project, held.asked_at, span, held.lapses_at, content.table.left_out
    )
    file = research_zip(content.table, content.rubrics, facts, zone)
    headers = named_file(f"plumbline_research_{held.id}.zip")
    return Response(file, mimetype="application/zip", headers=headers)
