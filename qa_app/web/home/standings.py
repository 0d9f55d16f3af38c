"""What is due about standings in the register, as Today tells it."""

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from qa_app.domain.defaults import ROWS_PER_PAGE
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.rules.decision import Status
from qa_app.domain.text import BilingualText
from qa_app.extensions import database
from qa_app.queries.open_to_objection import open_to_objection
from qa_app.queries.register_waiting import AreaDue, AreaDueLine, standings_due
from qa_app.web.held_criteria import criteria_in_force
from qa_app.web.locale import page_language
from qa_app.web.settings import installation, local_today
from qa_app.wording import Words

_OF_DECISIONS = frozenset(
    {AreaDue.SECOND, AreaDue.VOTE, AreaDue.SEAT, AreaDue.CONDITION, AreaDue.UNDONE}
)

_NEVER_LATE = frozenset({AreaDue.SECOND, AreaDue.SET_ASIDE})


@dataclass(frozen=True, slots=True)
class StandingDue:
    """One thing that is due.

    Attributes:
        address: Where it is done.
        centre: The centre.
        area: The area.
        words: What is due.
        is_late: True when it cannot wait.
    """

    address: str
    centre: BilingualText
    area: BilingualText
    words: str
    is_late: bool


def standings_today(actor: Actor) -> tuple[StandingDue, ...]:
    """List what is due.

    Args:
        actor: Who looks.

    Returns:
        Lines, at most a page of them.
    """
    if not may(actor, Permission.STANDING_READ):
        return ()
    months = criteria_in_force().terms.validity.review_every_months
    found = standings_due(database(), actor, local_today(), installation().timezone, months)
    return (*_decided(actor), *map(_line, found))[:ROWS_PER_PAGE]


def standings_words(count: int) -> str:
    """Count what is due about the register, for the heading of Today.

    Args:
        count: How many lines there are.

    Returns:
        A clause; empty for none.
    """
    if not count:
        return ""
    return str(ngettext("%(num)d matter of the register", "%(num)d matters of the register", count))


def _decided(actor: Actor) -> tuple[StandingDue, ...]:
    terms, today, words = criteria_in_force().terms, local_today(), Words(page_language())
    found = open_to_objection(database(), actor, today, installation().timezone)
    return tuple(
        StandingDue(
            url_for("decisions.show", decision_id=one.id),
            one.centre,
            one.area,
            str(
                ngettext(
                    "decided: %(status)s. An objection is taken until %(day)s, %(num)d day left",
                    "decided: %(status)s. An objection is taken until %(day)s, %(num)d days left",
                    (one.last_day - today).days,
                    status=words.text(terms.states[one.status]),
                    day=words.day(one.last_day),
                )
            ),
            one.status in {Status.SUSPENDED, Status.WITHDRAWN},
        )
        for one in found
    )


def _line(one: AreaDueLine) -> StandingDue:
    if one.decision_id is not None and one.why in _OF_DECISIONS:
        address = url_for("decisions.show", decision_id=one.decision_id)
    else:
        address = url_for("decisions.show_area", centre_id=one.centre_id, area=one.area_code)
    is_over = one.on is not None and one.on < local_today()
    is_late = one.why in {AreaDue.RED_LINE, AreaDue.UNDONE} or (
        is_over and one.why not in _NEVER_LATE
    )
    return StandingDue(address, one.centre_name, one.area_name, _words(one), is_late)


def _words(one: AreaDueLine) -> str:
    day = "" if one.on is None else Words(page_language()).day(one.on)
    words = {
        AreaDue.SECOND: _("a decision waits for you as the second person"),
        AreaDue.VOTE: _("your vote on an objection is awaited"),
        AreaDue.SEAT: _("an objection waits for a member of its panel to be named"),
        AreaDue.SET_ASIDE: _(
            "the last decision was set aside on %(day)s: see where the area stands and how it goes"
            " on",
            day=day,
        ),
        AreaDue.APPLIED: _("an application waits to be taken up"),
        AreaDue.RED_LINE: _red_line(one, day),
        AreaDue.UNDONE: _(
            "rests on a review that was made void or amended on %(day)s: look whether it holds",
            day=day,
        ),
        AreaDue.CONDITION: _("a condition is due on %(day)s", day=day),
        AreaDue.RUNS_OUT: _("runs out on %(day)s", day=day),
        AreaDue.SUSPENSION: _("the suspension is to end by %(day)s", day=day),
        AreaDue.REVIEW: _("the yearly review was due on %(day)s", day=day),
    }
    return str(words[one.why])


def _red_line(one: AreaDueLine, day: str) -> str:
    if one.evaluated_on is None:
        return str(_("a red line was found on %(day)s: look at the standing again", day=day))
    again = Words(page_language()).day(one.evaluated_on)
    return str(
        _(
            "a red line was found on %(day)s; the criteria were evaluated anew on %(again)s and"
            " nothing is suspended by itself: look at the standing again",
            day=day,
            again=again,
        )
    )
