"""What every answer carries besides its body."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask import Flask, Response, request
from typing_extensions import override

from qa_app.web.bare import is_bare

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

# the hashes belong to plotly.js: one style sheet it inserts and two style attributes it sets
CSP = (
    "default-src 'none'; script-src 'self'; "
    "style-src 'self' 'sha256-ji27qzEtxXZW+7dun6UwjHXJ18e6WAin1VvNtkzIE/o='; "
    "style-src-attr 'unsafe-hashes' 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=' "
    "'sha256-AR/cKIZjWPcPmBUPDA6oti9XBiTbJvz0Cro2J1VzzS8='; "
    "img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'; manifest-src 'self'; "
    "report-uri /policy-reports"
)
HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
_FOUND = 200
VARY = "Cookie, Accept-Language"
"""What the language and the reader of a page are told by."""
_LONGEST = 2_000
"""So long a way inside the product may be: what carries headers on cuts or refuses longer ones."""
_Pairs = list[tuple[str, str]]
HSTS = "max-age=31536000; includeSubDomains"


class Answer(Response):
    """An answer that is sent with what all of them carry; looking at it each time says nothing new.

    Attributes:
        usual: What is sent besides its own headers; none of them twice.
    """

    usual: _Pairs = []  # noqa: RUF012 - set anew, never changed

    @override
    def get_wsgi_response(self, environ: "WSGIEnvironment") -> tuple[Iterable[bytes], str, _Pairs]:
        body, status, own = super().get_wsgi_response(environ)
        return body, status, own + self.usual


def register_headers(app: Flask) -> None:
    """Add the headers to every answer.

    Args:
        app: The application.
    """
    is_https = app.config["SETTINGS"].is_https
    usual = HEADERS | {"Cache-Control": "no-store", "Vary": VARY}
    if is_https:
        usual["Strict-Transport-Security"] = HSTS
    pairs, names = list(usual.items()), {name.lower() for name in usual}
    app.response_class = Answer

    @app.after_request
    def add(response: Response) -> Response:
        if response.location:
            response.location = _inside(response.location)
        is_asset = request.endpoint == "assets.asset" and response.status_code == _FOUND
        is_asset = is_asset or is_bare(app, request.endpoint)
        own = {name.lower() for name, _ in response.headers}
        if isinstance(response, Answer) and not is_asset and names.isdisjoint(own):
            response.usual = pairs  # nearly always
            return response
        response.headers.update(HEADERS)
        if is_https:
            response.headers["Strict-Transport-Security"] = HSTS
        if not is_asset:
            response.headers["Cache-Control"] = "no-store"
            response.headers["Vary"] = VARY
        return response


def _inside(where: str) -> str:
    # the router leads to the host that was asked for, and whoever asks chooses that, and how long
    # what is handed back becomes
    if where.startswith(request.host_url):
        where = "/" + where.removeprefix(request.host_url).lstrip("/")
    if len(where) <= _LONGEST or not where.startswith("/"):
        return where
    path, _, asked = where.partition("?")
    if asked.startswith("next=/"):
        # what is come back to is quoted there, and so are its signs between
        back = _cut(asked.removeprefix("next="), _LONGEST - len(path), "%26", "%3D")
        return f"{path}?next={back}"
    return _cut(where, _LONGEST, "&", "=")


def _cut(where: str, most: int, between: str, equals: str) -> str:
    # without the longest of what is asked, and the page says that something is missing
    path, _, asked = where.partition("?")
    if len(path) > most:
        return "/"
    pieces, told = list(filter(None, asked.split(between))), f"notice{equals}address_cut"
    room, kept = most - len(f"?next={path}?{told}"), set()
    for place in sorted(range(len(pieces)), key=lambda one: len(pieces[one])):
        room -= len(pieces[place] + between)
        if room < 0:
            break
        kept.add(place)
    return f"{path}?{between.join([*(pieces[place] for place in sorted(kept)), told])}"
