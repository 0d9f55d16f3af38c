"""Static files under names that change with their content, so that browsers keep them."""

import gzip
import mimetypes
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from flask import Blueprint, Response, abort, request, url_for

from qa_app.web.guard import public

bp = Blueprint("assets", __name__, url_prefix="/static")
FOLDER = Path(__file__).resolve().parent.parent.parent / "static"
_LEAST_WORTH_PACKING = 600


@lru_cache(maxsize=512)
def _content(name: str) -> tuple[bytes, bytes | None, str, str] | None:
    file = (FOLDER / name).resolve()
    if not file.is_relative_to(FOLDER) or not file.is_file():
        return None
    plain = file.read_bytes()
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    is_text = kind.startswith("text/") or kind in {"application/javascript", "image/svg+xml"}
    worth = is_text and len(plain) >= _LEAST_WORTH_PACKING
    packed = gzip.compress(plain, 9, mtime=0) if worth else None
    return plain, packed, kind, sha256(plain).hexdigest()[:12]


def static_url(name: str) -> str:
    """Give the address of a static file; it changes when the file does.

    Args:
        name: File below `qa_app/static/`.

    Returns:
        The address.

    Raises:
        FileNotFoundError: There is no such file.
    """
    found = _content(name)
    if found is None:
        raise FileNotFoundError(name)
    return url_for("assets.asset", digest=found[3], name=name)


@bp.get("/<digest>/<path:name>")
@public
def asset(digest: str, name: str) -> Response:
    found = _content(name)
    if found is None or found[3] != digest:
        abort(404)
    plain, packed, kind, _ = found
    wants_packed = packed is not None and "gzip" in request.headers.get("Accept-Encoding", "")
    response = Response(packed if wants_packed else plain, content_type=_typed(kind))
    if wants_packed:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.headers["Vary"] = "Accept-Encoding"
    return response


def _typed(kind: str) -> str:
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
