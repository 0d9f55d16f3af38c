"""Routes of the journal."""

from datetime import date

from flask import Blueprint, abort, request
from flask.typing import ResponseReturnValue

from qa_app import clock
from qa_app.domain.defaults import ROWS_PER_PAGE
from qa_app.domain.permissions import Permission
from qa_app.extensions import database
from qa_app.queries.accounts import AccountLine, accounts
from qa_app.queries.journal import (
    JournalFilter,
    digest_at,
    journal_page,
    journal_size,
    verified_journal,
)
from qa_app.services.operations.note_list import note_list
from qa_app.web.guard import current_actor, requires
from qa_app.web.journal import labels
from qa_app.web.journal.pages import JournalPage, VerifyPage
from qa_app.web.locale import page_language
from qa_app.web.numbers import whole_number
from qa_app.web.settings import installation
from qa_app.wording import Words
from qa_app.wording.journal import ACTIONS

bp = Blueprint("journal", __name__)
_FILTERS = ("action", "day", "account")
_SYSTEM = "system"
_DIGEST_LEAST = 12


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
    page = JournalPage(
        size=journal_size(database(), actor),
        rows=tuple(labels.row_of(words, line, people) for line in shown),
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
    anchor = _anchor(given)
    found = verified_journal(database(), actor)
    title, findings = labels.title(found), labels.findings(words, found)
    is_whole = found.chain.broken_seq is None and found.is_head_right
    if anchor is not None:
        stored = digest_at(database(), actor, anchor[0])
        is_right = stored is not None and stored.startswith(anchor[1])
        if is_whole and not is_right:
            # the chain holds and still is another one: "complete" would be the wrong heading
            title, findings = labels.anchor_title(anchor[0], found.chain.last_seq), ()
        findings = (*findings, labels.anchor_finding(anchor[0], is_right=is_right))
        is_whole = is_whole and is_right
    elif is_whole:
        findings = (*findings, labels.no_anchor())
    return VerifyPage(
        title=title,
        findings=findings,
        is_whole=is_whole,
        head=f"{found.chain.last_seq}:{found.chain.last_hash}" if is_whole else "",
        anchor=given,
        is_anchor_wrong=bool(given) and anchor is None,
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


def _anchor(given: str) -> tuple[int, str] | None:
    seq, _, digest = given.partition(":")
    try:
        return (whole_number(seq), digest.casefold()) if len(digest) >= _DIGEST_LEAST else None
    except ValueError:
        return None
