"""What an installation says on every page."""

from flask import Flask

from qa_app.domain.text import BilingualText
from qa_app.extensions import DatabaseDownError, database
from qa_app.queries.settings import notice

_KEPT = "plumbline_notice"


def register_installation(app: Flask) -> None:
    """Give templates the installation's notice, read once and then kept.

    Args:
        app: The application.
    """

    def installation_notice() -> BilingualText | None:
        if _KEPT not in app.extensions:
            try:
                app.extensions[_KEPT] = notice(database())
            except DatabaseDownError:
                return None  # the page that says so has no notice
        kept: BilingualText | None = app.extensions[_KEPT]
        return kept

    app.jinja_env.globals.update(installation_notice=installation_notice)
