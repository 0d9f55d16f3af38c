"""Routes of rubric drafts: the list, a new one, one draft and what is done to it."""

from contextlib import suppress

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from qa_app import clock
from qa_app.domain.defaults import ROWS_PER_PAGE
from qa_app.domain.errors import ConflictError, InvalidError
from qa_app.domain.permissions import Permission, may
from qa_app.domain.rubric_draft import OPEN_STATES, DraftAct, DraftState, may_do, wrote
from qa_app.extensions import database
from qa_app.queries.rubric_drafts import (
    DraftInHand,
    DraftLine,
    drafts_page,
    names_of_publishers,
    names_of_writers,
)
from qa_app.queries.rubric_list import known_areas, newest_versions
from qa_app.services.standards.discard_rubric_draft import discard_rubric_draft
from qa_app.services.standards.return_rubric_draft import return_rubric_draft
from qa_app.services.standards.start_rubric_draft import NewDraft, start_rubric_draft
from qa_app.services.standards.submit_rubric_draft import submit_rubric_draft
from qa_app.web.drafting.blueprint import bp
from qa_app.web.drafting.forms import EmptyForm, NextForm, ReasonForm, SeenForm, version_choice
from qa_app.web.drafting.labels import (
    beyond_words,
    refusal_words,
    state_look,
    state_words,
    waits_words,
)
from qa_app.web.drafting.lagging import lags_of_draft
from qa_app.web.drafting.pages import Acts, DraftPage, DraftRow, DraftsPage, NewDraftPage
from qa_app.web.drafting.reading import (
    Checked,
    base_version,
    checked,
    compared,
    ground,
    the_draft,
)
from qa_app.web.drafting.where import where_of
from qa_app.web.guard import current_actor, requires
from qa_app.web.labels import plain
from qa_app.web.locale import page_language
from qa_app.web.numbers import whole_number
from qa_app.wording import Words

_UNPROCESSABLE = 422


@bp.get("/drafts")
@requires(Permission.RUBRIC_WRITE)
def index() -> ResponseReturnValue:
    actor, settled = current_actor(), request.args.get("settled") == "1"
    lines = drafts_page(database(), actor, settled=settled, before=_before())
    shown = lines[:ROWS_PER_PAGE]
    page = DraftsPage(
        finding=_finding(shown, is_settled=settled),
        rows=tuple(
            DraftRow(one, state_words(one.state), state_look(one.state), waits_words(one))
            for one in shown
        ),
        is_settled=settled,
        may_write=may(actor, Permission.RUBRIC_WRITE),
        next_before=shown[-1].id if len(lines) > ROWS_PER_PAGE else None,
    )
    return page.render()


def _before() -> int | None:
    try:
        return whole_number(request.args.get("before", ""))
    except ValueError:
        return None


def _finding(lines: tuple[DraftLine, ...], *, is_settled: bool) -> str:
    if is_settled:
        return str(_("Drafts that were published or discarded"))
    mine = sum(one.waits_for_me for one in lines)
    if mine:
        return str(ngettext("%(num)d draft waits for you", "%(num)d drafts wait for you", mine))
    return str(ngettext("%(num)d draft of a rubric", "%(num)d drafts of rubrics", len(lines)))


@bp.get("/drafts/new")
@requires(Permission.RUBRIC_WRITE)
def new() -> ResponseReturnValue:
    next_form, empty_form = _new_forms()
    with suppress(ValueError):
        next_form.version_id.data = whole_number(request.args.get("version", ""))
    return NewDraftPage(next_form=next_form, empty_form=empty_form, open_draft=None).render()


@bp.post("/drafts/new")
@requires(Permission.RUBRIC_WRITE)
def start() -> ResponseReturnValue:
    next_form, empty_form = _new_forms()
    is_empty = "empty-code" in request.form
    form = empty_form if is_empty else next_form
    open_draft = None
    if form.validate_on_submit():
        key = form.idempotency_key.data or None
        begun = (
            NewDraft(code=empty_form.code.data.strip(), area=empty_form.area.data, key=key)
            if is_empty
            else NewDraft(version_id=next_form.version_id.data, key=key)
        )
        try:
            made = start_rubric_draft(
                database(), current_actor(), begun, ground().library, at=clock.now()
            )
        except InvalidError as fault:
            form.fail("code" if is_empty else "", refusal_words(fault))
        except ConflictError as fault:
            if fault.code != "draft_open":
                raise
            open_draft = int(str(fault.params["draft"]))
            form.fail("", refusal_words(fault))
        else:
            return _shown(made, "draft_begun")
    page = NewDraftPage(next_form=next_form, empty_form=empty_form, open_draft=open_draft)
    return page.render(), _UNPROCESSABLE if open_draft is None else 409


def _new_forms() -> tuple[NextForm, EmptyForm]:
    next_form, empty_form = NextForm(prefix="next"), EmptyForm(prefix="empty")
    next_form.offer(
        (one.id, version_choice(plain(one.title), one.version))
        for one in newest_versions(database())
    )
    empty_form.offer(known_areas(database()))
    return next_form, empty_form


@bp.get("/drafts/<int:draft_id>")
@requires(Permission.RUBRIC_WRITE)
def show(draft_id: int) -> ResponseReturnValue:
    return _page(the_draft(draft_id)).render()


@bp.post("/drafts/<int:draft_id>/submit")
@requires(Permission.RUBRIC_WRITE)
def submit(draft_id: int) -> ResponseReturnValue:
    draft, form = the_draft(draft_id), SeenForm(prefix="submit")
    if not form.validate_on_submit():
        abort(400)
    seen = form.seen(draft_id)
    try:
        submit_rubric_draft(database(), current_actor(), seen, ground(), at=clock.now())
    except InvalidError as fault:
        return _page(draft, refusal=refusal_words(fault)).render(), _UNPROCESSABLE
    return _shown(draft_id, "draft_submitted")


@bp.post("/drafts/<int:draft_id>/return")
@requires(Permission.RUBRIC_WRITE)
def give_back(draft_id: int) -> ResponseReturnValue:
    draft, form = the_draft(draft_id), ReasonForm(prefix="return")
    if not form.validate_on_submit():
        return _page(draft, return_form=form).render(), _UNPROCESSABLE
    seen, reason = form.seen(draft_id), form.reason.data
    return_rubric_draft(database(), current_actor(), seen, reason, at=clock.now())
    return _shown(draft_id, "draft_returned")


@bp.post("/drafts/<int:draft_id>/discard")
@requires(Permission.RUBRIC_WRITE)
def discard(draft_id: int) -> ResponseReturnValue:
    form = SeenForm(prefix="discard")
    the_draft(draft_id)
    if not form.validate_on_submit():
        abort(400)
    discard_rubric_draft(database(), current_actor(), form.seen(draft_id), at=clock.now())
    return _shown(draft_id, "draft_discarded")


def _shown(draft_id: int, notice: str) -> ResponseReturnValue:
    return redirect(url_for("drafting.show", draft_id=draft_id, notice=notice))


def _page(
    draft: DraftInHand, *, refusal: str = "", return_form: ReasonForm | None = None
) -> DraftPage:
    on = ground()
    found = checked(draft, on)
    beside = compared(draft, on)
    changes = None if beside is None else beside.said()
    return DraftPage(
        finding=_draft_finding(draft, found),
        draft=draft,
        writers=names_of_writers(database(), current_actor(), draft.hands),
        state=state_words(draft.line.state),
        look=state_look(draft.line.state),
        checked=found,
        base_version=base_version(draft) if beside is None else beside.base.version,
        effect=() if changes is None else changes.effect,
        undecided=0 if changes is None else changes.undecided,
        proposed="" if beside is None else beside.proposed(),
        acts=_acts(draft, return_form),
        refusal=refusal,
        lags=lags_of_draft(draft, draft.plain),
        where=where_of(draft),
    )


def _draft_finding(draft: DraftInHand, found: Checked) -> str:
    title = plain(draft.line.title) or draft.line.code
    names = {"title": title, "version": draft.line.version}
    match draft.line.state:
        case DraftState.DRAFT if found.errors:
            count = len(found.errors)
            what = ngettext("%(num)d fault to mend", "%(num)d faults to mend", count)
            return str(_("%(title)s %(version)s: %(what)s", what=what, **names))
        case DraftState.DRAFT:
            return str(_("%(title)s %(version)s: ready to be handed in", **names))
        case DraftState.IN_REVIEW if draft.line.waits_for_me:
            return str(_("%(title)s %(version)s waits for you", **names))
        case DraftState.IN_REVIEW:
            return str(_("%(title)s %(version)s waits for a second person", **names))
        case DraftState.PUBLISHED:
            return str(_("%(title)s %(version)s is published", **names))
        case DraftState.DISCARDED:
            return str(_("%(title)s %(version)s was discarded", **names))


def _acts(draft: DraftInHand, return_form: ReasonForm | None) -> Acts:
    actor, state, hands = current_actor(), draft.line.state, draft.hands
    can = {act for act in DraftAct if may_do(act, state, actor, hands)}
    forms = {
        DraftAct.SUBMIT: SeenForm(prefix="submit", formdata=None),
        DraftAct.RETURN: return_form or ReasonForm(prefix="return", formdata=None),
        DraftAct.DISCARD: SeenForm(prefix="discard", formdata=None),
    }
    for form in forms.values():
        form.show(draft)
    return_ = forms[DraftAct.RETURN] if DraftAct.RETURN in can else None
    return Acts(
        submit_form=forms[DraftAct.SUBMIT] if DraftAct.SUBMIT in can else None,
        return_form=return_ if isinstance(return_, ReasonForm) else None,
        discard_form=forms[DraftAct.DISCARD] if DraftAct.DISCARD in can else None,
        may_publish=draft.line.waits_for_me,
        who_may=_who_may(draft) if state in OPEN_STATES and not draft.line.waits_for_me else (),
    )


def _who_may(draft: DraftInHand) -> tuple[str, ...]:
    actor, hands = current_actor(), draft.hands
    names = names_of_publishers(database(), actor, draft.line.id)
    beyond = 0 if wrote(actor, hands) else draft.beyond
    if beyond:
        who = Words(page_language()).listed(names)
        named = (_("Who may publish it now: %(names)s.", names=who),) if names else ()
        return (beyond_words(beyond), *named)
    if names:
        if wrote(actor, hands):
            return (
                _("You worked on this draft, so somebody who did not publishes it."),
                _("Who may publish it now: %(names)s.", names=Words(page_language()).listed(names)),
            )
        return (
            _(
                "Somebody who did not work on the draft publishes it. Whoever saves it, or decides"
                " on an item, works on it."
            ),
        )
    return (
        _("Everybody here who may publish rubrics worked on this draft, so none of them may."),
        _(
            "Ask a senior supervisor who did not work on it, of a neighbouring city for instance;"
            " an administrator gives them an account. Or have its file published on the server by"
            " the command qa rubrics publish: the journal then names the system, and says so for"
            " good. The draft is discarded after that."
        ),
    )
