"""The figures of the yearly pack on data of minors, in words."""

import csv
import io
from collections.abc import Sequence

from qa_app.domain.people import Role
from qa_app.wording.catalogue import message as _
from qa_app.wording.journal import ACTIONS
from qa_app.wording.role_names import ROLES
from qa_app.wording.words import Words

FIGURES: dict[str, str] = {
    "files": _("case files listed now"),
    "files_sealed": _("sealed case files now"),
    "access_approved": _("requests for access approved"),
    "access_refused": _("requests for access refused"),
    "access_open": _("requests for access without an answer"),
    "incidents": _("incidents known"),
    "guard_reasons": _("texts kept for a typed reason"),
}
"""Counted thing to its words."""
_ROLE = _("accounts that hold a role now: %(role)s")
_ACT = _("in the journal: %(act)s")
_HEAD = (_("Code"), _("What is counted"), _("Number"))


def pack_csv(words: Words, figures: Sequence[tuple[str, int]]) -> str:
    """Write the pack as a table.

    Args:
        words: The language.
        figures: Code of what is counted, and how many.

    Returns:
        CSV with a byte-order mark, so that spreadsheets read it as UTF-8.
    """
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow([words.say(one) for one in _HEAD])
    rows.writerows((code, _said(words, code), count) for code, count in figures)
    return f"\ufeff{out.getvalue()}"


def _said(words: Words, code: str) -> str:
    if code in FIGURES:
        return words.say(FIGURES[code])
    if code in ACTIONS:
        return words.say(_ACT, act=words.say(ACTIONS[code]))
    role = code.partition("/")[2]
    return words.say(_ROLE, role=words.say(ROLES[Role(role)]))
