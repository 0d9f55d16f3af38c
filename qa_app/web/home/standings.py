"""What is due about standings in the register, as Today tells it."""

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from qa_app.domain.defaults import ROWS_PER_PAGE
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.text import BilingualText
from qa_app.extensions import database
from qa_app.queries.register_waiting import Due, DueLine, standings_due
from qa_app.web.held_criteria import criteria_in_force
from qa_app.web.locale import page_language
from qa_app.web.settings import installation, local_today
from qa_app.wording import Words

_OF_DECISIONS = frozenset({Due.SECOND, Due.VOTE, Due.CONDITION, Due.UNDONE})


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
    return tuple(map(_line, found[:ROWS_PER_PAGE]))


def _line(one: DueLine) -> StandingDue:
    if one.decision_id is not None and one.why in _OF_DECISIONS:
        address = url_for("decisions.show", decision_id=one.decision_id)
    else:
        address = url_for("decisions.show_area", centre_id=one.centre_id, area=one.area_code)
    is_over = one.on is not None and one.on < local_today()
    is_late = one.why in {Due.RED_LINE, Due.UNDONE} or (is_over and one.why is not Due.SECOND)
    return StandingDue(address, one.centre_name, one.area_name, _words(one), is_late)


def _words(one: DueLine) -> str:
    day = "" if one.on is None else Words(page_language()).day(one.on)
    words = {
        Due.SECOND: _("a decision waits for you as the second person"),
        Due.VOTE: _("your vote on an objection is awaited"),
        Due.APPLIED: _("an application waits to be taken up"),
        Due.RED_LINE: _("a red line was found on %(day)s: look at the standing again", day=day),
        Due.UNDONE: _(
            "rests on a review that was made void or amended on %(day)s: look whether it holds",
            day=day,
        ),
        Due.CONDITION: _("a condition is due on %(day)s", day=day),
        Due.RUNS_OUT: _("runs out on %(day)s", day=day),
        Due.SUSPENSION: _("the suspension is to end by %(day)s", day=day),
        Due.REVIEW: _("the yearly review was due on %(day)s", day=day),
    }
    return str(words[one.why])
