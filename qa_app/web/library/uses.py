"""What rests on the library: items with their answers, criteria with their data."""

from datetime import date

from qa_app.domain.answer_counts import Answers, ItemUse
from qa_app.domain.coverage import CriterionUse, data_of
from qa_app.domain.criteria import Criterion
from qa_app.domain.endorsement import is_answered
from qa_app.domain.people import Actor
from qa_app.extensions import database
from qa_app.queries.library_uses import answers_within, files_within, items_in_force
from qa_app.web.held_criteria import criteria_in_force

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
    return answers_within(session, actor, items_in_force(session, today, area), today)


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
    files = files_within(database(), actor, today)
    return tuple(
        CriterionUse(one, data_of(one, items, files, is_answered=is_answered(one)))
        for one in all_criteria()
    )
