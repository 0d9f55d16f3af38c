"""Plumbline 准绳: quality assurance and supervision of child-protection services."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from qa_app.config import Settings


def create_app(settings: "Settings") -> "Flask":
    """Put the product together; nothing is read or written yet.

    Args:
        settings: The installation's settings.

    Returns:
        The application.
    """
    # here, so that commands and reports that need no pages work without loading them
    from werkzeug.middleware.proxy_fix import ProxyFix

    from qa_app.domain.defaults import FORM_BYTES_MOST, REQUEST_BYTES_MOST
    from qa_app.extensions import Application, bind_database
    from qa_app.paths import resource
    from qa_app.queries.pairs import build_conditions
    from qa_app.web import register_web

    app = Application(__name__, template_folder=str(resource("templates")), static_folder=None)
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SETTINGS=settings,
        PROVIDE_AUTOMATIC_OPTIONS=False,  # no other site asks beforehand: none may read
        MAX_CONTENT_LENGTH=REQUEST_BYTES_MOST,
        MAX_FORM_MEMORY_SIZE=FORM_BYTES_MOST,  # a checked case list comes back as one field
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,  # pages send no referrer; the guard looks at the origin
        BABEL_TRANSLATION_DIRECTORIES="translations",
    )
    if settings.proxies:
        # each trusted proxy adds the address that it saw; whatever stands before is not believed
        trusted = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies, x_host=0)
        app.wsgi_app = trusted  # type: ignore[method-assign]  # as werkzeug's own manual does it
    bind_database(app, settings.database_url, settings.field_key, settings.field_keys_old)
    build_conditions()
    register_web(app)
    app.url_map.update()  # sorted here for every worker, not by each with its first request
    return app
