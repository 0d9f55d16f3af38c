"""The page on which a second person publishes a draft."""

from datetime import timedelta

from flask import abort, redirect, url_for
from flask.typing import ResponseReturnValue

from qa_app import clock
from qa_app.domain.errors import InvalidError
from qa_app.domain.permissions import Permission
from qa_app.domain.rubric_freeze import fingerprint_of
from qa_app.domain.rubric_thaw import thaw
from qa_app.extensions import database
from qa_app.queries.rubric_drafts import DraftInHand
from qa_app.services.standards.publish_rubric_draft import (
    DraftPublication,
    publish_rubric_draft,
)
from qa_app.web.drafting.blueprint import bp
from qa_app.web.drafting.forms import PublishForm
from qa_app.web.drafting.labels import refusal_words
from qa_app.web.drafting.lagging import lags_of_draft
from qa_app.web.drafting.pages import PublishPage
from qa_app.web.drafting.reading import compared, ground, the_draft
from qa_app.web.drafting.where import where_of
from qa_app.web.guard import current_actor, requires
from qa_app.web.locale import page_language
from qa_app.web.regions import region_words
from qa_app.web.settings import installation, local_today
from qa_app.web.step_up import asks_again
from qa_app.wording import Words
from qa_app.wording.rubrics import region_lines

_OF_DAY = {"too_far_ahead", "already_read", "not_after"}


@bp.get("/drafts/<int:draft_id>/publish")
@requires(Permission.RUBRIC_PUBLISH)
def publishing(draft_id: int) -> ResponseReturnValue:
    draft = the_draft(draft_id)
    if not draft.line.waits_for_me:
        return redirect(url_for("drafting.show", draft_id=draft_id))
    form = PublishForm(prefix="publish")
    form.show(draft)
    form.in_force_from.data = local_today() + timedelta(days=1)
    return _page(draft, form).render()


@bp.post("/drafts/<int:draft_id>/publish")
@requires(Permission.RUBRIC_PUBLISH)
@asks_again("drafting.publishing", "draft_id")
def publish(draft_id: int) -> ResponseReturnValue:
    draft, form = the_draft(draft_id), PublishForm(prefix="publish")
    if form.validate_on_submit():
        publication = DraftPublication(
            form.seen(draft_id), form.in_force_from.data, installation().timezone
        )
        try:
            publish_rubric_draft(database(), current_actor(), publication, ground(), at=clock.now())
        except InvalidError as fault:
            form.fail("in_force_from" if fault.code in _OF_DAY else "", refusal_words(fault))
        else:
            code, version = draft.line.code, draft.line.version
            notice = "draft_published"
            return redirect(url_for("standards.version", code=code, version=version, notice=notice))
    if form.revision.errors:
        abort(400)
    return _page(draft, form).render(), 422


def _page(draft: DraftInHand, form: PublishForm) -> PublishPage:
    beside = compared(draft, ground())
    changes = None if beside is None else beside.said()
    proposed = "" if beside is None else beside.proposed()
    return PublishPage(
        draft=draft,
        where=where_of(draft),
        base_version="" if beside is None else beside.base.version,
        effect=() if changes is None else changes.effect,
        undecided=0 if changes is None else changes.undecided,
        proposed="" if proposed == draft.line.version else proposed,
        regions=_regions(draft),
        lags=lags_of_draft(draft, draft.plain),
        form=form,
    )


def _regions(draft: DraftInHand) -> tuple[tuple[str, str], ...]:
    on = ground()
    if on.faults(draft.plain):
        return ()
    content = on.content(draft.plain)
    rubric = thaw(content, fingerprint_of(content))
    return tuple(region_lines(Words(page_language()), rubric, region_words(rubric)))
