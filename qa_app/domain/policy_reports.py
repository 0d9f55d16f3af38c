"""What a browser reports of the content policy: which of its rules stopped something."""

import json
from typing import Final

from qa_app.domain.errors import InvalidError

REPORT_KIND: Final = "application/csp-report"
"""Content type of a report; `report-to` is not used, as browsers keep such reports for a minute."""
DIRECTIVES: Final = frozenset(
    {
        *("base-uri", "child-src", "connect-src", "default-src", "font-src", "form-action"),
        *("frame-ancestors", "frame-src", "img-src", "manifest-src", "media-src", "object-src"),
        *("script-src", "script-src-attr", "script-src-elem"),
        *("style-src", "style-src-attr", "style-src-elem", "worker-src"),
    }
)
"""Rules that a report may name; whatever else it says is dropped."""
_EXTENSION = "-extension:"


def directive_told(body: bytes, kind: str) -> str | None:
    """Read which rule of the policy stopped something; addresses and texts are not read on.

    What an extension of the browser put into a page is left out: no page of ours asked for it.
    Source: Content Security Policy Level 3, section 5.5.

    Args:
        body: What was sent.
        kind: Its content type without parameters.

    Returns:
        A name out of `DIRECTIVES`; None when nothing of it concerns us.

    Raises:
        InvalidError: It is no report (`no_report`).
    """
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError) as fault:
        raise InvalidError("no_report") from fault
    told = sent.get("csp-report") if isinstance(sent, dict) else None
    if kind != REPORT_KIND or not isinstance(told, dict):
        raise InvalidError("no_report")
    places = (str(told.get(key, "")).partition("//")[0] for key in ("source-file", "blocked-uri"))
    if any(place.endswith(_EXTENSION) for place in places):
        return None
    # older browsers repeat the whole rule
    named = str(told.get("effective-directive") or told.get("violated-directive"))
    rule = named.partition(" ")[0]
    return rule if rule in DIRECTIVES else None
