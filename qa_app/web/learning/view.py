"""Puts the pages of learning plans together."""

from collections.abc import Sequence
from datetime import date

from flask import request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from qa_app import clock
from qa_app.domain.agreed import due_by_default
from qa_app.domain.learning import GoalState, WeakItem
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.extensions import database
from qa_app.queries.function_mix import functions_missing
from qa_app.queries.learning import Assessed, Goal, Learner, goals_of, last_assessment, weak_items
from qa_app.queries.own_trends import own_scope
from qa_app.web.learning.forms import GoalForm
from qa_app.web.learning.pages import (
    GoalShown,
    LearnerShown,
    LearnersPage,
    LearningPage,
    WeakShown,
)
from qa_app.web.locale import page_language
from qa_app.web.session_labels import sentences
from qa_app.web.settings import local_today
from qa_app.wording import Words
from qa_app.wording.learning import GOAL_SOURCES, GOAL_STATES, said_missing

_LOOKS = {GoalState.OPEN: "run", GoalState.REACHED: "done", GoalState.DROPPED: "plain"}


def learners_page(found: Sequence[Learner], *, has_more: bool) -> LearnersPage:
    """Put the list of workers together.

    Args:
        found: The workers of this page.
        has_more: True when there are more.

    Returns:
        The page.
    """
    words, today = Words(page_language()), local_today()
    late = sum(one.assess_by < today for one in found)
    heading = ngettext("%(num)d learning plan", "%(num)d learning plans", len(found))
    if late:
        said = ngettext(
            "%(num)d capacity assessment is overdue",
            "%(num)d capacity assessments are overdue",
            late,
        )
        heading = str(_("%(found)s, %(late)s", found=heading, late=said))
    return LearnersPage(
        heading=str(heading),
        rows=tuple(
            LearnerShown(
                one,
                _counts(one),
                words.day(one.assess_by),
                one.assess_by < today,
            )
            for one in found
        ),
        next_after=found[-1].code if has_more else None,
    )


def _counts(one: Learner) -> str:
    said = ngettext("%(num)d open goal", "%(num)d open goals", one.open_goals)
    reached = ngettext("%(num)d reached", "%(num)d reached", one.reached)
    return str(_("%(found)s, %(late)s", found=said, late=reached))


def learning_page(
    actor: Actor, learner: Learner, form: GoalForm | None = None, fault: str = ""
) -> LearningPage:
    """Put one learning plan together.

    Args:
        actor: Who looks.
        learner: The worker, who is known to be in reach.
        form: A form that was refused; None for a fresh one.
        fault: Why something else was refused; empty for nothing.

    Returns:
        The page.
    """
    words, today = Words(page_language()), local_today()
    is_own = actor.practitioner_id == learner.id
    writes = may(actor, Permission.LEARNING_WRITE) and not is_own
    found = goals_of(database(), learner.id)
    open_ones = [one for one in found if one.state is GoalState.OPEN]
    return LearningPage(
        learner=learner,
        is_own=is_own,
        heading=_heading(len(open_ones), sum(one.state is GoalState.REACHED for one in found)),
        goals=tuple(_goal(words, one) for one in found),
        assessed=_assessed(words, last_assessment(database(), learner.id), learner.assessed),
        assess_by=words.day(learner.assess_by),
        is_assess_late=learner.assess_by < today,
        missing=said_missing(
            words, functions_missing(database(), [learner.id], today).get(learner.id, ())
        ),
        weak=tuple(
            _weak(words, learner, one)
            for one in weak_items(database(), actor, learner.id, today, at=clock.now())
        ),
        trend_address=_trend_address(actor, learner.id, today),
        form=(form or _fresh()) if writes else None,
        fault=fault,
    )


def _trend_address(actor: Actor, practitioner_id: int, today: date) -> str:
    # who only led a session reads the plan, but not how somebody's results change
    if own_scope(database(), actor, practitioner_id, today) is None:
        return ""
    return url_for("own_trends.show", practitioner_id=practitioner_id)


def _fresh() -> GoalForm:
    form = GoalForm(formdata=None)
    form.offer()
    form.suggest(request.args.get("goal", ""), due_by_default(local_today()))
    return form


def _heading(opened: int, reached: int) -> str:
    if not opened and not reached:
        return str(_("No goal is set yet"))
    said = ngettext("%(num)d open goal", "%(num)d open goals", opened)
    if not reached:
        return str(said)
    done = ngettext("%(num)d reached", "%(num)d reached", reached)
    return str(_("%(found)s, %(late)s", found=said, late=done))


def _goal(words: Words, one: Goal) -> GoalShown:
    today, when = local_today(), ""
    is_late = one.state is GoalState.OPEN and one.due_on is not None and one.due_on < today
    if one.closed_on is not None:
        when = words.day(one.closed_on)
    elif one.due_on is not None:
        day = words.day(one.due_on)
        when = str(_("was due on %(day)s", day=day) if is_late else _("until %(day)s", day=day))
    return GoalShown(
        one,
        words.say(GOAL_SOURCES[one.source]),
        words.say(GOAL_STATES[one.state]),
        _LOOKS[one.state],
        when,
        is_late,
    )


def _assessed(words: Words, one: Assessed | None, days: Sequence[date]) -> str:
    # an assessment without a signed record here says its day, and nothing of what it came to
    last = days[-1] if days and (one is None or one.on < days[-1]) else None
    unrecorded = "" if last is None else _("Capacity was assessed on %(day)s.", day=words.day(last))
    if one is None:
        return str(unrecorded or _("Capacity was never assessed."))
    return sentences(str(unrecorded), _recorded(words, one))


def _recorded(words: Words, one: Assessed) -> str:
    said = {
        "yes": _("may work alone"),
        "with_support": _("may work with support"),
        "no": _("may not work alone yet"),
    }
    day, result = words.day(one.on), str(said.get(one.works_alone, ""))
    if one.percent is None or not result:
        return str(_("Capacity was assessed on %(day)s.", day=day))
    return str(
        _(
            "Capacity was assessed on %(day)s: %(percent)d%% of the points, %(result)s.",
            day=day,
            percent=one.percent,
            result=result,
        )
    )


def _weak(words: Words, learner: Learner, one: WeakItem) -> WeakShown:
    text = words.text(one.requirement)
    said = ngettext(
        "not fully met in %(low)d of %(num)d file",
        "not fully met in %(low)d of %(num)d files",
        one.files,
        low=one.low,
    )
    address = url_for("learning.show", practitioner_id=learner.id, goal=text)
    return WeakShown(one.code, text, str(said), f"{address}#goal")
