"""A line to copy into any chat: that something waits, and where; never what it is about."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _

from qa_app.web.settings import installation


def copied_line(endpoint: str, **values: Any) -> str:
    """Write the line.

    Args:
        endpoint: The page where the duty waits, or that lists what waits.
        **values: Parts of its address.

    Returns:
        One line with a link; who follows it signs in first.
    """
    link = public_address(url_for(endpoint, **values))
    if endpoint == "supervision.show":
        return str(_("A supervision session waits for you: %(link)s", link=link))
    if endpoint == "actions.show":
        return str(_("A corrective action waits for you: %(link)s", link=link))
    return copied_address(url_for(endpoint, **values))


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
