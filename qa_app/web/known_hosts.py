"""Under which names an installation answers."""

from urllib.parse import urlsplit

from flask import Flask, abort, request

from qa_app.web.bare import is_bare
from qa_app.web.refusals import note_refused

_MISDIRECTED = 421
_HERE = frozenset({"localhost", "127.0.0.1", "::1"})
"""Names of the machine itself: checks of health and whoever stands before it use them."""


def register_known_hosts(app: Flask) -> None:
    """Refuse requests under names that nobody gave the installation, where it has an address.

    Whoever writes a page elsewhere can let a name of their own lead to a server in a closed
    network; under it their page would count as one of ours, and its reader as on the inside. What
    answers programs is left out: they come by the address of a machine.

    Args:
        app: The application.
    """
    names = frozenset(app.config["SETTINGS"].hosts)

    @app.before_request
    def look() -> None:
        if names and _name() not in names | _HERE and not is_bare(app, request.endpoint):
            note_refused("foreign_host")
            abort(_MISDIRECTED)


def _name() -> str:
    try:
        return urlsplit(f"//{request.host}").hostname or ""
    except ValueError:
        return ""
