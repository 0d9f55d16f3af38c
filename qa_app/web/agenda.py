"""The agenda of a session in words."""

from dataclasses import dataclass
from datetime import date

from flask import url_for
from flask_babel import gettext as _

from qa_app.domain.agenda import AgendaKind, AgendaLine
from qa_app.domain.people import Actor
from qa_app.extensions import database
from qa_app.queries.agenda import agenda_of
from qa_app.queries.case_decisions import case_read
from qa_app.queries.learning import learners
from qa_app.web.locale import page_language
from qa_app.web.settings import local_today
from qa_app.wording import Words
from qa_app.wording.learning import said_missing


@dataclass(frozen=True, slots=True)
class AgendaShown:
    """One thing to talk over.

    Attributes:
        words: Why it is there.
        name: Reference, code or items that it is about; empty for none.
        text: What people wrote; empty for none.
        address: Where it stands.
        is_late: True when its day is over.
        is_done: True when it is said to be done.
    """

    words: str
    name: str
    text: str
    address: str
    is_late: bool
    is_done: bool


def agenda_shown(actor: Actor, session_id: int, centre_id: int) -> tuple[AgendaShown, ...]:
    """Put what a session should open with into words.

    Args:
        actor: Who looks; they led the session or were supervised in it.
        session_id: The session.
        centre_id: Its centre.

    Returns:
        In order.
    """
    today = local_today()
    words = Words(page_language())
    return tuple(
        AgendaShown(
            _said(words, one, today),
            one.name,
            "" if one.kind is AgendaKind.FUNCTION else one.text,
            _address(actor, one, centre_id, today),
            is_late=one.is_late(today),
            is_done=one.is_done,
        )
        for one in agenda_of(database(), actor, session_id, today)
    )


def _address(actor: Actor, one: AgendaLine, centre_id: int, today: date) -> str:
    # a group talks over the cases of all of its people, and each opens the pages of their own
    match one.kind:
        case AgendaKind.HIGH_RISK | AgendaKind.CASE:
            if case_read(database(), actor, centre_id, one.object_id) is None:
                return ""
            return url_for("cases.decisions_of", centre_id=centre_id, case_id=one.object_id)
        case AgendaKind.GOAL:
            return url_for("learning.index")
        case AgendaKind.ASSESSMENT | AgendaKind.FUNCTION:
            if not learners(database(), actor, today, only=one.object_id):
                return ""
            return url_for("learning.show", practitioner_id=one.object_id)
        case _:
            return url_for("actions.show", action_id=one.object_id)


def _said(words: Words, one: AgendaLine, today: date) -> str:
    day = "" if one.on is None else words.day(one.on)
    match one.kind:
        case AgendaKind.HIGH_RISK | AgendaKind.CASE:
            return _case(one.kind, day)
        case AgendaKind.LAST_ACTION if one.is_done:
            return str(_("Agreed last time and said to be done"))
        case AgendaKind.FUNCTION:
            return said_missing(words, one.text.split(","))
        case AgendaKind.GOAL if not day:
            return str(_("Learning goal"))
        case _:
            return _text(one.kind, day, is_late=one.is_late(today))


def _case(kind: AgendaKind, day: str) -> str:
    if kind is AgendaKind.HIGH_RISK:
        said = _("High risk, last talked over on %(day)s", day=day)
        return str(said if day else _("High risk, never talked over"))
    said = _("Not talked over this month; last on %(day)s", day=day)
    return str(said if day else _("Never talked over"))


def _text(kind: AgendaKind, day: str, *, is_late: bool) -> str:
    late = {
        AgendaKind.LAST_ACTION: _("Agreed last time, was due on %(day)s", day=day),
        AgendaKind.OVERDUE: _("Overdue, was due on %(day)s", day=day),
        AgendaKind.FINDING: _("Found since the last session, was due on %(day)s", day=day),
        AgendaKind.GOAL: _("Learning goal, was due on %(day)s", day=day),
        AgendaKind.ASSESSMENT: _("Capacity assessment, was due on %(day)s", day=day),
    }
    ahead = {
        AgendaKind.LAST_ACTION: _("Agreed last time, due on %(day)s", day=day),
        AgendaKind.FINDING: _("Found since the last session, due on %(day)s", day=day),
        AgendaKind.GOAL: _("Learning goal, due on %(day)s", day=day),
        AgendaKind.ASSESSMENT: _("Capacity assessment, due on %(day)s", day=day),
    }
    return str(late[kind] if is_late or kind not in ahead else ahead[kind])
