"""The files behind a count: from a clause and one of its items to their reviews."""

from dataclasses import dataclass
from typing import Any, ClassVar

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from qa_app import clock
from qa_app.domain.citations import citations_of
from qa_app.domain.permissions import Permission, reads_only_own
from qa_app.domain.text import BilingualText
from qa_app.extensions import database
from qa_app.queries.clause_files import FileBelow, FilesAsked, files_below
from qa_app.queries.library import StoredClause, clause_by_locus
from qa_app.queries.library_uses import items_in_force, uses_by_key
from qa_app.queries.trends import centre_scope
from qa_app.web.guard import current_actor, requires
from qa_app.web.library import labels
from qa_app.web.library.blueprint import bp
from qa_app.web.library.pages import ItemName
from qa_app.web.locale import page_language
from qa_app.web.numbers import whole_number
from qa_app.web.pages import Page
from qa_app.web.settings import local_today
from qa_app.wording import Words
from qa_app.wording.follow_up import LOOKS, STATES


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file below the top option: the file, its answer, and the state of what is to be done."""

    file: FileBelow
    answer: BilingualText
    action: str
    look: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FilesPage(Page):
    """Files whose answer to an item is below the top option.

    Attributes:
        stored: The clause on which the item rests.
        name: The item.
        text: What it asks.
        centre: The one centre whose files are shown; None for all in reach.
        lines: The files.
        note: Which files are listed.
        all_address: The list of every centre; empty when it is shown.
        next_address: The next page; empty on the last one.
    """

    template: ClassVar[str] = "library/files.html"

    stored: StoredClause
    name: ItemName
    text: BilingualText
    centre: BilingualText | None
    lines: tuple[FileLine, ...]
    note: str
    all_address: str
    next_address: str


@bp.get("/documents/<code>/clauses/<locus>/files")
@requires(Permission.RUBRIC_READ)
def files(code: str, locus: str) -> ResponseReturnValue:
    actor, session, today, words = (
        current_actor(), database(), local_today(), Words(page_language())
    )  # fmt: skip
    stored = clause_by_locus(session, code, locus) or abort(404)
    resting = (
        use
        for use in items_in_force(session, today)
        if stored.citation in citations_of(use.item.sources)
    )
    key = request.args.get("item", "")
    use = uses_by_key(resting).get(key) or abort(404)
    centre_id, after = _number("centre"), _number("after")
    centre = None
    if centre_id is not None:
        centre = (centre_scope(session, actor, centre_id) or abort(404)).name
    page = files_below(session, actor, use, today, FilesAsked(clock.now(), centre_id, after))
    options = {option.code: option.label for option in use.item.scale.options}
    asked: dict[str, Any] = {"code": code, "locus": locus, "item": key}
    return FilesPage(
        stored=stored,
        name=labels.item_name(use),
        text=use.item.text,
        centre=centre,
        lines=tuple(
            FileLine(
                one,
                options[one.code],
                words.say(STATES[one.action_state]) if one.action_state else "",
                LOOKS[one.action_state] if one.action_state else "",
            )
            for one in page.files
        ),
        note=labels.counted() if not reads_only_own(actor) else _own_only(),
        all_address=url_for("library.files", **asked) if centre else "",
        next_address=""
        if page.next_after is None
        else url_for("library.files", **asked, centre=centre_id, after=page.next_after),
    ).render()


def _number(name: str) -> int | None:
    typed = request.args.get(name, "")
    try:
        return whole_number(typed) if typed else None
    except ValueError:
        abort(404)


def _own_only() -> str:
    return str(_("Only files that you worked on are listed.")) + " " + labels.counted()
