"""What rests on the library: items with their answers, criteria with their data."""

from collections.abc import Sequence
from datetime import date

from qa_app import clock
from qa_app.domain.answer_counts import Answers, Held, ItemUse, Shown, shown, shown_sum
from qa_app.domain.coverage import CriterionUse, data_of
from qa_app.domain.criteria import Criterion
from qa_app.domain.criterion_data import keys_of
from qa_app.domain.people import NO_REACH, Actor
from qa_app.domain.permissions import reach_over_others
from qa_app.extensions import database
from qa_app.queries.criterion_data import data_spans
from qa_app.queries.library_uses import answers_within, items_in_force
from qa_app.web.held_criteria import criteria_in_force
from qa_app.web.settings import installation

Used = tuple[tuple[ItemUse, Answers], ...]


def items_used(actor: Actor, today: date, area: str = "") -> Used:
    """List the items of the versions in force with the answers to them in reach.

    Args:
        actor: Who asks.
        today: The local date.
        area: Only rubrics of this area; empty for all.

    Returns:
        Items and answers.
    """
    session = database()
    return answers_within(
        session, actor, items_in_force(session, today, area), today, at=clock.now()
    )


def sees_results(actor: Actor) -> bool:
    """Tell whether somebody sees results of any centre at all.

    Args:
        actor: Who.

    Returns:
        False for those to whom no count may be told, not even that there is none.
    """
    return reach_over_others(actor) != NO_REACH


def told_answers(actor: Actor, found: Answers) -> Shown:
    """Choose how much of the answers to an item somebody is told.

    Args:
        actor: Who.
        found: The answers in their reach.

    Returns:
        As `shown`; for those who see no results, that they do not.
    """
    return shown(found) if sees_results(actor) else Shown(held=Held.OUT_OF_REACH)


def told_sum(actor: Actor, items: Sequence[tuple[ItemUse, Answers]]) -> Shown:
    """Choose how much of a sum over items somebody is told.

    Args:
        actor: Who.
        items: Items and answers in their reach.

    Returns:
        As `shown_sum`; for those who see no results, that they do not.
    """
    return shown_sum(items) if sees_results(actor) else Shown(held=Held.OUT_OF_REACH)


def all_criteria() -> tuple[Criterion, ...]:
    """List the criteria of every set of the register.

    Returns:
        Each once, by code.
    """
    found = {one.code: one for each in criteria_in_force().sets for one in each.criteria}
    return tuple(found[code] for code in sorted(found))


def criteria_used(actor: Actor, items: Used, today: date) -> tuple[CriterionUse, ...]:
    """List the criteria of the register with their data.

    Args:
        actor: Who asks.
        items: Items and answers in reach.
        today: The local date.

    Returns:
        By code.
    """
    wanted = all_criteria()
    spans = None
    if sees_results(actor):
        keys = [key for one in wanted for key in keys_of(one)]
        uses = [use for use, _answers in items]
        spans = data_spans(database(), actor, keys, uses, installation().timezone)
    return tuple(data_of(one, spans, today) for one in wanted)
