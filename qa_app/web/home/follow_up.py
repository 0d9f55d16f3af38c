"""What findings, actions, answers and objections ask of a person today."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import chain

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from qa_app.domain.actions import Party
from qa_app.domain.defaults import ROWS_AT_A_GLANCE, SOON_DAYS
from qa_app.domain.people import Actor, Role
from qa_app.domain.permissions import Permission, may
from qa_app.domain.text import BilingualText
from qa_app.extensions import database
from qa_app.queries.actions import ActionFilter, ActionLine, actions_page
from qa_app.queries.duties import (
    ResultDuty,
    ResultDutyKind,
    amendments_to_settle,
    count_results_to_answer,
    objections_to_decide,
    queries_to_reply,
    results_to_answer,
)
from qa_app.queries.moderation import pairs_to_settle
from qa_app.queries.shared_duties import others_who_may
from qa_app.queries.single_moderations import singles_page
from qa_app.web.locale import page_language
from qa_app.web.settings import installation
from qa_app.wording import Words
from qa_app.wording.action_owners import said_source
from qa_app.wording.follow_up import WAITS
from qa_app.wording.single_moderation import said_cause

_NAMED = 2
_SHARED = {
    ResultDutyKind.ANSWER: Permission.OBJECTION_RAISE,
    ResultDutyKind.REPLY: Permission.ANSWER_GIVE,
}
"""What people need who have the same duty; whoever decides is named on the result."""


@dataclass(frozen=True, slots=True)
class FollowLine:
    """One thing that waits.

    Attributes:
        address: Where it is done.
        name: Reference of the file, or items of the action; empty for the whole centre.
        centre_name: The centre's name.
        what: What has to be done.
        until: By when; None without a limit.
        asked: The reading at which it waits with what others need to do it as well; None where
            it waits for this person alone, or for who took no part.
        others: Who else may do it, in words; empty for nobody.
    """

    address: str
    name: str
    centre_name: BilingualText
    what: str
    until: date | None
    asked: tuple[int, Permission] | None = None
    others: str = ""


@dataclass(frozen=True, slots=True)
class FollowUpToday:
    """What waits.

    Attributes:
        lines: What is due or late first, then what has no limit.
        has_more: True when the list of actions holds more than is shown.
        is_cut: True when more may wait than is listed and counted.
        more_results: Results to answer that are not listed.
    """

    lines: tuple[FollowLine, ...]
    has_more: bool
    is_cut: bool
    more_results: int = 0


def follow_up_today(actor: Actor, day: date) -> FollowUpToday:
    """Gather what waits for a person.

    Args:
        actor: Who.
        day: Local day.

    Returns:
        What waits; nothing for those who have no part in it.
    """
    glance, words = ROWS_AT_A_GLANCE, Words(page_language())
    read = (_pairs(actor, glance), _singles(actor, glance))
    if not may(actor, Permission.ACTION_READ):
        told = _shared(actor, words, [*read[0], *read[1]])
        return FollowUpToday(told, has_more=False, is_cut=_is_cut(*read))
    actions, zone = _actions(actor, day, glance), installation().timezone
    duties: tuple[Sequence[ResultDuty], ...] = (
        results_to_answer(database(), actor, zone, glance),
        queries_to_reply(database(), actor, glance),
        objections_to_decide(database(), actor, zone, glance, on=day),
        amendments_to_settle(database(), actor, glance, on=day),
    )
    answers, *others = duties
    more = max(0, count_results_to_answer(database(), actor) - glance) if _is_cut(answers) else 0
    lines = [_of_action(words, one) for one in actions[:glance]]
    lines += [_of_duty(one) for one in chain(*duties)]
    lines += chain(*read)
    lines.sort(key=lambda line: line.until or date.max)
    return FollowUpToday(
        _shared(actor, words, lines),
        has_more=len(actions) > glance,
        # those that are not listed were shown later, and are late only after all that are
        is_cut=_is_cut(actions, *others, *read) or (more > 0 and _is_late(answers[-1], day)),
        more_results=more,
    )


def _shared(actor: Actor, words: Words, lines: Sequence[FollowLine]) -> tuple[FollowLine, ...]:
    names = others_who_may(database(), actor, {one.asked for one in lines if one.asked})
    return tuple(
        replace(one, others=_others(words, names[one.asked])) if one.asked else one for one in lines
    )


def _others(words: Words, names: Sequence[str]) -> str:
    if not names:
        return ""
    more = len(names) - _NAMED
    if more <= 0:
        return str(_("may also be open to %(names)s", names=words.listed(names)))
    said = ngettext(
        "may also be open to %(names)s and %(num)d other",
        "may also be open to %(names)s and %(num)d others",
        more,
        names=words.listed(names[:_NAMED]),
    )
    return str(said)


def follow_up_words(today: FollowUpToday, day: date) -> tuple[str, str]:
    """Say how much waits, for the heading of the page.

    Args:
        today: What waits.
        day: Local day.

    Returns:
        How many are late, and how many wait besides; empty for none.
    """
    late = sum(one.until is not None and one.until < day for one in today.lines)
    waits = len(today.lines) - late + today.more_results
    return (
        ngettext("%(num)d follow-up overdue", "%(num)d follow-ups overdue", late) if late else "",
        ngettext("%(num)d follow-up waits", "%(num)d follow-ups wait", waits) if waits else "",
    )


def _is_late(one: ResultDuty, day: date) -> bool:
    return one.until is not None and one.until < day


def _is_cut(*listed: Sequence[object]) -> bool:
    # a list that is full may have been cut
    return any(len(one) >= ROWS_AT_A_GLANCE for one in listed)


def _actions(actor: Actor, day: date, most: int) -> tuple[ActionLine, ...]:
    parties: list[Party] = []
    if actor.has_role(Role.CENTRE_MANAGER):
        parties += [Party.CENTRE, Party.WORKER]
    elif actor.has_role(Role.CASEWORKER):
        parties.append(Party.WORKER)
    if may(actor, Permission.ACTION_CHECK):
        parties.append(Party.SUPERVISOR)
    if not parties:
        return ()
    chosen = ActionFilter(parties=tuple(parties), is_ones_own=True)
    found = actions_page(database(), actor, chosen, None, day, most)
    soon = day + timedelta(days=SOON_DAYS)
    return tuple(one for one in found if one.next_on is not None and one.next_on <= soon)


def _pairs(actor: Actor, most: int) -> tuple[FollowLine, ...]:
    # nothing of a pair is told before both readings are done
    if not may(actor, Permission.AUDIT_SIGN) and not may(actor, Permission.MODERATE_DECIDE):
        return ()
    return tuple(
        FollowLine(
            url_for("moderation.show", pair_id=one.id),
            one.reference or "",
            one.centre_name,
            str(
                _("Agree to what the other reviewer proposes, or propose something else")
                if one.waits_for_me
                else _("Settle what two reviewers read differently")
            ),
            None,
        )
        for one in pairs_to_settle(database(), actor, most)
    )


def _singles(actor: Actor, most: int) -> tuple[FollowLine, ...]:
    if not may(actor, Permission.MODERATE_DECIDE):
        return ()
    words = Words(page_language())
    return tuple(
        FollowLine(
            url_for("singles.show", audit_id=one.audit_id),
            one.reference or "",
            one.centre_name,
            words.sequence(
                [
                    str(_("Say whether this review stands")),
                    *(said_cause(words, cause) for cause in one.causes[:1]),
                ]
            ),
            None,
            (one.audit_id, Permission.MODERATE_DECIDE),
        )
        for one in singles_page(database(), actor, None, most)[:most]
    )


def _of_action(words: Words, one: ActionLine) -> FollowLine:
    return FollowLine(
        url_for("actions.show", action_id=one.id),
        words.text(one.requirement) if one.agreed_on is not None else one.reference or "",
        one.centre_name,
        words.pair(said_source(words, one.agreed_on), words.say(WAITS[one.waits_for]))
        if one.agreed_on is not None
        else f"{' '.join(one.items)} {words.say(WAITS[one.waits_for])}",
        one.next_on,
        (one.audit_id, Permission.ACTION_CHECK)
        if one.audit_id is not None and one.waits_by is Party.SUPERVISOR
        else None,
    )


def _of_duty(one: ResultDuty) -> FollowLine:
    what = {
        ResultDutyKind.ANSWER: _("Answer the result"),
        ResultDutyKind.REPLY: _("Reply to the centre's query"),
        ResultDutyKind.OBJECTION: _("Decide the objection"),
        ResultDutyKind.AMENDMENT: _("Confirm or refuse the amendment"),
    }
    address = url_for("answers.show", audit_id=one.audit_id)
    needed = _SHARED.get(one.kind)
    asked = None if needed is None else (one.audit_id, needed)
    name, centre = one.reference or "", one.centre_name
    return FollowLine(address, name, centre, what[one.kind], one.until, asked)
