"""Access that waits for an answer, roles that wait for a second person, months to be checked."""

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from qa_app import clock
from qa_app.domain.defaults import ROWS_AT_A_GLANCE
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.extensions import database
from qa_app.queries.access_requests import AccessRequest, access_at_a_glance
from qa_app.queries.counter_checks import hat_months
from qa_app.queries.hands import owners_for
from qa_app.queries.managed_accounts import GrantLine, names_within
from qa_app.queries.team import team_now
from qa_app.queries.waiting_roles import (
    RolesWaiting,
    grants_named,
    roles_told,
    roles_waiting,
    without_role,
)
from qa_app.web.labels import plain
from qa_app.web.locale import page_language
from qa_app.web.session_labels import short_instant
from qa_app.web.settings import installation, local_today
from qa_app.wording import Words
from qa_app.wording.role_names import ROLES


@dataclass(frozen=True, slots=True)
class AccessLine:
    """One thing to look at.

    Attributes:
        address: Where it leads.
        words: What it is.
        is_late: True when it should have been done.
    """

    address: str
    words: str
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class AccessToday:
    """What somebody answers for today.

    Attributes:
        lines: Things to look at, most urgent first.
        words: The same in clauses, for the heading of the page.
    """

    lines: tuple[AccessLine, ...] = ()
    words: tuple[str, ...] = ()


def access_today(actor: Actor) -> AccessToday:
    """Gather what waits of access, roles and counter-checks.

    Args:
        actor: Who looks.

    Returns:
        The lines; nothing for whoever answers for none of it.
    """
    asked = access_at_a_glance(database(), actor, at=clock.now(), on=local_today())
    waiting = asked.waiting
    owners = _owners(actor)
    first, hats = _without_role(actor), _two_hats(actor)
    lines = (
        *(*_months(actor), *hats.lines, *_roles(actor), *first.lines),
        *(*owners, *_to_answer(waiting), *_own(asked.held)),
    )
    words = ngettext("%(num)d request for access", "%(num)d requests for access", waiting)
    told = (str(words),) if waiting else ()
    return AccessToday(lines, (*hats.words, *told, *first.words, *(one.words for one in owners)))


def _months(actor: Actor) -> tuple[AccessLine, ...]:
    if not may(actor, Permission.JOURNAL_READ):
        return ()
    found = hat_months(database(), actor, installation().timezone, at=clock.now())
    words, today = Words(page_language()), local_today()
    return tuple(
        AccessLine(
            url_for("access.hat_month", month=one.month),
            str(
                _(
                    "Counter-check of %(month)s: overdue since %(day)s",
                    month=one.month,
                    day=words.day(one.due_on),
                )
                if today > one.due_on
                else _(
                    "Counter-check of %(month)s, by %(day)s",
                    month=one.month,
                    day=words.day(one.due_on),
                )
            ),
            today > one.due_on,
        )
        for one in reversed(found)
        if one.checked is None
    )


def _roles(actor: Actor) -> tuple[AccessLine, ...]:
    waiting = roles_waiting(database(), actor)
    told = roles_told(database(), actor, clock.now())
    return (
        *(_of_account(one, _("Roles for %(who)s wait for a second person")) for one in waiting),
        *(_of_account(one, _("%(who)s was given roles of weight")) for one in told),
    )


def _without_role(actor: Actor) -> AccessToday:
    found = without_role(database(), actor)
    if not found:
        return AccessToday()
    words = ngettext(
        "%(num)d account without a role", "%(num)d accounts without a role", len(found)
    )
    lines = [
        AccessLine(
            url_for("admin.account", account_id=one.account_id),
            str(_("%(who)s holds no role: give one, or have the account disabled", who=one.name)),
        )
        for one in found[:ROWS_AT_A_GLANCE]
    ]
    if len(found) > ROWS_AT_A_GLANCE:
        lines.append(AccessLine(url_for("admin.accounts"), str(words)))
    return AccessToday(tuple(lines), (str(words),))


def _two_hats(actor: Actor) -> AccessToday:
    if not may(actor, Permission.JOURNAL_READ):
        return AccessToday()
    now = team_now(database())
    if not now.waits or now.set_by == actor.account_id:
        return AccessToday()
    said = _("The team asks for two administrators in one person: confirm it or refuse it")
    words = _("1 request for two administrators in one person")
    return AccessToday((AccessLine(url_for("access.hats"), str(said)),), (str(words),))


def _owners(actor: Actor) -> tuple[AccessLine, ...]:
    found = owners_for(database(), actor, clock.now())
    count = len(names_within(database(), actor, found))
    if not count:
        return ()
    words = ngettext(
        "%(num)d owner of an account to confirm", "%(num)d owners of accounts to confirm", count
    )
    return (AccessLine(url_for("admin.accounts"), str(words)),)


def _of_account(one: RolesWaiting, said: str) -> AccessLine:
    words = Words(page_language())
    names = words.listed(
        f"{words.say(ROLES[line.role])} · {_where(line)}" for line in grants_named(database(), one)
    )
    who = str(_("%(who)s (%(roles)s)", who=one.account, roles=names))
    return AccessLine(url_for("admin.account", account_id=one.account_id), str(said) % {"who": who})


def _where(line: GrantLine) -> str:
    named = line.centre or line.place
    return plain(named) if named else str(_("the whole network"))


def _to_answer(waiting: int) -> tuple[AccessLine, ...]:
    if not waiting:
        return ()
    words = ngettext(
        "%(num)d request for access to a case file waits for your answer",
        "%(num)d requests for access to case files wait for your answer",
        waiting,
    )
    return (AccessLine(url_for("access.approvals"), str(words)),)


def _own(held: tuple[AccessRequest, ...]) -> tuple[AccessLine, ...]:
    return tuple(
        AccessLine(
            url_for("access.own"),
            str(
                _(
                    "Case file %(reference)s is open to you until %(until)s",
                    reference=one.reference,
                    until=short_instant(one.expires_at or one.asked_at),
                )
            ),
        )
        for one in held
    )
