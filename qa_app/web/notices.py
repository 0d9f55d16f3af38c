"""What a page says after something was done."""

from flask import request
from flask_babel import gettext as _

from qa_app.web.factor_told import factor_notices


def notice_words() -> str:
    """Put the notice of this page into words.

    Returns:
        The words; empty when there is none, or an unknown one.
    """
    notice = request.args.get("notice", "")
    return words_of(notice) if notice else ""


def words_of(notice: str) -> str:
    """Put a notice into words.

    Args:
        notice: Its code.

    Returns:
        The words; empty for an unknown one.
    """
    for part in _PARTS:
        words = part()
        if notice in words:
            return str(words[notice])
    return ""


def _of_people_and_places() -> dict[str, str]:
    return {
        "address_cut": _("The address was too long to keep whole: set what is missing here again."),
        "access_asked": _("The request is sent to whoever answers for the file."),
        "access_approved": _("Access is given; it ends by itself."),
        "access_refused": _("The request is refused; whoever asked reads why."),
        "access_ended": _("It has ended."),
        "access_revoked": _("Access is revoked from now on."),
        "hats_checked": _("The month is signed off."),
        "hats_confirmed": _("One person may be system and security administrator from now on."),
        "hats_refused": _("System and security administrator stay apart."),
        "roles_wait": _("These roles wait until a second administrator confirms them."),
        "roles_confirmed": _("The roles are held from now on; the person's sessions have ended."),
        "roles_dropped": _("These roles are not given; the account keeps what it had."),
        "roles_taken": _(
            "Every role is taken away; the person's sessions have ended. The account itself is"
            " disabled by a system administrator."
        ),
        "roles_set": _("The roles are saved; the person's sessions have ended."),
        "account_disabled": _("The account is disabled; its sessions have ended."),
        "account_enabled": _("The account is enabled."),
        "worker_linked": _("The account is tied to the worker; its sessions have ended."),
        "sessions_ended": _("The person's sessions have ended; they are told so."),
        "other_sessions_ended": _("You are signed in on this device only."),
        "password_ready": _("Your password is set: sign in with it."),
        "password_due": _("Your password is 90 days old: choose another one before you go on."),
        "trial_looked": _("It is recorded that you looked at this trial."),
        "owner_confirmed": _("It is put down that the owner opened the link."),
        "place_added": _("The place is added."),
        "centre_added": _("The centre is added."),
        "practitioner_added": _("The worker is added."),
        "practitioner_changed": _("The last day is saved."),
        "password_changed": _("Your password is changed; your other sessions have ended."),
        "session_ended": _("The session has ended."),
        "keys_switched": _("Single keys are switched."),
    }


def _of_reminders() -> dict[str, str]:
    return {
        "feed_revoked": _("The address opens nothing any more."),
        "mail_kept": _("The address is kept; reminders go there from now on."),
        "mail_on": _("Reminders by mail are on."),
        "mail_off": _("Reminders by mail are off; the address is kept."),
        "mail_removed": _("The address is removed; no mail is sent any more."),
        "robot_added": _("The robot is added. Try it, so that you see whether it arrives."),
        "robot_removed": _("The robot is removed; its address and secret are forgotten."),
        "robot_sent": _("The word of trial was sent; look for it in the group."),
        "robot_repeated": _("This word of trial was sent before; look for it in the group."),
        "message_waits": _("The message waits again and leaves with the next run."),
    }


def _of_standings() -> dict[str, str]:
    return {
        "standing_saved": _("Saved."),
        "decision_put_forward": _("It is put forward and waits for a second person."),
        "decision_counts": _("It is decided; the standing follows."),
        "decision_returned": _("It is returned; nothing was decided."),
        "text_released": _("Judicial users may read this text now."),
        "release_withdrawn": _("The text is hidden from judicial users again."),
        "names_proposed": _("The names are proposed and wait for a second person."),
        "names_agreed": _("The names hold from now on."),
        "names_refused": _("The names are refused; the old ones hold."),
    }


def _of_sessions() -> dict[str, str]:
    return {
        "session_planned": _("The session is planned."),
        "session_put_off": _("The session is moved; its old day stays with it."),
        "series_started": _("The series is started; its sessions are planned."),
        "series_changed": _("The series is changed."),
        "series_ended": _("The series is ended; what was to come is withdrawn."),
        "day_proposed": _("The day is proposed and waits for an answer."),
        "day_withdrawn": _("The proposed day is withdrawn; you may propose another."),
        "day_taken": _("The session is moved to the proposed day."),
        "day_declined": _("The day is declined; the session stays where it is."),
        "month_proposed": _("The month is proposed: a draft that may be changed."),
        "month_agreed": _("The plan is agreed to; it may be published now."),
        "month_published": _("The plan is published; its sessions stand on their days."),
        "line_moved": _("Moved; the plan is a draft until somebody agrees to it."),
        "line_dropped": _("Dropped from the plan; it stays due."),
        "session_held": _("The session is recorded as held."),
        "record_saved": _("This part of the record is saved."),
        "record_signed": _("You signed the record."),
        "record_acknowledged": _("You acknowledged the record."),
        "record_disagreed": _("What you see differently is attached to the record."),
        "note_saved": _("The note is saved; only its two people read it."),
        "session_moved": _("The session is moved to this day; the old one is cancelled."),
        "session_cancelled": _("The session is cancelled; nothing takes its place."),
        "session_reassigned": _("The session has another supervisor."),
        "handed_over": _("The review is handed over; the new reviewer goes on with it."),
        "reader_named": _("Another reviewer is named; nothing was drawn anew."),
        "review_opened": _("The review is open; it covers the whole centre."),
        "files_drawn": _("The files are drawn; a draft is open for each of them."),
        "file_replaced": _("The file is replaced; the next reserve is given to be read."),
        "limit_recorded": _("It is recorded; the limits follow."),
        "limit_taken_back": _("It is taken back; the limits follow."),
        "limit_fact_said": _("It is saved; the limits follow."),
        "sessions_taken_in": _("The list is taken in; its sessions count as held."),
        "register_list_taken_in": _("The list is taken in."),
        "register_line_saved": _("The line is saved."),
        "register_line_ended": _("The line is ended; what it said stays known."),
        "question_asked": _("The question is asked."),
        "question_given": _("The question is given to the expert."),
        "question_answered": _("The answer is saved."),
        "question_closed": _("The question is closed."),
        "limit_list_taken_in": _("The list is taken in; the limits follow."),
        "file_lost": _("The file left the sample; no reserve was left for it."),
        "file_added": _("The file is added, apart from the drawn ones."),
    }


def _of_agreements() -> dict[str, str]:
    return {
        "agreement_made": _("The agreement is made."),
        "agreement_changed": _("What is agreed is saved."),
        "agreement_ended": _("The agreement has its last day."),
        "deputy_named": _("The deputy is named; it stands among the other agreements below."),
        "deployed": _("The deployment is recorded; afterwards everything goes on as before."),
        "time_set": _("The time is saved."),
        "absence_recorded": _("The days away are recorded; proposals for a month leave them out."),
        "absence_taken_back": _("The days away are taken back."),
        "travel_set": _("The journey is saved."),
    }


def _of_pairs_and_rounds() -> dict[str, str]:
    return {
        "second_chosen": _("The files are chosen; the second reviewer finds them among their own."),
        "pair_redrawn": _("The pair is given up; another file is drawn for the second reviewer."),
        "pair_ended": _("The pair is given up; no other file takes its place."),
        "pair_given_up": _("The pair is given up; no other file is left to be drawn."),
        "pair_proposed": _("Proposed; the other reviewer is asked to agree."),
        "pair_settled": _("Settled. Both readings are kept; the result is shown to the centre."),
        "single_upheld": _("Noted with your name; the result stands as it is."),
        "round_planned": _("The round is planned. Put it on a day at each centre now."),
        "round_changed": _("The plan of the round is changed."),
        "round_visit_planned": _("The sessions are planned; draw their files from their pages."),
        "round_begun": _("Every centre has its day, and what was ready is drawn."),
        "round_on_days": _("Every centre has its day; draw the samples that are ready."),
        "round_drawn": _("The samples are drawn; a draft is open for each file."),
        "round_not_drawn": _("Nothing was ready to be drawn."),
        "round_cancelled": _("The round is cancelled."),
    }


def _of_standards() -> dict[str, str]:
    return {
        "standard_added": _("The document is added as a draft. Add its clauses now."),
        "standard_changed": _("The document is saved."),
        "standard_in_force": _("The document is in force."),
        "standard_superseded": _("The document is superseded; its clauses stay to be read."),
        "clause_added": _("The clause is added."),
        "clause_changed": _("The clause is saved."),
        "holiday_added": _("The day is in the table."),
        "holiday_removed": _("The day is out of the table."),
        "day_closed": _("The day is closed there: plans keep to it."),
        "day_opened": _("The day is open again."),
        "holiday_year_added": _("The year is added. Enter its days now."),
    }


def _of_drafts() -> dict[str, str]:
    return {
        "draft_begun": _("The draft is begun. Nothing of it counts before it is published."),
        "part_saved": _("Saved."),
        "export_needs_shape": _(
            "This kind of file cannot hold the draft yet: mend its faults first, or take YAML."
        ),
        "part_removed": _("The part is out of the draft."),
        "draft_submitted": _("The draft is handed in. A second person publishes or returns it."),
        "draft_returned": _("The draft is back with its author."),
        "draft_discarded": _("The draft is discarded; it stays readable."),
        "draft_published": _("The version is published and will never change."),
        "item_decided": _("Your decision is saved with your name."),
        "version_retired": _("The version is out of use; it stays readable."),
        "texts_translated": _("The texts are saved; the version itself did not change."),
    }


def _of_reviews() -> dict[str, str]:
    return {
        "section_saved": _("The section is saved."),
        "action_agreed": _("It is written down and begins when you sign the record."),
        "action_taken_out": _("It is taken out of the record."),
        "action_seen": _("Verified at your session."),
        "supervisor_review_begun": _("The review is begun; what records answer is in it."),
        "region_review_begun": _("The review is begun; what the platform knows stands beside it."),
        "computed_again": _("Computed again; what changed is in the review."),
        "computed_same": _("Computed again: records say the same as before."),
        "computed_overruled": _("Your word and your reason are kept beside what records answer."),
        "note_added": _("The note stands on the charts."),
        "note_changed": _("The words are changed."),
        "note_removed": _("The note is off the charts and stays on record."),
        "baseline_begun": _("Limits begin anew; your name and your reason stand below the chart."),
        "baseline_back": _("The baseline is taken back and stays listed."),
        "fact_saved": _("It is recorded."),
        "fact_ended": _("It is ended, and stays known for the time before."),
        "training_saved": _("The training is recorded."),
        "ceiling_set": _("The ceiling is set."),
        "goal_added": _("The goal stands in the learning plan."),
        "goal_closed": _("The goal is closed."),
        "assessment_kept": _("The assessment is kept."),
        "assessment_ended": _("The assessment was taken back; it counts no more."),
        "survey_kept": _("What you need is kept; your latest answers count."),
        "findings_saved": _("The findings are saved; they are frozen once you sign."),
        "item_flagged": _("Moderation of the item is asked for."),
        "item_unflagged": _("The request for moderation is taken back."),
        "harm_asked": _(
            "The supervisor is asked and finds it on their first page. The harm stays open until"
            " they confirm."
        ),
        "no_harm_answered": _("Your answer is kept with your name."),
        "harm_settled": _("The outcome is kept; it cannot be changed any more."),
        "action_contain": _("It is noted that the harm is contained."),
        "action_plan": _("The plan is saved."),
        "action_do": _("It is noted as done and waits to be verified."),
        "action_return": _("It is returned with your reason."),
        "action_trained": _("The training is recorded as an answer to this action."),
        "action_untrained": _("The training no longer stands as an answer to this action."),
        "action_document": _("It is verified by the document."),
        "signed": _(
            "Signed; the result is provisional. You can take the signature back within 30 minutes"
            " as long as nobody has opened it."
        ),
    }


def _of_answers() -> dict[str, str]:
    return {
        "answer_given": _("Your words are kept with the result."),
        "objection_raised": _("The objection is raised; people who took no part will decide."),
        "amendment_proposed": _("The amendment is proposed; a second person confirms or refuses."),
        "amendment_withdrawn": _("The amendment is withdrawn."),
        "amendment_confirmed": _("The amended review took the place; the earlier one is kept."),
        "amendment_refused": _("The amendment is refused; the result stays as it was."),
        "amendment_refused_open": _(
            "The amendment is refused; the objection that led to it is open again."
        ),
        "export_asked": _("Asked for; whoever keeps the journal answers."),
        "export_approved": _("Approved; who asked can take it now."),
        "export_half_approved": _("Approved by you; a second person has to approve as well."),
        "export_refused": _("Refused; nothing leaves."),
        "objection_upheld": _("The objection is decided: the result stands."),
    }


def _of_readers() -> dict[str, str]:
    return {
        "tie_recorded": _("It is recorded and holds at once."),
        "practice_kept": _("Your answers so far are kept; nothing is compared yet."),
        "profile_set": _("It holds from now on and stands on every report signed after this."),
        "assigned": _("The files are divided as you accepted it."),
        "tie_ended": _("Its last day is recorded."),
        "capacity_set": _("Areas and files a week are saved."),
    }


def _of_withdrawing() -> dict[str, str]:
    return {
        "withdrawn": _("The signature is taken back; the review is a draft again."),
        "withdraw_too_late": _("The 30 minutes for taking the signature back are over."),
        "withdraw_opened": _("Somebody has opened the result already: the signature stands."),
        "withdraw_moderated": _("A moderator has let this review stand: the signature stays."),
        "withdraw_settled": _("The result is final or void already."),
        "withdraw_took_place": _(
            "This result came of moderation or an amendment and is not taken back by one person: "
            "propose an amendment."
        ),
        "withdraw_supplemented": _("It has a supplementary review: the signature stands."),
        "supplement_opened": _(
            "The supplementary review is open; it asks only what is new or changed."
        ),
        "supplement_supplement_there": _("Somebody else has this supplementary review in hand."),
        "supplement_withdrawable": _(
            "Your signature can still be taken back; try this again after that."
        ),
        "supplement_void": _("A void review is not supplemented."),
        "supplement_unfit": _("This review cannot be supplemented."),
        "supplement_barred_own": _("You worked on this case, and nobody reviews their own work."),
        "supplement_barred": _("You may not judge this file: something ties you to it."),
        "supplement_no_newer": _("No newer version of the rubric is in force."),
        "supplement_undeclared": _("Nobody compared the two versions item by item."),
        "supplement_method": _("This rubric is not made of items that add up."),
        "supplement_nothing_new": _("The newer version asks nothing besides."),
    }


def _of_voiding() -> dict[str, str]:
    return {
        "void_asked": _(
            "You asked for this review to be void; another senior supervisor must confirm."
        ),
        "void_asked_before": _("Somebody has asked for this already."),
        "void_unknown_reason": _("Choose one of the reasons."),
        "void_not_asked": _("Nobody has asked for this review to be void."),
        "void_same_person": _("Another senior supervisor must confirm: you asked for it yourself."),
        "void_own_reading": _(
            "Another senior supervisor must confirm: you reviewed or signed it yourself."
        ),
        "void_barred_own": _("Another senior supervisor must confirm: you worked on this case."),
        "void_barred": _("Another senior supervisor must confirm: you are tied to it."),
        "void_settled": _("The result is final or void already."),
        "voided": _("The review is void: it stays visible and no longer counts."),
    }


def _of_service() -> dict[str, str]:
    return {
        "referral_recorded": _("The referral is recorded."),
        "complaint_recorded": _("The complaint is recorded."),
        "complaint_answered": _("The answer is recorded."),
        "incident_recorded": _("The incident is recorded; a supervisor confirms or dismisses it."),
        "incidents_stated": _("It is recorded that every incident known until today is here."),
        "step_taken": _("The step is recorded."),
        "record_taken_back": _("It is taken back; what was written stays in the journal."),
        "asking_on_paper": _("The paper is counted as handed out; enter it when it comes back."),
        "asking_unsafe": _("It is recorded that asking was unsafe; it is left out of every share."),
        "paper_entered": _("The answers are entered."),
    }


def _of_papers() -> dict[str, str]:
    return {
        "paper_issued": _(
            "The paper is issued. Print it, and let it be sealed where that is usual."
        ),
        "paper_revoked": _("The paper is revoked; whoever checks it is told so from now on."),
    }


_PARTS = (
    _of_papers,
    _of_service,
    _of_people_and_places,
    factor_notices,
    _of_reminders,
    _of_sessions,
    _of_agreements,
    _of_pairs_and_rounds,
    _of_standards,
    _of_drafts,
    _of_reviews,
    _of_answers,
    _of_readers,
    _of_withdrawing,
    _of_voiding,
    _of_standings,
)
