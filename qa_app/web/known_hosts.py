"""Under which names an installation answers."""

from urllib.parse import urlsplit

from flask import Flask, abort, request

from qa_app.web.refusals import note_refused

_MISDIRECTED = 421
_HERE = frozenset({"localhost", "127.0.0.1", "::1"})
"""Names of the machine itself: checks of health and whoever stands before it use them."""
_OPEN = frozenset({"assets.asset", "health.alive", "health.ready", "health.metrics"})
"""What answers under every name: programs that watch over the machine come by its address, and
the refusal itself needs its style."""


def register_known_hosts(app: Flask) -> None:
    """Refuse requests under names that nobody gave the installation, where it has an address.

    Whoever writes a page elsewhere can let a name of their own lead to a server in a closed
    network; under it their page would count as one of ours, and its reader as on the inside.

    Args:
        app: The application.
    """
    names = frozenset(app.config["SETTINGS"].hosts)

    @app.before_request
    def look() -> None:
        if names and _name() not in names | _HERE and request.endpoint not in _OPEN:
            note_refused("foreign_host")
            abort(_MISDIRECTED)


def _name() -> str:
    try:
        # a name that ends with its root is the same name
        return (urlsplit(f"//{request.host}").hostname or "").removesuffix(".")
    except ValueError:
        return ""
