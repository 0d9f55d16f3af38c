"""A draft as the reviewer will see it, and a made-up file scored against it; nothing is kept."""

from dataclasses import replace
from datetime import date

from flask import request
from flask.typing import ResponseReturnValue

from qa_app.domain.permissions import Permission
from qa_app.domain.problems import Severity
from qa_app.queries.rubric_drafts import DraftInHand
from qa_app.web.drafting.blueprint import bp
from qa_app.web.drafting.editor_pages import FaultLine, TrialPage
from qa_app.web.drafting.editor_screen import found_in
from qa_app.web.drafting.made_up import made_up
from qa_app.web.drafting.reading import ground, the_draft
from qa_app.web.guard import requires
from qa_app.web.labels import plain as said_plain
from qa_app.web.locale import page_language
from qa_app.web.regions import region_words
from qa_app.web.settings import local_today
from qa_app.wording import Words
from qa_app.wording.rubrics import region_lines


@bp.route("/drafts/<int:draft_id>/try", methods=["GET", "POST"])
@requires(Permission.RUBRIC_WRITE)
def try_out(draft_id: int) -> ResponseReturnValue:
    draft, on = the_draft(draft_id), ground()
    problems = on.problems(draft.plain)
    if any(one.severity is Severity.ERROR for one in problems):
        found = found_in(draft.plain, problems)
        return _page(draft, read_on=local_today(), faults=found.faults).render()
    made = made_up(on.content(draft.plain), request.form)
    page = replace(
        _page(draft, read_on=made.read_on),
        sections=tuple(made.sections()),
        controls=tuple(made.control(one) for one in made.fields()),
        came=made.came() if request.method == "POST" else None,
        refused=made.left_out(),
        regions=tuple(region_lines(Words(page_language()), made.rubric, region_words(made.rubric))),
    )
    return page.render()


def _page(draft: DraftInHand, *, read_on: date, faults: tuple[FaultLine, ...] = ()) -> TrialPage:
    return TrialPage(
        draft=draft,
        title=said_plain(draft.line.title) or draft.line.code,
        faults=tuple(one for one in faults if one.is_error),
        sections=(),
        controls=(),
        came=None,
        refused=(),
        regions=(),
        read_on=read_on,
    )
