"""Standings, routes, grounds and refusals in words."""

from collections.abc import Sequence
from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext

from qa_app.domain.errors import RefusedError
from qa_app.domain.register_decisions import DecisionState, Route
from qa_app.domain.register_names import names_with
from qa_app.domain.register_terms import Names, Terms
from qa_app.domain.rules.decision import Status
from qa_app.domain.second_reading import HeldAgainst
from qa_app.domain.text import BilingualText
from qa_app.extensions import database
from qa_app.queries.register_decisions import Decision
from qa_app.queries.register_names import agreed_names
from qa_app.queries.voided_evidence import Undone, undone_since
from qa_app.web.decisions.bodies import body_said
from qa_app.web.decisions.pages import DecisionLine
from qa_app.web.decisions.parts import Chip
from qa_app.web.follow_up_labels import follow_up_refusal
from qa_app.web.guard import current_actor
from qa_app.web.held_criteria import criteria_in_force
from qa_app.web.locale import page_language
from qa_app.web.session_labels import near_instant, short_day, short_instant
from qa_app.web.settings import local_today
from qa_app.web.unnamed_body import body_words
from qa_app.wording import Words

_LOOKS = {
    Status.APPLIED: "wait",
    Status.UNDER_REVIEW: "run",
    Status.ENDORSED: "done",
    Status.CONDITIONAL: "wait",
    Status.DEFERRED: "wait",
    Status.NOT_ENDORSED: "late",
    Status.SUSPENDED: "late",
    Status.WITHDRAWN: "late",
    Status.EXPIRED: "plain",
}


def terms() -> Terms:
    return criteria_in_force().terms


def names() -> Names:
    return names_with(terms().names, agreed_names(database()))


def chip(status: Status) -> Chip:
    return Chip(_LOOKS[status], status_word(status))


def status_word(status: Status) -> BilingualText:
    return terms().states[status]


def set_name(code: str) -> BilingualText:
    found = criteria_in_force().set_of(code)
    return BilingualText(code, code) if found is None else found.name


def is_unread(one: Decision) -> bool:
    """Tell whether somebody else is to read the paper first, and not this page.

    Args:
        one: The decision.

    Returns:
        True of a paper that waits for its second person, for everybody but who recorded it.
    """
    is_waiting = one.route is Route.PAPER and one.state is DecisionState.PROPOSED
    return is_waiting and one.proposed_by != current_actor().account_id


def chip_of_decision(one: Decision) -> Chip:
    """Show what is decided.

    Args:
        one: The decision.

    Returns:
        Its chip, without its look once it was set aside; no word of it before the paper is read.
    """
    if is_unread(one):
        words = str(_("as the paper says"))
        return Chip("wait", BilingualText(words, words))
    return Chip("plain", status_word(one.status)) if one.set_aside_at else chip(one.status)


def compared_words(one: Decision) -> str:
    words = {
        HeldAgainst.FILE: _("the file of the scan: it has the digest that was recorded"),
        HeldAgainst.IN_HAND: _("the paper in hand, without the file of the scan"),
    }
    return "" if one.compared is None else str(words[one.compared])


def route_words(one: Decision, *, names_body: bool = True) -> str:
    """Say how it is decided.

    Args:
        one: The decision.
        names_body: False where the body stands beside it already.

    Returns:
        The route, with number and date of a paper once it may be read here.
    """
    if one.route is Route.SCREEN or one.paper is None:
        return str(_("on the platform"))
    if is_unread(one):
        if not names_body:
            return str(_("on paper; number and date are read from the paper"))
        said = _("on paper: %(body)s; number and date are read from the paper")
        return str(said) % {"body": body_said(one.paper.issuing_body)}
    day = Words(page_language()).day(one.paper.on)
    if not names_body:
        said = _("on paper: %(number)s, %(day)s")
        return str(said) % {"number": one.paper.number, "day": day}
    return str(
        _(
            "on paper: %(body)s, %(number)s, %(day)s",
            body=body_said(one.paper.issuing_body),
            number=one.paper.number,
            day=day,
        )
    )


def departure_words(one: Decision) -> str:
    """Say that a decision departs from its evidence.

    Args:
        one: The decision.

    Returns:
        A sentence; empty where it follows from it.
    """
    if not one.departs or is_unread(one):
        return ""
    computed = status_word(one.computed)
    words = Words(page_language())
    said = _("Departs from the evidence, from which “%(status)s” follows.")
    return str(said) % {"status": words.text(computed)}


def decision_lines(found: Sequence[Decision]) -> tuple[DecisionLine, ...]:
    """Put decisions into a list.

    Args:
        found: The decisions.

    Returns:
        Their lines in the same order.
    """
    undone = undone_since(database(), [one.id for one in found])
    return tuple(
        DecisionLine(
            one,
            chip_of_decision(one),
            route_words(one),
            departure_words(one),
            is_unread(one),
            undone_words(undone.get(one.id, ())),
        )
        for one in found
    )


def undone_words(reviews: Sequence[Undone]) -> str:
    """Say what a decision rests on that does not count any more; no review is named.

    Args:
        reviews: The reviews, the last one first.

    Returns:
        A sentence; empty for none.
    """
    if not reviews:
        return ""
    return str(
        ngettext(
            "%(num)s review that it rests on was made void or amended after the evidence was"
            " frozen, on %(day)s.",
            "%(num)s reviews that it rests on were made void or amended after the evidence was"
            " frozen, the last one on %(day)s.",
            len(reviews),
            day=near_instant(reviews[0].at, local_today()),
        )
    )


def state_words(one: Decision) -> str:
    by = one.decider or one.proposer
    if one.set_aside_at is not None:
        return str(_("set aside by the panel, %(at)s", at=short_instant(one.set_aside_at)))
    words = {
        DecisionState.PROPOSED: _("waits for a second person"),
        DecisionState.DECIDED: _("decided"),
        DecisionState.RETURNED: _("returned by %(by)s", by=by),
        DecisionState.TAKEN_BACK: _("taken back by %(by)s", by=by),
        DecisionState.OVERTAKEN: _("closed: the area moved before it was confirmed"),
    }
    return str(words[one.state])


def refusal(fault: RefusedError) -> str:
    """Say why something was refused and what to do.

    Args:
        fault: The refusal.

    Returns:
        The words.
    """
    found = _of_deciding().get(fault.code) or _of_objecting().get(fault.code)
    if found is None:
        return follow_up_refusal(fault)
    day = fault.params.get("day")
    values = {
        name: fault.params.get(name, "")
        for name in ("least", "most", "days", "word", "what", "decision", "number")
    }
    values["day"] = short_day(day) if isinstance(day, date) else ""
    differs = fault.params.get("what")
    if isinstance(differs, tuple):
        said = _differing()
        values["what"] = Words(page_language()).listed(said[one] for one in differs)
    return str(found) % values


def _differing() -> dict[str, str]:
    return {
        "number": str(_("document number")),
        "date": str(_("date")),
        "decision": str(_("decision")),
    }


def _of_deciding() -> dict[str, str]:
    return {
        "applied_before": _("An application for this area waits already."),
        "unknown_set": _("Choose a set of criteria."),
        "application_over": _("This application does not wait any more."),
        "no_such_move": _("This cannot be decided from where the area stands now."),
        "conditional_rounds": _("On conditions at most %(most)s times in a row."),
        "stop_still_fails": _(
            "The suspension cannot be lifted while a stop criterion is not met in the evidence."
        ),
        "evidence_before": _(
            "This evidence is older than the last step of the area: freeze what is known now."
        ),
        "evidence_old": _("This evidence is more than %(days)s days old: freeze it anew."),
        "set_reasons_missing": _(
            "The evidence judges by another set of criteria than the centre applied for: give"
            " reasons of at least %(least)s characters."
        ),
        "until_before": _("The decision must end after the day on which it takes effect."),
        "until_far": _("The last day lies too far ahead: %(day)s at the latest. Read it again."),
        "until_unasked": _(
            "A deferral, a refusal and a removal have no last day here: leave it empty, and write"
            " under Reasons what the paper says of a term."
        ),
        "reasons_drafted": _(
            "What was drafted from the evidence is no reason to depart from it: write at least"
            " %(least)s characters of your own, without signs and spaces."
        ),
        "reasons_missing": _(
            "This departs from what follows from the evidence: give reasons of at least %(least)s"
            " characters."
        ),
        "conditions_missing": _("Give at least one condition with its day."),
        "conditions_unasked": _("Conditions belong to an entry on conditions alone."),
        "conditions_many": _("At most %(most)s conditions."),
        "effective_day": _("It takes effect today or within %(days)s days: give the day."),
        "effective_before": _("It cannot take effect before %(day)s."),
        "paper_ahead": _("The paper cannot bear a day to come."),
        "condition_day": _("A condition is due after the first day and while the decision holds."),
        "effective_passed": _(
            "The day on which it was to take effect has passed: return it, to be proposed anew."
        ),
        "body_missing": _("Give the body that issued the paper."),
        "number_missing": _("Give the number of the document."),
        "scan_missing": _("Choose the scan; only its digest is kept."),
        "scan_large": _("The scan is larger than %(most)s MB."),
        "body_not_named": body_words(),
        "body_changed": _(
            "The body that decides is called otherwise since this was proposed: return it, to be"
            " proposed anew."
        ),
        "unknown_choice": _("Choose what is decided."),
        "unknown_day": _("Give each day as a date such as 2026-04-09."),
        "comparison_missing": _(
            "Choose the file of the scan, also where you chose it before signing in again; or say"
            " that you compared with the paper in hand."
        ),
        "scan_differs": _(
            "This file is not the scan that was recorded. Nothing was put down. Ask for that file,"
            " or compare with the paper in hand; if they do not belong together, return the record."
        ),
        "paper_differs": _(
            "What you read differs from what is recorded: %(what)s. Nothing was put down. Look at"
            " the paper again; if you read it right, return the record."
        ),
        "decision_answered": _("Somebody has answered this decision already."),
        "standing_moved": _(
            "Somebody decided about this area first. Your decision was not put down: look at where"
            " the area stands now."
        ),
        "application_moved": _(
            "Another application waits now, which this decision does not answer: return it, to be"
            " proposed anew."
        ),
        "same_person": _("A second person does this: it is your own."),
        "condition_settled": _("Somebody has looked at this condition already."),
        "not_decided": _("This decision does not count: it still waits, or it was set aside."),
        "evidence_many": _(
            "You have frozen evidence %(most)s times within 24 hours. Use what is frozen, or go on"
            " tomorrow."
        ),
        "nothing_to_decide": _(
            "From where this area stands nothing can be decided this way, so no evidence is frozen."
        ),
        "evidence_instant": _(
            "Evidence of this area was frozen meanwhile. Freeze again: it is evaluated as of then."
        ),
        "evidence_anew": _(
            "Evidence of this area was frozen anew meanwhile, and that on which you began is open"
            " to you no more. Here is the newer one, with what you typed: look at it and go on."
        ),
        "evidence_unsound": _("The evidence does not follow from what was measured."),
        "criteria_unknown": _("These criteria are not published here."),
        "no_criteria": _("No criteria are in force here for this set."),
        "reply_unreadable": _("This is no code of a reply form, or a part of it is missing."),
        "reply_used": _(
            "A paper is recorded on this evidence already: decision %(decision)s. A reply form"
            " counts once. Once that decision is confirmed, evidence is frozen anew for another"
            " paper; if it is returned, this evidence can be used again."
        ),
        "reply_overtaken": _(
            "This area was decided on since this evidence was frozen: decision %(decision)s. No"
            " paper can be recorded on it any more. If your paper is that decision, nothing is left"
            " to do; for another one, freeze the evidence of today on the page of the area."
        ),
        "paper_recorded": _(
            "This paper is recorded about this area already: decision %(decision)s. A paper decides"
            " about an area once."
        ),
        "paper_elsewhere": _(
            "A paper of the same body, number and date is recorded already: decision %(decision)s."
            " Look whether it is the same; if it decides about this area too, say so here."
        ),
        "reply_unknown": _("The evidence of this reply form is not known here."),
    }


def _of_objecting() -> dict[str, str]:
    return {
        "objected_before": _("The centre has objected to this decision already."),
        "objection_late": _(
            "An objection is taken within %(days)s days after the day on which the decision was"
            " confirmed here."
        ),
        "unknown_ground": _("Choose a ground."),
        "seat_taken": _("This seat is taken."),
        "lot_last": _("The lot is drawn once both sides have named theirs."),
        "nobody_free": _("Nobody is left who took no part."),
        "not_free": _("Choose somebody who took no part."),
        "not_on_panel": _("You do not sit on this panel."),
        "panel_open": _("The panel is not complete yet."),
        "panel_ended": _("The panel has ended."),
        "voted_before": _("You have voted already."),
        "unknown_vote": _("Choose how you vote."),
        "released_before": _("This text is released already."),
        "release_over": _("This release was withdrawn already."),
        "release_reason": _("Say in at least %(least)s characters why judicial users need it."),
        "name_missing": _("Give every name in both languages."),
        "name_long": _("A name holds at most %(most)s characters."),
        "name_forbidden": _("No paper may use the word %(word)s."),
        "name_stands_for": _(
            "These words stand where the name belongs: give the name of the body that decides, in"
            " both languages."
        ),
        "reference_named": _(
            "“%(what)s” looks like the reference of a case file. Judicial users read this text, and"
            " learn of no single case: say it without the reference."
        ),
        "names_answered": _("Somebody has answered these names already."),
    }
