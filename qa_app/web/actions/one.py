"""Puts the page of one action together."""

from dataclasses import replace
from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext

from qa_app import clock
from qa_app.domain.action_course import WhyNot
from qa_app.domain.action_proof import ProofRule
from qa_app.domain.actions import (
    Action,
    ActionState,
    ActionStep,
    Party,
    days_late,
    may_step,
    owes_reading,
)
from qa_app.domain.parties import doer_as, is_checker
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, reach_of
from qa_app.domain.read_again import day_to_read_again
from qa_app.extensions import database
from qa_app.queries.action_papers import ActionPaper, PlannedReading, planned_readings
from qa_app.queries.holidays import working_calendar
from qa_app.queries.rubric_words import rubric_in_words
from qa_app.services.audits.open_audit import Look, open_audit
from qa_app.web.actions.forms import ReadAgainForm, TrainingForm
from qa_app.web.actions.pages import (
    ActionPage,
    CourseStep,
    PlannedRow,
    ProofChoice,
    StepForm,
    StepRow,
)
from qa_app.web.actions.trainings import training_part
from qa_app.web.clause_links import clauses_behind
from qa_app.web.locale import page_language
from qa_app.web.session_labels import sentences
from qa_app.web.settings import installation
from qa_app.wording import Words
from qa_app.wording.action_owners import said_source
from qa_app.wording.action_proof import said_chances, said_proof, said_rule, said_tries
from qa_app.wording.follow_up import KINDS, STEPS, said_action

_CHECKS = (ActionStep.SEEN, ActionStep.DOCUMENT, ActionStep.RETURN)
_WORKS = (ActionStep.CONTAIN, ActionStep.PLAN, ActionStep.DO)
WITH_FORM = frozenset((*_WORKS, *_CHECKS))
"""Steps that a person takes with a form; the others follow from what is read."""
Course = tuple[CourseStep, ...]


def action_page(
    actor: Actor,
    paper: ActionPaper,
    today: date,
    *,
    refused: StepForm | None = None,
    fault: str = "",
    sent: ReadAgainForm | TrainingForm | None = None,
) -> ActionPage:
    """Put the page of one action together, and note who opens the review that it shows.

    A refused form shows what was found at the review as its page does, and is journaled so.

    Args:
        actor: Who looks.
        paper: The action.
        today: Local day.
        refused: A step that was refused, with what was typed; None for a fresh page.
        fault: Why something was refused for which there is no form any more.
        sent: A form that plans another reading, or names a training, and was refused; None for
            fresh ones.

    Returns:
        The page.
    """
    audit_id, centre_id = paper.line.audit_id, paper.place.centre_id
    if audit_id is not None:
        open_audit(database(), actor, audit_id, centre_id, at=clock.now(), look=Look("action"))
    words, zone, told = Words(page_language()), installation().timezone, paper.told
    requirement, agreed_on = words.text(paper.line.requirement), paper.line.agreed_on
    version_id = paper.version_id
    rubric = None if version_id is None else rubric_in_words(database(), version_id)
    forms = () if told.is_dropped else _forms(actor, paper, told.action)
    return ActionPage(
        line=paper.line,
        kind=words.say(KINDS[paper.line.kind]),
        source="" if agreed_on is None else said_source(words, agreed_on),
        finding_text=paper.finding_text,
        action=said_action(words, paper.plan, told, requirement, today, paper.line.worker),
        course=_course(words, paper.line.opened_on, told.action, today),
        steps=tuple(
            StepRow(
                words.say(STEPS[one.step]),
                one.text,
                one.by,
                words.instant(one.at, zone),
                one.audit_id,
                one.session_id,
            )
            for one in paper.steps
        ),
        readings=tuple((one, _why_not(one.why_not)) for one in paper.readings),
        since=_since(words, told.action.done_on),
        proof=_proof(words, told.action),
        tries=said_tries(words, told.action),
        rests_on={} if rubric is None else clauses_behind(rubric, paper.line.items),
        planned=tuple(
            _planned(words, one) for one in planned_readings(database(), actor, paper, today)
        ),
        again=sent if isinstance(sent, ReadAgainForm) else _fresh(actor, paper, today),
        forms=tuple(_as_sent(one, refused) for one in forms),
        training=training_part(
            actor, paper, rubric, sent if isinstance(sent, TrainingForm) else None
        ),
        revision=told.revision,
        fault=fault
        or (refused.fault if refused and refused.step not in {one.step for one in forms} else ""),
    )


def _as_sent(form: StepForm, refused: StepForm | None) -> StepForm:
    if refused is None or refused.step != form.step:
        return form
    return replace(refused, proofs=refused.proofs if form.proofs else ())


def _since(words: Words, done_on: date | None) -> str:
    if done_on is None:
        return ""
    return str(_("Since %(day)s, when it was said to be done:", day=words.day(done_on)))


def _fresh(actor: Actor, paper: ActionPaper, today: date) -> ReadAgainForm | None:
    told = paper.told
    if not may_plan_reading(actor, paper):
        return None
    form = ReadAgainForm(formdata=None)
    calendar = working_calendar(database(), paper.line.region)
    form.planned_on.data = day_to_read_again(told.action, today, calendar)
    return form


def _course(words: Words, opened_on: date | None, action: Action, today: date) -> Course:
    """Lay the states out as a line of dated steps; what has no limit and is ahead has no date."""
    red = action.contain_on is not None

    def step(name: str, until: date | None, kept: date | None) -> CourseStep:
        return _step(words, str(name), until, kept, today)

    steps = [step(_("Opened"), None, opened_on)]
    if red:
        steps.append(step(_("Harm contained"), action.contain_on, action.contained_on))
    if red or action.planned_on is not None:
        steps.append(step(_("Planned"), action.plan_on, action.planned_on))
    steps.append(step(_("Done"), action.due_on, action.done_on))
    if red and action.verified_on is not None and action.re_read_at is None:
        no_more = str(_("not owed any more: it is verified"))
        steps.append(CourseStep(str(_("A file read again")), no_more, "done"))
    elif red:
        steps.append(step(_("A file read again"), action.re_read_on, action.re_read_at))
    steps.append(step(_("Verified"), None, action.verified_on))
    return tuple(steps)


def _step(
    words: Words, name: str, until: date | None, kept: date | None, today: date
) -> CourseStep:
    if kept is not None:
        said = words.day(kept)
        if until is None or kept <= until:
            return CourseStep(name, said, "done")
        after = str(_("%(day)s, after its limit %(until)s", day=said, until=words.day(until)))
        return CourseStep(name, after, "done")
    if until is None:
        return CourseStep(name, str(_("ahead")), "ahead")
    late = days_late(until, today)
    if late:
        said = ngettext("%(num)d day late", "%(num)d days late", late)
        return CourseStep(
            name, str(_("due %(day)s, %(late)s", day=words.day(until), late=said)), "late"
        )
    return CourseStep(name, str(_("until %(day)s", day=words.day(until))), "ahead")


def plans_there(actor: Actor, paper: ActionPaper) -> bool:
    """Tell whether somebody plans sessions at the centre of an action.

    Args:
        actor: Who.
        paper: The action.

    Returns:
        True when they do.
    """
    reach = reach_of(actor, Permission.SESSION_PLAN)
    return reach.covers(paper.place.centre_id, paper.place.place_path)


def may_plan_reading(actor: Actor, paper: ActionPaper) -> bool:
    """Tell whether somebody may plan that the item is read again, and whether that is of use.

    Args:
        actor: Who.
        paper: The action.

    Returns:
        True for who plans sessions at the centre, while files can still show something.
    """
    told = paper.told
    if paper.version_id is None or told.is_dropped or not plans_there(actor, paper):
        return False
    action = told.action
    is_red_open = action.contained_on is not None and owes_reading(action)
    return is_red_open or (action.state is ActionState.DONE and not action.is_structural)


def _planned(words: Words, one: PlannedReading) -> PlannedRow:
    if one.is_early:
        early = _("its files were drawn before it was said to be done: they do not verify")
        return PlannedRow(one.session_id, words.day(one.planned_on), str(early))
    said = _("its files are drawn") if one.is_drawn else _("its files are not drawn yet")
    return PlannedRow(one.session_id, words.day(one.planned_on), str(said))


def _proof(words: Words, action: Action) -> str:
    if action.is_agreed:
        return str(
            _(
                "Verified at a later session by who leads it, or by a document; never by who did"
                " it. It follows from no review and counts in no criterion."
            )
        )
    if action.is_structural:
        return str(
            _("Verified by a document, which somebody looks at who did not do what had to be done.")
        )
    sure = str(
        _(
            "Only files drawn by chance after it was done count, the first that are signed: not"
            " one drawn earlier, nor one chosen on purpose. Nobody verifies what they did"
            " themselves."
        )
    )
    said = sentences(*said_proof(words, action), sure)
    if action.re_read_on is None:
        return said
    again = _(
        "The limit for reading again is kept by a file that was added for it, or drawn after the"
        " harm was contained; this alone verifies nothing."
    )
    return sentences(said, str(again))


def _proofs(action: Action, step: ActionStep) -> tuple[ProofChoice, ...]:
    if step is not ActionStep.DO or action.is_structural or action.is_agreed:
        return ()
    return proof_choices(action.proof)


def proof_choices(chosen: ProofRule) -> tuple[ProofChoice, ...]:
    """Lay out the rules that may show that an action worked.

    Args:
        chosen: The one that is ticked.

    Returns:
        All of them, each with how often it verifies.
    """
    words = Words(page_language())
    return tuple(
        ProofChoice(one.value, said_rule(words, one), said_chances(words, one), one is chosen)
        for one in ProofRule
    )


def _why_not(why: WhyNot | None) -> str:
    if why is None:
        return ""
    words = {
        WhyNot.CHOSEN: _("chosen on purpose: it does not verify"),
        WhyNot.NOT_DONE: _("read before it is said to be done: it does not verify"),
        WhyNot.DRAWN_BEFORE: _("drawn before it was done: it does not verify"),
    }
    return str(words[why])


def _forms(actor: Actor, paper: ActionPaper, action: Action) -> tuple[StepForm, ...]:
    forms: list[StepForm] = []
    doer = doer_as(actor, paper.place)
    if doer is not None:
        forms += [
            step_form(one, proofs=_proofs(action, one))
            for one in _WORKS
            if may_step(action, one, doer)
        ]
    if is_checker(actor, paper.place) and actor.account_id != action.done_by:
        forms += [step_form(one) for one in _CHECKS if may_step(action, one, Party.SUPERVISOR)]
    return tuple(forms)


def step_form(
    step: ActionStep,
    text: str = "",
    fault: str = "",
    *,
    asks_name: bool = False,
    proofs: tuple[ProofChoice, ...] = (),
) -> StepForm:
    """Lay out the form of a step.

    Args:
        step: Which.
        text: What was typed.
        fault: Why it was refused.
        asks_name: True when it looked like a name.
        proofs: Rules that may show it, to choose from.

    Returns:
        The form.
    """
    words = {
        ActionStep.CONTAIN: (
            _("Harm is contained"),
            _("How the child is safe now"),
            _("First of all, within one day."),
        ),
        ActionStep.PLAN: (
            _("Save the plan"),
            _("How it will be done"),
            _("Steps and who takes them."),
        ),
        ActionStep.DO: (
            _("Mark done"),
            _("What was done"),
            _("It then waits to be verified; at most 300 characters."),
        ),
        ActionStep.SEEN: (
            _("Verify at this session"),
            _("What was seen"),
            _("At a session that you lead since it was done; with the worker, where it is theirs."),
        ),
        ActionStep.DOCUMENT: (
            _("Verify by the document"),
            _("Which document, and what it shows"),
            _("Title, date, and the passage."),
        ),
        ActionStep.RETURN: (
            _("Return"),
            _("What is still missing"),
            _("It goes back to who has to do it."),
        ),
    }
    title, label, hint = words[step]
    return StepForm(step.value, step in _CHECKS, title, label, hint, text, fault, asks_name, proofs)
