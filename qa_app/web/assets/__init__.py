"""Static files under names that change with their content, so that browsers keep them."""

import gzip
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from flask import Blueprint, Response, abort, request, url_for

from qa_app.web.assets import plotly
from qa_app.web.guard import public

bp = Blueprint("assets", __name__, url_prefix="/static")
FOLDER = Path(__file__).resolve().parent.parent.parent / "static"
_LEAST_WORTH_PACKING = 600
_KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


@lru_cache(maxsize=512)
def _content(name: str) -> tuple[bytes, bytes | None, str, str] | None:
    try:
        file = (FOLDER / name).resolve()
        plain = file.read_bytes() if file.is_relative_to(FOLDER) and file.is_file() else None
    except (OSError, ValueError):
        # a name that no file can have: too long, or with a zero byte
        return None
    if plain is None:
        return None
    # of this table and not of the machine's, which tell other kinds here and there
    kind = _KINDS.get(file.suffix, "application/octet-stream")
    worth = file.suffix in _KINDS and len(plain) >= _LEAST_WORTH_PACKING
    packed = gzip.compress(plain, 9, mtime=0) if worth else None
    return plain, packed, kind, sha256(plain).hexdigest()[:12]


def static_url(name: str) -> str:
    """Give the address of a static file; it changes when the file does.

    Args:
        name: File below `qa_app/static/`, or `plotly.min.js`.

    Returns:
        The address.

    Raises:
        FileNotFoundError: There is no such file.
    """
    return _address(name, request.root_path)


@lru_cache(maxsize=512)
def _address(name: str, _root: str) -> str:
    # below another root the same file has another address
    if name == plotly.NAME:
        return url_for("assets.asset", digest=plotly.plotly_digest(), name=name)
    found = _content(name)
    if found is None:
        raise FileNotFoundError(name)
    return url_for("assets.asset", digest=found[3], name=name)


@bp.get("/<digest>/<path:name>")
@public
def asset(digest: str, name: str) -> Response:
    is_plotly = name == plotly.NAME
    found = None if is_plotly else _content(name)
    if digest != (plotly.plotly_digest() if is_plotly else found and found[3]):
        abort(404)
    takes_packed = "gzip" in request.headers.get("Accept-Encoding", "")
    if found is None:
        kind = "text/javascript"
        packed = plotly.plotly_packed() if takes_packed else None
        body = packed or plotly.plotly_file().read_bytes()
    else:
        plain, ready, kind, _ = found
        packed = ready if takes_packed else None
        body = packed or plain
    response = Response(body, content_type=_typed(kind))
    if packed is not None:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.headers["Vary"] = "Accept-Encoding"
    return response


def _typed(kind: str) -> str:
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
