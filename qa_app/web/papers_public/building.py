"""Puts the public pages together."""

from flask import request, url_for
from flask_babel import gettext as _

from qa_app import clock
from qa_app.domain.papers import PublicStanding, digest_of_check, digest_of_token
from qa_app.domain.papers import read_token as token_in
from qa_app.extensions import database
from qa_app.queries.register_papers import LocalPresent, PublicPaper, public_paper
from qa_app.queries.signing_keys import published_keys
from qa_app.web.locale import page_language
from qa_app.web.papers_public.pages import KeysPage, ListedKey, VerifyPage
from qa_app.web.settings import installation, local_today
from qa_app.wording import Words
from qa_app.wording.register_papers import (
    STANDINGS,
    argued_lines,
    public_lines,
    said_revoked,
    standing_word,
    void_lines,
)
from qa_app.wording.said import SaidLine

_ASKED = ("number", "check")


def by_token(token: str) -> PublicPaper | None:
    """Find a paper by the token of its code.

    Args:
        token: The end of the address.

    Returns:
        The paper; None when there is none. What can be no token is looked for all the same, so
        that the answer tells nothing and takes as long.
    """
    digest = digest_of_token(token_in(token) or "")
    return public_paper(database(), _now(), token_digest=digest)


def by_number(number: str, check: str) -> PublicPaper | None:
    """Find a paper by what is typed.

    Args:
        number: Its number.
        check: Its check code.

    Returns:
        As `by_token`.
    """
    return public_paper(database(), _now(), check_digest=digest_of_check(number, check))


def ask_page(*, is_sent: bool = False) -> VerifyPage:
    """Ask for a paper.

    Args:
        is_sent: True where the form was sent with a gap.

    Returns:
        The page.
    """
    advice = _("Enter both: the number of the paper and its check code.") if is_sent else ""
    return _page("", "", (), "", str(advice))


def found_page(found: PublicPaper | None, token: str = "") -> VerifyPage:
    """Say how a paper stands.

    Args:
        found: The paper; None when there is none.
        token: Its token, where it was found by that.

    Returns:
        The page.
    """
    standing = PublicStanding.NOT_FOUND if found is None else found.standing
    words, facts = Words(page_language()), None if found is None else found.facts
    shape, word = STANDINGS[standing][0], standing_word(words, standing, facts)
    checked = words.instant(clock.now(), installation().timezone)
    if found is None:
        # the same whether the number is that of a paper or none: strangers learn of no number
        advice = (
            _(
                "No paper belongs to this address. Scan the code of the paper again, or enter its"
                " number and check code below."
            )
            if token
            else _(
                "Number and check code do not belong together. Compare both with the paper; this"
                " page does not tell which of them is wrong. If both are as printed, ask the body"
                " that issued the paper."
            )
        )
        return _page(shape, word, (), checked, str(advice))
    signed = url_for("papers_public.signed", token=token) if token else ""
    argued = argued_lines(words, is_argued=found.is_argued)
    lines = (
        *void_lines(words, found.void_on, is_replaced=found.is_replaced),
        *public_lines(words, found.facts),
    )
    if found.flaw is None:
        return _page(shape, word, (*argued, *lines), checked, "", signed)
    # two facts: this sheet does not count, and where the centre stands today
    own_shape, own = STANDINGS[found.flaw]
    lines = (SaidLine(str(_("The area today")), f"{shape} {word}"), *argued, *lines)
    return _page(own_shape, words.say(own), lines, checked, "", signed)


def refused_page() -> VerifyPage:
    """Say that too much was asked.

    Returns:
        The page; it tells of no paper.
    """
    advice = str(
        _(
            "Too many questions came from here within a minute, which says nothing of the paper."
            " Ask again in a minute; its file can be checked without a network at any time, as the"
            " page of the keys says."
        )
    )
    return _page("", "", (), "", advice)


def keys_page() -> KeysPage:
    """List the keys.

    Returns:
        The page.
    """
    words, zone = Words(page_language()), installation().timezone
    return KeysPage(
        keys=tuple(
            ListedKey(
                one.code,
                one.public_key,
                words.instant(one.made_at, zone),
                "" if one.retired_at is None else words.instant(one.retired_at, zone),
                "" if one.revoked is None else said_revoked(words, one.revoked),
            )
            for one in published_keys(database(), zone)
        ),
        other=_other(),
    )


def _now() -> LocalPresent:
    return LocalPresent(local_today(), installation().timezone)


def _page(
    shape: str,
    standing: str,
    lines: tuple[SaidLine, ...],
    checked: str,
    advice: str,
    signed: str = "",
) -> VerifyPage:
    return VerifyPage(
        shape=shape,
        standing=standing,
        lines=lines,
        checked=checked,
        advice=advice,
        signed=signed,
        # what was asked for is not said back unless it was found
        other=_other() if lines else url_for("papers_public.ask", lang=_other_language()),
    )


def _other_language() -> str:
    return "en" if page_language() == "zh" else "zh"


def _other() -> str:
    # names of other parts would change the address itself, such as its host
    asked = {name: request.args[name] for name in _ASKED if name in request.args}
    values = {**(request.view_args or {}), **asked, "lang": _other_language()}
    return url_for(request.endpoint or "papers_public.ask", **values)
