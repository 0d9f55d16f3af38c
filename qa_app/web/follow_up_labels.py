"""Why something about findings, actions, answers or objections was refused, in words."""

from datetime import date

from flask_babel import gettext as _

from qa_app.domain.errors import RefusedError
from qa_app.web.session_labels import short_day

ASKS_NAME = frozenset({"likely_name", "name_reason"})
"""Refusals that ask why what looks like a name is kept."""


def follow_up_refusal(fault: RefusedError) -> str:
    """Say why it was refused and what to do.

    Args:
        fault: The refusal.

    Returns:
        The words.
    """
    latest = fault.params.get("latest")
    values = {name: fault.params.get(name, "") for name in ("least", "most", "place", "days")}
    values["day"] = short_day(latest) if isinstance(latest, date) else ""
    return str(_texts().get(fault.code) or _steps().get(fault.code) or _other()) % values


def _other() -> str:
    return str(_("This cannot be done as it stands. Reload the page and look again."))


def _texts() -> dict[str, str]:
    return {
        "text_missing": _("Write down what there is to say."),
        "text_too_long": _("This text holds at most %(most)s characters."),
        "id_number": _(
            "This looks like an ID number; one with a wrong digit counts as well. Use the file"
            " reference. If it is a number of another kind, leave out its first six digits. This"
            " was not saved."
        ),
        "phone": _("Do not enter phone numbers or e-mail addresses. This was not saved."),
        "mail": _("Do not enter phone numbers or e-mail addresses. This was not saved."),
        "likely_name": _(
            "This looks like a person's name. Write the role instead, such as mother or worker,"
            " or say below why it is needed. It was not saved yet."
        ),
        "name_reason": _(
            "Say in %(least)s to %(most)s characters why the name is needed, without a name or a"
            " number. It was not saved yet."
        ),
        "unknown_item": _("Line %(place)s: choose an item of the rubric."),
        "too_many_main": _(
            "At most %(most)s findings are main ones: take the mark off the others. They stay"
            " findings, and the centre reads them too."
        ),
        "too_many_lines": _("At most %(most)s findings and strengths."),
        "strength_with_action": _("A strength asks for nothing to be done."),
        "due_out_of_bounds": _("Line %(place)s: choose a day from today to %(day)s."),
        "talk_ahead": _("The talk with the worker cannot lie ahead."),
        "findings_changed": _(
            "The findings were saved in another window meanwhile. Nothing was saved here: look at"
            " what stands there now, then enter yours again."
        ),
        "unknown_ground": _("Choose a ground."),
        "unknown_talk_day": _("Give the day of the talk as a date such as 2026-04-09."),
        "unknown_day": _("Line %(place)s: give a date such as 2026-04-09."),
        "unknown_answer": _("Choose one of the answers of the item."),
        "nothing_changed": _("Change the answer of at least one item."),
    }


def _steps() -> dict[str, str]:
    return {
        "wrong_state": _("This step cannot be taken any more; the page shows how it stands now."),
        "not_contained": _("The harm must be contained first: say how."),
        "not_planned": _("There must be a plan first: say how it will be done."),
        "not_structural": _("Later reviews show whether it worked, not a document."),
        "not_agreed": _("Only what was agreed in a session is verified at a later one."),
        "no_later_session": _(
            "You led no session here since it was done at which you could see it. Verify it by a"
            " document, or at the next session."
        ),
        "worker_missing": _("Choose the worker who does it."),
        "agreed_out_of_bounds": _("Choose a day from today to %(day)s."),
        "too_many_agreed": _("At most %(most)s actions are agreed in one session."),
        "action_gone": _("This action is not in the record any more."),
        "no_actions": _("In this kind of session no actions are agreed."),
        "goal_changed": _("This goal was closed meanwhile; the page shows how it stands now."),
        "unknown_session": _("You led no such session with this worker."),
        "session_cancelled": _("This session was cancelled."),
        "record_signed": _("The record is signed: nothing is added to it or taken away."),
        "no_record": _("Open the record of this session first."),
        "same_person": _("Another person must do this: you did the step before."),
        "not_yours": _("This is for the manager of the centre to do."),
        "action_changed": _(
            "Somebody took a step meanwhile. Nothing was saved: see how it stands now."
        ),
        "training_joined": _("This training is recorded as an answer already."),
        "training_gone": _("This was taken back meanwhile; the page shows how it stands now."),
        "window_over": _("The time to answer is over; the result is final or not shown yet."),
        "no_query": _("No query waits for a reply."),
        "not_your_word": _("This is for somebody else to say."),
        "objected_before": _("There is an objection to this result already."),
        "not_shared": _("This result cannot be objected to."),
        "objection_late": _(
            "The %(days)s days in which a final result can be objected to are over."
        ),
        "not_amendable": _(
            "This result cannot be amended: it does not count any more, its centre was not shown"
            " it yet, or it was brought in from elsewhere."
        ),
        "withdrawable": _("Your signature can still be taken back; try this again after that."),
        "amendment_waits": _("Another amendment of this result waits for a second person."),
        "no_amendment": _("No amendment of this result waits any more."),
        "objection_first": _(
            "The centre objected meanwhile: refuse this amendment, then decide the objection."
        ),
        "objection_state": _("The objection is decided, or an amendment waits already."),
        "took_part": _("You took part in this result: somebody who did not must decide."),
        "barred_own": _("You worked on this case: somebody else must decide."),
        "barred": _("You are tied to this centre or its worker: somebody else must decide."),
        "not_your_step": _("This is for the other side to do."),
        "key_reused": _("This was sent twice with different content. Reload the page."),
        "incomplete": _("With these answers the review would lack something: %(place)s."),
    }
