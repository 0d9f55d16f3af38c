"""Who saw a file, and what was done under two hats, in words: on a page and on paper."""

from datetime import datetime

from qa_app.domain.openings import Why
from qa_app.domain.people import Role
from qa_app.queries.counter_checks import HatAct, HatMonth
from qa_app.queries.who_saw import FileSeen, OneSight
from qa_app.wording.access_reasons import WHYS
from qa_app.wording.catalogue import message as _
from qa_app.wording.digested_papers import digested_paper
from qa_app.wording.journal import ACTIONS, OBJECTS
from qa_app.wording.journal_values import VALUES
from qa_app.wording.role_names import ROLES
from qa_app.wording.said import SaidLine
from qa_app.wording.said_printed import SaidPart, SaidPrinted, SaidTable
from qa_app.wording.words import Words

SEEN_HEADS = (
    _("No."),
    _("Time"),
    _("Who"),
    _("Roles now"),
    _("What was opened"),
    _("By what right"),
)
ACT_HEADS = (_("No."), _("Time"), _("Who"), _("Act"), _("On what"), _("Outcome"))
_DRAFT_OF_OWN = _("their own draft")
_REFUSED = _("refused: nothing was shown")
_DONE = _("done")
_REFUSED_ACT = _("refused")
_REVIEW = _("%(view)s, review %(n)s")
_UNNAMED = _("text of findings, without the file and its day; review %(n)s")
_SEEN_TITLE = _("Who saw a case file")
_SEEN_SUBJECT = _("Case file %(reference)s, %(centre)s")
_SEEN_REVIEWS = _("Reviews of the file")
_SEEN_PEOPLE = _("People who saw something of it as this file's")
_SEEN_UNNAMED = _("People who read findings of it, without the file and its day, and no more")
_OPENINGS = _("Openings and refusals")
_NOBODY = _("The journal holds no opening of this file.")
_NOTE = _(
    "One row for each person, review and quarter of an hour, and for findings a further one for"
    " each page on which they were shown. Roles are those held when this list was made."
)
_MADE = _("Made on %(at)s")
_PRIVATE = _("Confidential: for whoever answers for data protection")
_HAT_TITLE = _("Counter-check of two administrators in one person")
_HAT_SUBJECT = _("Everything done in %(month)s as system and security administrator in one")
_HAT_PEOPLE = _("Who wore both hats")
_HAT_COUNT = _("Acts")
_HAT_DUE = _("To be checked by")
_HAT_DIGEST = _("Digest of the list")
_HAT_ACTS = _("Acts")
_HAT_NONE = _("Nothing was done under two hats in this month.")
_HAT_SIGN = _("Looked through")
_HAT_SIGN_NOTE = _(
    "I wear neither hat, have looked through this list and have asked about what I did not"
    " understand."
)
_HAT_LINES = (_("Name and office"), _("Day"), _("Signature"))
_LINE = "……………………………………"


def why_words(words: Words, seen: OneSight) -> str:
    """Say by what right something was opened.

    Args:
        words: The language.
        seen: The opening.

    Returns:
        The words.
    """
    if seen.is_refused:
        return words.say(_REFUSED)
    if seen.why is None:
        return words.say(_DRAFT_OF_OWN)
    if seen.why is Why.REQUEST:
        return words.say(WHYS[Why.REQUEST], n=seen.request or 0)
    return words.say(WHYS[seen.why])


def role_names(words: Words, roles: tuple[Role, ...]) -> str:
    """Name roles.

    Args:
        words: The language.
        roles: The roles.

    Returns:
        Their names, listed; empty without one.
    """
    return words.listed([words.say(ROLES[one]) for one in roles]) if roles else ""


def seen_row(words: Words, seen: OneSight, zone: str) -> tuple[str, ...]:
    """Put an opening into the cells of a table.

    Args:
        words: The language.
        seen: The opening.
        zone: Local time zone.

    Returns:
        In the order of `SEEN_HEADS`.
    """
    view = VALUES["view"].get(seen.view)
    what = (
        words.say(_UNNAMED, n=seen.audit_id)
        if seen.is_unnamed
        else words.say(_REVIEW, view=words.say(view) if view else seen.view, n=seen.audit_id)
    )
    return (
        str(seen.seq),
        words.instant(seen.at, zone),
        seen.person,
        role_names(words, seen.roles),
        what,
        why_words(words, seen),
    )


def act_row(words: Words, act: HatAct, zone: str) -> tuple[str, ...]:
    """Put an act under two hats into the cells of a table.

    Args:
        words: The language.
        act: The act.
        zone: Local time zone.

    Returns:
        In the order of `ACT_HEADS`.
    """
    action, thing = ACTIONS.get(act.action), OBJECTS.get(act.object_type)
    named = words.say(thing) if thing else act.object_type
    return (
        str(act.seq),
        words.instant(act.at, zone),
        act.person,
        words.say(action) if action else act.action,
        f"{named} {act.object_id or ''}".strip(),
        words.say(_DONE if act.outcome == "done" else _REFUSED_ACT),
    )


def said_who_saw(words: Words, seen: FileSeen, at: datetime, zone: str) -> SaidPrinted:
    """Put who saw a file on paper.

    Args:
        words: The language.
        seen: The file.
        at: When the paper is made.
        zone: Local time zone.

    Returns:
        The paper.
    """
    rows = tuple(seen_row(words, one, zone) for one in seen.lines)
    heads = tuple(words.say(one) for one in SEEN_HEADS)
    found = SaidTable(heads, (8, 18, 14, 20, 22, 18), rows) if rows else None
    paragraphs = (words.say(_NOTE),) if rows else (words.say(_NOBODY),)
    subject = words.say(
        _SEEN_SUBJECT, reference=seen.reference, centre=words.text(seen.centre_name)
    )
    parts = (SaidPart(words.say(_OPENINGS), paragraphs, found),)
    identity = (
        SaidLine(words.say(_SEEN_REVIEWS), str(seen.readings)),
        SaidLine(words.say(_SEEN_PEOPLE), str(seen.people)),
        SaidLine(words.say(_SEEN_UNNAMED), str(seen.people_unnamed)),
    )
    return digested_paper(
        words, (words.say(_SEEN_TITLE), subject), identity, parts, _ends(words, (at, zone))
    )


def said_counter_check(
    words: Words, month: HatMonth, acts: tuple[HatAct, ...], digest: str, made: tuple[datetime, str]
) -> SaidPrinted:
    """Put a month of acts under two hats on paper, with room to sign.

    Args:
        words: The language.
        month: The month.
        acts: What was done.
        digest: Digest of the list.
        made: When the paper is made, and the local time zone.

    Returns:
        The paper.
    """
    identity = (
        SaidLine(words.say(_HAT_PEOPLE), words.listed(month.people), is_content=True),
        SaidLine(words.say(_HAT_COUNT), str(len(acts))),
        SaidLine(words.say(_HAT_DUE), words.day(month.due_on)),
        SaidLine(words.say(_HAT_DIGEST), f"SHA-256 {digest}"),
    )
    rows = tuple(act_row(words, one, made[1]) for one in acts)
    heads = tuple(words.say(one) for one in ACT_HEADS)
    found = SaidTable(heads, (8, 18, 14, 26, 22, 12), rows) if rows else None
    nothing = () if rows else (words.say(_HAT_NONE),)
    sign = SaidTable(
        tuple(words.say(one) for one in _HAT_LINES), (40, 20, 40), ((_LINE, _LINE, _LINE),)
    )
    parts = (
        SaidPart(words.say(_HAT_ACTS), nothing, found),
        SaidPart(words.say(_HAT_SIGN), (words.say(_HAT_SIGN_NOTE),), sign),
    )
    subject = words.say(_HAT_SUBJECT, month=month.month)
    return digested_paper(
        words, (words.say(_HAT_TITLE), subject), identity, parts, _ends(words, made)
    )


def _ends(words: Words, made: tuple[datetime, str]) -> tuple[str, str]:
    return words.say(_MADE, at=words.instant(*made)), words.say(_PRIVATE)
