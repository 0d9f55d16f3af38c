"""Routes of reviews that a moderator looks at: the list, one of them, letting it stand."""

from urllib.parse import urlencode

from flask import Blueprint, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from qa_app import clock
from qa_app.domain.defaults import PAIR_REASON_MOST, ROWS_PER_PAGE
from qa_app.domain.errors import ConflictError, InvalidError, RefusedError
from qa_app.domain.permissions import Permission
from qa_app.extensions import database
from qa_app.queries.bars import bar_against
from qa_app.queries.single_moderations import (
    SingleLine,
    SinglePaper,
    single_paper,
    singles_page,
)
from qa_app.services.moderation.uphold_single import uphold_single
from qa_app.web.guard import current_actor, requires
from qa_app.web.locale import page_language
from qa_app.web.numbers import number_or_none
from qa_app.web.settings import installation, local_today
from qa_app.web.singles.pages import ShownSingle, SinglePage, SinglesPage
from qa_app.web.step_up import asks_again
from qa_app.wording import Words
from qa_app.wording.single_moderation import said_cause

bp = Blueprint("singles", __name__)
_CONFLICT, _UNPROCESSABLE = 409, 422


@bp.get("/moderation/single")
@requires(Permission.MODERATE_DECIDE)
def index() -> ResponseReturnValue:
    after = number_or_none(request.args.get("after", ""))
    found = singles_page(database(), current_actor(), after)
    shown, address = found[:ROWS_PER_PAGE], ""
    if len(found) > ROWS_PER_PAGE:
        query = urlencode({"after": shown[-1].audit_id})
        address = f"{url_for('singles.index')}?{query}"
    title = (
        ngettext(
            "%(num)d review waits for a moderator",
            "%(num)d reviews wait for a moderator",
            len(shown),
        )
        if shown and after is None and not address
        else _("Reviews for a moderator")
    )
    return SinglesPage(
        title=str(title),
        singles=tuple(ShownSingle(one, _causes(one)) for one in shown),
        next_address=address,
    ).render()


@bp.get("/moderation/single/<int:audit_id>")
@requires(Permission.MODERATE_DECIDE)
def show(audit_id: int) -> ResponseReturnValue:
    return _page(_paper(audit_id)).render()


@bp.post("/moderation/single/<int:audit_id>")
@requires(Permission.MODERATE_DECIDE)
@asks_again("singles.show", "audit_id")
def uphold(audit_id: int) -> ResponseReturnValue:
    reason = request.form.get("reason", "")[: PAIR_REASON_MOST + 1]
    zone = installation().timezone
    try:
        uphold_single(database(), current_actor(), audit_id, reason, zone, at=clock.now())
    except (InvalidError, ConflictError) as fault:
        status = _UNPROCESSABLE if isinstance(fault, InvalidError) else _CONFLICT
        return _page(_paper(audit_id), reason, refusal(fault)).render(), status
    return redirect(url_for("singles.show", audit_id=audit_id, notice="single_upheld"))


def _paper(audit_id: int) -> SinglePaper:
    return single_paper(database(), current_actor(), audit_id) or abort(404)


def _page(paper: SinglePaper, reason: str = "", fault: str = "") -> SinglePage:
    actor, audit_id = current_actor(), paper.line.audit_id
    bar = bar_against(database(), actor.account_id or 0, audit_id, local_today())
    return SinglePage(
        paper=paper,
        causes=_causes(paper.line),
        reason=reason,
        fault=fault,
        why_not=refusal(ConflictError(bar)) if bar else "",
    )


def _causes(line: SingleLine) -> tuple[str, ...]:
    words = Words(page_language())
    return tuple(said_cause(words, one) for one in line.causes)


def refusal(fault: RefusedError) -> str:
    """Say why nothing was saved.

    Args:
        fault: The refusal.

    Returns:
        What to do.
    """
    words = {
        "reason_missing": _("Write what you looked at, and why the review stands."),
        "text_too_long": _("A reason holds at most 1,000 characters."),
        "phone": _("Do not enter phone numbers or e-mail addresses. Nothing was saved."),
        "mail": _("Do not enter phone numbers or e-mail addresses. Nothing was saved."),
        "id_number": _(
            "This looks like an ID number; one with a wrong digit counts as well. Leave it out."
            " If it is a number of another kind, leave out its first six digits. Nothing was saved."
        ),
        "likely_name": _("This looks like a person's name. Write the role instead."),
        "settled": _("Another moderator looked at it meanwhile; it is shown here."),
        "barred": _("You may not judge this file: something ties you to it."),
        "barred_own": _("You worked on this file; others look at it."),
    }
    return str(words.get(fault.code, _("This was not possible. Nothing was saved.")))
