"""Where an address leads that only takes a form, when somebody opens or reloads it."""

from urllib.parse import quote

from flask import request
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.routing import Map, MapAdapter, RequestRedirect

from qa_app.web.guard import wants_json


def page_above(fault: HTTPException, routes: Map) -> str | None:
    """Find the page on which the form of an address stands that takes forms only.

    A form that was refused is shown under the address that it was sent to, which somebody may
    reload or keep.

    Args:
        fault: What the address answered.
        routes: All addresses.

    Returns:
        The address of the nearest page above it, quoted, without what follows the question mark;
        None where the address takes no form either, where no page was asked for, and for scripts.
    """
    is_form = isinstance(fault, MethodNotAllowed) and "POST" in (fault.valid_methods or ())
    is_page = request.method == "GET" and request.accept_mimetypes.accept_html
    if not is_form or not is_page or wants_json():
        return None
    adapter, address = routes.bind(""), request.path
    while address != "/":
        above, _slash, last = address.rstrip("/").rpartition("/")
        # a paper of a page, such as `seen.csv`, is asked for on the page of that name
        page = last.rpartition(".")[0]
        address = f"{above}/{page}" if page else above or "/"
        if _is_page(adapter, address):
            return quote(address)
    return None


def _is_page(adapter: MapAdapter, address: str) -> bool:
    try:
        adapter.match(address, method="GET")
    except RequestRedirect:
        return True
    except HTTPException:
        return False
    return True
