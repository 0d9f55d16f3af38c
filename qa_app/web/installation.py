"""What an installation says on every page of the site and of its papers."""

from flask import Flask

from qa_app.domain.text import BilingualText
from qa_app.extensions import DatabaseDownError, database
from qa_app.queries.settings import notice
from qa_app.reports.notices import PRINTED_NOTICE

_KEPT = "plumbline_notice"


def register_installation(app: Flask) -> None:
    """Give templates and papers the installation's notice, read once and then kept.

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

    def printed_notice(language: str) -> str:
        told = installation_notice()
        return "" if told is None else told.in_language(language)

    @app.before_request
    def remember() -> None:
        PRINTED_NOTICE.set(printed_notice)  # asked only when a paper is printed

    @app.teardown_request
    def forget(_fault: BaseException | None) -> None:
        PRINTED_NOTICE.set(_none)  # what this thread prints next may be no request's

    app.jinja_env.globals.update(installation_notice=installation_notice)


def _none(_language: str) -> str:
    return ""
