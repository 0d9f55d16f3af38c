"""A line to copy into any chat: that something waits, when and where; never what it is about."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _

from qa_app.queries.supervision import SessionLine
from qa_app.web.locale import page_language
from qa_app.web.session_labels import clock_words
from qa_app.web.settings import installation
from qa_app.wording import Words


def copied_line(endpoint: str, **values: Any) -> str:
    """Write the line.

    Args:
        endpoint: The page where the duty waits, or that lists what waits.
        **values: Parts of its address.

    Returns:
        One line with a link; who follows it signs in first.
    """
    link = public_address(url_for(endpoint, **values))
    if endpoint == "actions.show":
        return str(_("A corrective action waits for you: %(link)s", link=link))
    return copied_address(url_for(endpoint, **values))


def copied_session(line: SessionLine) -> str:
    """Write the line about a session.

    Args:
        line: The session.

    Returns:
        Its day, its time as far as it is agreed, its centre by code, and a link; nobody's name,
        no kind and no case. Who follows the link signs in first.
    """
    day = Words(page_language()).day(line.planned_on)
    when = day if line.starts_at is None else f"{day} {clock_words(line.starts_at)}"
    return str(
        _(
            "Supervision: %(when)s, %(centre)s. %(link)s",
            when=when,
            centre=line.centre_code,
            link=public_address(url_for("supervision.show", session_id=line.id)),
        )
    )


def copied_address(path: str) -> str:
    """Write the line for whatever waits at an address.

    Args:
        path: Path of the page.

    Returns:
        One line with a link, which does not tell what waits.
    """
    return str(_("Something waits for you: %(link)s", link=public_address(path)))


def public_address(path: str) -> str:
    """Give the address under which people reach a page from outside.

    Args:
        path: Path of the page.

    Returns:
        The address below that of the installation; that of this request where none is set.
    """
    public = installation().public_url
    if public:
        return public + path
    return url_for("home.today", _external=True).rstrip("/") + path
