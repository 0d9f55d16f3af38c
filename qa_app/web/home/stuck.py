"""Objections and amendments about which nobody can decide, as Today tells whoever may mend it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from qa_app.domain.people import Actor
from qa_app.extensions import database
from qa_app.queries.undecided import StuckResult, stuck_results
from qa_app.web.labels import plain
from qa_app.web.settings import installation


@dataclass(frozen=True, slots=True)
class StuckToday:
    """What waits at one place and nobody can decide.

    Attributes:
        address: Where it is seen, or mended.
        name: Reference of the file; empty for a whole centre.
        link: Words of the link where it names no file; empty otherwise.
        centre: The centre, with its district where another one listed bears the same name.
        until: By when it should be decided; None without a limit.
    """

    address: str
    name: str
    link: str
    centre: str
    until: date | None


def stuck_today(actor: Actor, day: date) -> tuple[StuckToday, ...]:
    """List what nobody can decide.

    Args:
        actor: Who decides objections at a centre, or manages its accounts.
        day: Local day.

    Returns:
        For who decides a line for each result; for an administrator one for each centre, which
        leads to the accounts.
    """
    found = stuck_results(database(), actor, installation().timezone, on=day)
    names = _names(found)
    named = tuple(
        StuckToday(
            url_for("answers.show", audit_id=one.audit_id),
            one.reference or "",
            "" if one.reference else str(_("the whole centre")),
            names[one.centre_id],
            one.until,
        )
        for one in found
        if one.audit_id is not None
    )
    return (*named, *_by_centre([one for one in found if one.audit_id is None], names))


def stuck_words(count: int) -> str:
    """Say how much nobody can decide, for the heading of the page.

    Args:
        count: How much.

    Returns:
        The words; empty for none.
    """
    if not count:
        return ""
    return str(
        ngettext(
            "%(num)d result about which nobody can decide",
            "%(num)d results about which nobody can decide",
            count,
        )
    )


def _names(found: Sequence[StuckResult]) -> Mapping[int, str]:
    centres = {one.centre_id: one for one in found}
    alike = Counter(plain(one.centre_name) for one in centres.values())
    names = {}
    for centre_id, one in centres.items():
        name = plain(one.centre_name)
        if alike[name] > 1:
            name = str(_("%(centre)s (%(place)s)", centre=name, place=plain(one.place_name)))
        names[centre_id] = name
    return names


def _by_centre(found: Sequence[StuckResult], names: Mapping[int, str]) -> tuple[StuckToday, ...]:
    until: dict[int, date | None] = {}
    for one in found:
        until.setdefault(one.centre_id, one.until)
    counts = Counter(one.centre_id for one in found)
    return tuple(
        StuckToday(
            url_for("admin.accounts"),
            "",
            str(ngettext("%(num)d result", "%(num)d results", counts[centre])),
            names[centre],
            first,
        )
        for centre, first in until.items()
    )
