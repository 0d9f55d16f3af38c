"""Puts the pages of actions together."""

from collections.abc import Mapping
from datetime import date
from urllib.parse import urlencode

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from qa_app.domain.action_course import WhyNot
from qa_app.domain.actions import Action, ActionKind, ActionStep, Party, days_late, may_step
from qa_app.domain.defaults import (
    COUNT_MOST,
    PROOF_RUN,
    PROOF_SCREEN_FILES,
    PROOF_SCREEN_LEAST,
    ROWS_PER_PAGE,
)
from qa_app.domain.parties import doer_as, is_checker
from qa_app.domain.people import Actor
from qa_app.domain.working_days import CalendarYearMissingError, WorkingCalendar
from qa_app.extensions import database
from qa_app.queries.actions import (
    ActionFilter,
    ActionLine,
    ActionPaper,
    ActionPlaceInList,
    Shown,
)
from qa_app.queries.holidays import working_calendar
from qa_app.web.actions.pages import ActionPage, ActionRow, ActionsPage, Choice, StepForm, StepRow
from qa_app.web.locale import page_language
from qa_app.web.numbers import whole_number
from qa_app.web.session_labels import sentences
from qa_app.web.settings import installation
from qa_app.wording import Words
from qa_app.wording.follow_up import (
    KINDS,
    LOOKS,
    PARTIES,
    STATES,
    STEPS,
    WAITS,
    said_action,
    said_waiting,
)

_CHECKS = (ActionStep.DOCUMENT, ActionStep.RETURN)
_RED = "red."
_WORKS = (ActionStep.CONTAIN, ActionStep.PLAN, ActionStep.DO)


def filter_of(shown: str, by: str) -> ActionFilter:
    """Read the filter of an address.

    Args:
        shown: Code of what is shown.
        by: Code of whom it waits for.

    Returns:
        The filter; what is unknown is left out.
    """
    parties = tuple(one for one in Party if one.value == by and one is not Party.SYSTEM)
    known = Shown(shown) if shown in tuple(Shown) else Shown.DUE
    return ActionFilter(known, parties, is_red_first=True)


def place_of(text: str) -> ActionPlaceInList | None:
    """Read where a page begins.

    Args:
        text: Such as `2026-03-28.12` or `.12`; `red.2026-03-28.12` among red lines.

    Returns:
        The last row of the page before; None at the top, and for anything else.
    """
    is_red = text.startswith(_RED)
    day, dot, number = text.removeprefix(_RED).partition(".")
    if not dot:
        return None
    try:
        on = date.fromisoformat(day) if day else None
        return ActionPlaceInList(on, whole_number(number), is_red)
    except ValueError:
        return None


def list_page(
    chosen: ActionFilter, lines: tuple[ActionLine, ...], counts: tuple[int, int], today: date
) -> ActionsPage:
    """Put the list together.

    Args:
        chosen: What is shown.
        lines: Its rows, one more than a page when there are more.
        counts: How many there are, and how many are late.
        today: Local day.

    Returns:
        The page.
    """
    words, shown = Words(page_language()), lines[:ROWS_PER_PAGE]
    names = {
        Shown.DUE: _("To be done"),
        Shown.LATE: _("Overdue"),
        Shown.READINGS: _("Waiting for later reviews"),
        Shown.CLOSED: _("Closed"),
    }
    everybody = Choice(_address(ActionFilter(chosen.shown)), _("Anybody"), not chosen.parties)
    parties = [
        Choice(
            _address(ActionFilter(chosen.shown, (one,))),
            words.say(PARTIES[one]),
            chosen.parties == (one,),
        )
        for one in (Party.CENTRE, Party.WORKER, Party.SUPERVISOR)
    ]
    is_timed = chosen.shown in {Shown.DUE, Shown.LATE}
    has_more = len(lines) > ROWS_PER_PAGE
    return ActionsPage(
        heading=_heading(*counts),
        choices=tuple(
            Choice(
                _address(ActionFilter(one, chosen.parties if one in names else ())),
                name,
                one is chosen.shown,
            )
            for one, name in names.items()
        ),
        parties=(everybody, *parties) if is_timed else (),
        rows=_rows(words, shown, today),
        today=today,
        next_address=_address(chosen, shown[-1]) if has_more else None,
        empty=_empty(chosen),
    )


def _address(chosen: ActionFilter, last: ActionLine | None = None) -> str:
    query = {} if chosen.shown is Shown.DUE else {"show": chosen.shown.value}
    if chosen.parties:
        query["by"] = chosen.parties[0].value
    if last is not None:
        red = _RED if last.kind is ActionKind.RED_LINE else ""
        query["after"] = f"{red}{last.next_on or ''}.{last.id}"
    return f"{url_for('actions.index')}?{urlencode(query)}" if query else url_for("actions.index")


def _heading(total: int, late: int) -> str:
    if total > COUNT_MOST:
        return str(_("More than %(n)s actions", n=COUNT_MOST))
    found = ngettext("%(num)s action", "%(num)s actions", total)
    if not late:
        return str(found)
    overdue = ngettext("%(num)s action overdue", "%(num)s actions overdue", late)
    return str(_("%(found)s, %(late)s", found=found, late=overdue))


def _empty(chosen: ActionFilter) -> str:
    words = Words(page_language())
    whole = {
        Shown.DUE: _(
            "Nothing has to be done. Actions stand here once a review with findings is signed."
        ),
        Shown.LATE: _("Nothing is overdue."),
        Shown.READINGS: _(
            "No action waits for later reviews. An action waits for them once the centre says that"
            " it is done."
        ),
        Shown.CLOSED: _("No action is verified yet. Later reviews or a document verify it."),
    }
    if not chosen.parties:
        return str(whole[chosen.shown])
    who = words.say(PARTIES[chosen.parties[0]])
    if chosen.shown is Shown.LATE:
        return str(_("Nothing is overdue that waits for %(who)s.", who=who))
    return str(_("Nothing waits for %(who)s.", who=who))


def _rows(words: Words, lines: tuple[ActionLine, ...], today: date) -> tuple[ActionRow, ...]:
    # one calendar for each region, not for each row
    regions = {one.region for one in lines}
    calendars = {one: working_calendar(database(), one) for one in regions}
    return tuple(_row(words, one, today, _age(words, one, today, calendars)) for one in lines)


def _row(words: Words, line: ActionLine, today: date, age: str) -> ActionRow:
    waits = ""
    if line.waits_by is not None:
        who, what = words.say(PARTIES[line.waits_by]), words.say(WAITS[line.waits_for])
        waits = str(_("%(who)s: %(what)s", who=who, what=what))
    return ActionRow(
        line=line,
        kind=words.say(KINDS[line.kind]),
        is_red=line.kind is ActionKind.RED_LINE,
        state=words.say(STATES[line.state]),
        look=LOOKS[line.state],
        waits=waits,
        late=days_late(line.next_on, today),
        age=age,
    )


def _age(
    words: Words, line: ActionLine, today: date, calendars: Mapping[str, WorkingCalendar]
) -> str:
    if line.opened_on is None or line.verified_on is not None:
        return ""
    opened = words.day(line.opened_on)
    try:
        days = calendars[line.region].count_after(line.opened_on, today)
    except CalendarYearMissingError:
        # the table of holidays does not reach so far: the day alone is told
        return str(_("open since %(day)s", day=opened))
    said = ngettext("%(num)d working day", "%(num)d working days", days)
    return str(_("open since %(day)s, %(days)s", day=opened, days=said))


def action_page(
    actor: Actor, paper: ActionPaper, today: date, refused: StepForm | None, fault: str
) -> ActionPage:
    """Put the page of one action together.

    Args:
        actor: Who looks.
        paper: The action.
        today: Local day.
        refused: A step that was refused, with what was typed; None for a fresh page.
        fault: Why something was refused for which there is no form any more.

    Returns:
        The page.
    """
    words, zone, told = Words(page_language()), installation().timezone, paper.finding.action
    if told is None or paper.finding.plan is None:
        raise LookupError(paper.line.id)
    requirement = words.text(paper.line.requirement)
    forms = () if told.is_dropped else _forms(actor, paper, told.action)
    return ActionPage(
        line=paper.line,
        kind=words.say(KINDS[paper.line.kind]),
        finding_text=paper.finding.text,
        action=said_action(words, paper.finding.plan, told, requirement, today),
        clocks=_clocks(words, told.action, today),
        steps=tuple(
            StepRow(
                words.say(STEPS[one.step]),
                one.text,
                one.by,
                words.instant(one.at, zone),
                one.audit_id,
            )
            for one in paper.steps
        ),
        readings=tuple((one, _why_not(one.why_not)) for one in paper.readings),
        proof=_proof(told.action),
        forms=tuple(
            refused if refused is not None and refused.step == one.step else one for one in forms
        ),
        revision=told.revision,
        fault=fault
        or (refused.fault if refused and refused.step not in {one.step for one in forms} else ""),
    )


def waiting_words(action: Action, today: date) -> str:
    """Say what must happen next.

    Args:
        action: The action.
        today: Local day.

    Returns:
        The sentence.
    """
    return said_waiting(Words(page_language()), action, today)


def _clocks(words: Words, action: Action, today: date) -> tuple[tuple[str, str, str], ...]:
    limits = [
        (_("Harm contained"), action.contain_on, action.contained_on),
        (_("Planned"), action.plan_on, action.planned_on),
        (_("A file read again"), action.re_read_on, action.re_read_at),
        (_("Done"), action.due_on, action.done_on),
    ]
    return tuple(
        (name, words.day(until), _kept(words, until, kept, today))
        for name, until, kept in limits
        if until is not None
    )


def _kept(words: Words, until: date, kept: date | None, today: date) -> str:
    if kept is not None:
        if kept <= until:
            return str(_("in time, on %(day)s", day=words.day(kept)))
        return str(_("late, on %(day)s", day=words.day(kept)))
    late = days_late(until, today)
    if late:
        return str(ngettext("%(num)d day late", "%(num)d days late", late))
    return str(_("open"))


def _proof(action: Action) -> str:
    if action.is_structural:
        return str(
            _("Verified by a document, which somebody looks at who did not do what had to be done.")
        )
    verified = str(
        _(
            "Verified when %(n)s files in a row meet the same item, or %(least)s of the first"
            " %(screen)s. Only files drawn by chance after it was done count: not one drawn"
            " earlier, nor one chosen on purpose. Nobody verifies what they did themselves.",
            n=PROOF_RUN,
            least=PROOF_SCREEN_LEAST,
            screen=PROOF_SCREEN_FILES,
        )
    )
    if action.re_read_on is None:
        return verified
    again = _(
        "The limit for reading again is kept by a file that was added for it, or drawn after the"
        " harm was contained; this alone verifies nothing."
    )
    return sentences(verified, str(again))


def _why_not(why: WhyNot | None) -> str:
    if why is None:
        return ""
    words = {
        WhyNot.CHOSEN: _("chosen on purpose: it does not verify"),
        WhyNot.DRAWN_BEFORE: _("drawn before it was done: it does not verify"),
    }
    return str(words[why])


def _forms(actor: Actor, paper: ActionPaper, action: Action) -> tuple[StepForm, ...]:
    forms: list[StepForm] = []
    doer = doer_as(actor, paper.place)
    if doer is not None:
        forms += [step_form(one) for one in _WORKS if may_step(action, one, doer)]
    if is_checker(actor, paper.place) and actor.account_id != action.done_by:
        forms += [step_form(one) for one in _CHECKS if may_step(action, one, Party.SUPERVISOR)]
    return tuple(forms)


def step_form(
    step: ActionStep, text: str = "", fault: str = "", *, asks_name: bool = False
) -> StepForm:
    """Lay out the form of a step.

    Args:
        step: Which.
        text: What was typed.
        fault: Why it was refused.
        asks_name: True when it looked like a name.

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
    return StepForm(step.value, step in _CHECKS, title, label, hint, text, fault, asks_name)
