"""Routes that compare: a draft with its version, two versions, reviews under both."""

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from qa_app import clock
from qa_app.domain.comparability import settle_kept
from qa_app.domain.defaults import BACK_CAST_REVIEWS, FINDINGS_LEAST, SHARE_DENOMINATOR
from qa_app.domain.errors import InvalidError
from qa_app.domain.permissions import Permission
from qa_app.domain.rubric_diff import compare
from qa_app.domain.rubric_draft import DraftAct, may_do, wrote
from qa_app.domain.text import text_from
from qa_app.extensions import database
from qa_app.queries.back_cast import BackCast, back_cast
from qa_app.queries.comparability import items_settled
from qa_app.queries.rubric_drafts import DraftInHand
from qa_app.queries.rubric_list import versions_of
from qa_app.queries.rubric_reach import may_publish_for
from qa_app.queries.rubric_standing import version_before, version_content
from qa_app.services.standards.compare_version import VersionComparison, compare_version
from qa_app.services.standards.confirm_comparability import Confirmation, confirm_comparability
from qa_app.web.drafting.blueprint import bp
from qa_app.web.drafting.forms import ConfirmForm, DecisionForm
from qa_app.web.drafting.lagging import lags_of_draft, left_behind
from qa_app.web.drafting.pages import BackCastPage, ComparePage, Confirming, Deciding
from qa_app.web.drafting.reading import Compared, compared, ground, said_changes, the_draft
from qa_app.web.guard import current_actor, requires
from qa_app.web.settings import installation


@bp.get("/drafts/<int:draft_id>/changes")
@requires(Permission.RUBRIC_WRITE)
def changes(draft_id: int) -> ResponseReturnValue:
    draft = the_draft(draft_id)
    beside = compared(draft, ground()) or abort(404)
    return _page(draft, beside).render()


def _page(draft: DraftInHand, beside: Compared) -> ComparePage:
    actor, line = current_actor(), draft.line
    may_decide = may_do(DraftAct.CONFIRM, line.state, actor, draft.hands)
    return ComparePage(
        code=line.code,
        title=line.title,
        before=beside.base.version,
        after=line.version,
        changes=beside.said(),
        deciding=Deciding(
            line.id, draft.revision, may_decide, may_decide and not wrote(actor, draft.hands)
        ),
        confirming=None,
        versions=(),
        is_settled=True,
        lagging="",
        lags=lags_of_draft(draft, draft.plain),
    )


@bp.post("/drafts/<int:draft_id>/items/<item>")
@requires(Permission.RUBRIC_WRITE)
def decide(draft_id: int, item: str) -> ResponseReturnValue:
    the_draft(draft_id)
    form = DecisionForm()
    kind = form.said()
    if not form.validate_on_submit() or kind is None:
        abort(422)
    said = Confirmation(form.seen(draft_id), item, kind, form.reason.data or "")
    try:
        confirm_comparability(database(), current_actor(), said, ground(), at=clock.now())
    except InvalidError:
        abort(422)
    place = url_for("drafting.changes", draft_id=draft_id, notice="item_decided")
    return redirect(f"{place}#item-{item}")


@bp.get("/drafts/<int:draft_id>/back-cast")
@requires(Permission.RUBRIC_WRITE)
def cast_back(draft_id: int) -> ResponseReturnValue:
    draft = the_draft(draft_id)
    beside = compared(draft, ground()) or abort(404)
    contents = (beside.base.content, beside.content)
    version_id, zone = beside.base.version_id, installation().timezone
    cast = back_cast(database(), current_actor(), version_id, contents, beside.comparable, zone)
    page = BackCastPage(
        finding=_finding(cast),
        draft=draft,
        base_version=beside.base.version,
        cast=cast,
        bands=() if cast is None else _bands(cast),
        most=BACK_CAST_REVIEWS,
        step=FINDINGS_LEAST,
        least=SHARE_DENOMINATOR,
    )
    return page.render()


def _finding(cast: BackCast | None) -> str:
    if cast is None:
        return str(_("The two versions share no score"))
    if not cast.count:
        return str(_("No signed review to try the draft on"))
    if cast.is_sealed:
        return _sealed_finding(cast)
    moved = len(cast.lines)
    if not moved:
        return str(_("No review would change its band on the shared items"))
    return str(
        ngettext(
            "%(num)d of %(count)d reviews would change its band on the shared items",
            "%(num)d of %(count)d reviews would change their band on the shared items",
            moved,
            count=cast.count - cast.without,
        )
    )


def _sealed_finding(cast: BackCast) -> str:
    if cast.sealed_moved is None:
        return str(_("Sealed reviews: how many would change their band is not told"))
    return str(
        _(
            "Sealed reviews: at least %(moved)d of %(count)d would change their band on the"
            " shared items",
            moved=cast.sealed_moved,
            count=cast.count,
        )
    )


def _bands(cast: BackCast) -> tuple[str, ...]:
    seen = {band for pair in cast.moves for band in pair}
    order = [band.code for side in (cast.sides.before, cast.sides.after) for band in side.bands]
    known = [band for band in dict.fromkeys(order) if band in seen]
    return tuple(known or sorted(seen))


@bp.get("/<code>/compare")
@requires(Permission.RUBRIC_READ)
def versions(code: str) -> ResponseReturnValue:
    listed = versions_of(database(), code)
    by_number = {one.version: one for one in listed}
    before = by_number.get(request.args.get("before", "")) or abort(404)
    after = by_number.get(request.args.get("after", "")) or abort(404)
    sides = tuple(version_content(database(), one.id) for one in (before, after))
    first, second = sides[0] or abort(404), sides[1] or abort(404)
    diff = compare(first.content, second.content)
    kept = items_settled(database(), after.id, before.id)
    settled = settle_kept(diff, {one.code: one for one in kept})
    base = version_before(database(), second)
    follows = base is not None and base.version_id == before.id
    may_say = follows and may_publish_for(database(), current_actor(), after.id)
    waiting = any(one.is_undecided for one in settled)
    lagging, lags = left_behind(first.content, second.content)
    page = ComparePage(
        code=code,
        title=text_from(second.content["title"]),
        before=before.version,
        after=after.version,
        changes=said_changes((first.content, second.content), diff, settled),
        deciding=None,
        confirming=Confirming(code, after.version, not kept) if may_say and waiting else None,
        versions=listed,
        is_settled=bool(kept) or follows,
        lagging=lagging,
        lags=lags,
    )
    return page.render()


@bp.post("/<code>/<version>/compare/<item>")
@requires(Permission.RUBRIC_PUBLISH)
def confirm_version(code: str, version: str, item: str) -> ResponseReturnValue:
    listed = versions_of(database(), code)
    line = next((one for one in listed if one.version == version), None) or abort(404)
    form = ConfirmForm()
    kind = form.said()
    if not form.validate_on_submit() or kind is None:
        abort(422)
    said = VersionComparison(line.id, item, kind, form.reason.data or "")
    try:
        done = compare_version(database(), current_actor(), said, at=clock.now())
    except InvalidError:
        abort(422)
    place = url_for(
        "drafting.versions", code=code, before=done.base, after=version, notice="item_decided"
    )
    return redirect(f"{place}#item-{item}")
