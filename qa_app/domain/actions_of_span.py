"""Actions of a span, as they stood at the end of a day: one population, one rule of lateness."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from qa_app.domain.action_waiting import waiting
from qa_app.domain.actions import Action, ActionState, ActionStep, moved
from qa_app.domain.report_facts import ActionFacts

_AGES = (14, 30, 60)


@dataclass(frozen=True, slots=True)
class StepTaken:
    """A step as it was kept.

    Attributes:
        step: What happened.
        state: Where the action stood after it.
        on: Local day on which it happened.
    """

    step: ActionStep
    state: ActionState
    on: date


@dataclass(frozen=True, slots=True)
class ActionThen:
    """An action at the end of a day.

    Attributes:
        opened_on: When its limits began.
        action: How it stood.
    """

    opened_on: date
    action: Action

    @property
    def is_waiting(self) -> bool:
        """True while it is not verified."""
        return self.action.state is not ActionState.VERIFIED

    @property
    def until(self) -> date | None:
        """By when the next step had to be taken; None without a limit."""
        return waiting(self.action).until

    def is_late(self, on: date) -> bool:
        """Tell whether the next step was late, as the page of actions tells it.

        Args:
            on: The day at whose end it stood so; what is due on that day is not late.

        Returns:
            True when its limit lies before the day.
        """
        return self.until is not None and self.until < on


def action_then(
    opened_on: date, opened: Action, steps: Iterable[StepTaken], on: date
) -> ActionThen | None:
    """Take the steps again up to a day.

    Args:
        opened_on: When its limits began.
        opened: How it stood when it was opened.
        steps: What happened to it, in order.
        on: The day; what happened later is not known yet.

    Returns:
        The action at the end of that day; None when it was not opened yet, or was cancelled.
    """
    if opened_on > on:
        return None
    action = opened
    for one in steps:
        if one.on <= on:
            action = moved(replace(action, state=one.state), one.step, None, one.on)
    return None if action.state is ActionState.DROPPED else ActionThen(opened_on, action)


def action_facts(actions: Iterable[ActionThen], first: date, on: date) -> ActionFacts:
    """Count the actions of a span.

    Args:
        actions: How they stood at the end of its last day.
        first: Its first day.
        on: Its last day, or the last that has passed.

    Returns:
        The counts.
    """
    known = list(actions)
    waits = [one for one in known if one.is_waiting]
    done = [
        one.action
        for one in known
        if one.action.done_on is not None and first <= one.action.done_on <= on
    ]
    ages = [0] * (len(_AGES) + 1)
    for one in waits:
        days = (on - one.opened_on).days
        ages[sum(days > age for age in _AGES)] += 1
    return ActionFacts(
        opened=sum(first <= one.opened_on <= on for one in known),
        done=len(done),
        done_late=sum(one.done_on is not None and one.done_on > one.due_on for one in done),
        verified=sum(
            one.action.verified_on is not None and first <= one.action.verified_on <= on
            for one in known
        ),
        waiting=len(waits),
        late=sum(one.is_late(on) for one in waits),
        ages=(ages[0], ages[1], ages[2], ages[3]),
    )
