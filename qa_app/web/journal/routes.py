"""Routes of the journal."""

import re
from datetime import date

from flask import Blueprint, abort, request
from flask.typing import ResponseReturnValue

from qa_app import clock
from qa_app.delivery.anchors import anchors_in
from qa_app.domain.defaults import ROWS_PER_PAGE
from qa_app.domain.journal_anchors import Anchor, read_anchors
from qa_app.domain.permissions import Permission
from qa_app.extensions import database
from qa_app.queries.accounts import AccountLine, accounts
from qa_app.queries.journal import (
    JournalFilter,
    journal_page,
    journal_size,
    verified_journal,
)
from qa_app.services.operations.note_list import note_list
from qa_app.web.guard import current_actor, requires
from qa_app.web.journal import labels
from qa_app.web.journal.known_names import known_names
from qa_app.web.journal.pages import JournalPage, VerifyPage
from qa_app.web.locale import page_language
from qa_app.web.numbers import whole_number
from qa_app.web.settings import installation
from qa_app.wording import Words
from qa_app.wording.journal import ACTIONS

bp = Blueprint("journal", __name__)
_FILTERS = ("action", "day", "account")
_SYSTEM = "system"
_BETWEEN = re.compile(r"[\s,;，；、]+")


@bp.get("/log")
@requires(Permission.JOURNAL_READ)
def index() -> ResponseReturnValue:
    actor, words = current_actor(), Words(page_language())
    known = accounts(database())
    lines = journal_page(
        database(),
        actor,
        installation().timezone,
        before=_number(request.args.get("before", "")),
        limit=ROWS_PER_PAGE + 1,
        wanted=_wanted(known),
    )
    shown = lines[:ROWS_PER_PAGE]
    people = {one.id: one.display_name for one in known}
    names = known_names(words, shown)
    page = JournalPage(
        size=journal_size(database(), actor),
        rows=tuple(labels.row_of(words, line, people, names) for line in shown),
        older=shown[-1].seq if len(lines) > ROWS_PER_PAGE else None,
        actions=labels.actions(words),
        accounts=known,
        query={name: request.args[name] for name in _FILTERS if request.args.get(name)},
    )
    note_list(database(), actor, "journal", len(shown), at=clock.now())
    return page.render()


@bp.get("/log/verify")
@requires(Permission.JOURNAL_READ)
def verify() -> ResponseReturnValue:
    actor, words = current_actor(), Words(page_language())
    given = request.args.get("head", "").strip()
    typed = _typed(given)
    known = {*(typed or ()), *anchors_in(installation().anchor_dir)}
    found = verified_journal(database(), actor, known)
    return VerifyPage(
        title=labels.title(found),
        findings=labels.findings(words, found),
        is_whole=found.is_whole,
        head=f"{found.chain.last_seq}:{found.chain.last_hash}" if found.is_whole else "",
        ranges=labels.ranges(found.anchors),
        anchors=labels.anchors(found.anchors),
        anchor=given,
        is_anchor_wrong=typed is None,
    ).render()


def _wanted(known: tuple[AccountLine, ...]) -> JournalFilter:
    action, day = request.args.get("action", ""), request.args.get("day", "")
    account = request.args.get("account", "")
    if action and action not in ACTIONS:
        abort(404)
    if account and account != _SYSTEM and account not in {str(one.id) for one in known}:
        abort(404)
    return JournalFilter(
        action=action or None,
        day=_day(day),
        account_id=int(account) if account and account != _SYSTEM else None,
        is_system=account == _SYSTEM,
    )


def _day(given: str) -> date | None:
    try:
        day = date.fromisoformat(given) if given else None
    except ValueError:
        abort(404)
    if day is not None and not date.min < day < date.max:
        abort(404)
    return day


def _number(given: str) -> int | None:
    if not given:
        return None
    try:
        return whole_number(given)
    except ValueError:
        abort(404)


def _typed(given: str) -> tuple[Anchor, ...] | None:
    parts = [read_anchors(part) for part in _BETWEEN.split(given) if part]
    return tuple(one for part in parts for one in part) if all(parts) else None
