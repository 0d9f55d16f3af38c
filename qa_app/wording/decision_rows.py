"""Rows of a decision table in words that are true of the criteria that are asked."""

from collections.abc import Collection

from qa_app.domain.rules.decision import Row, idle_types
from qa_app.domain.verdicts import CriterionType
from qa_app.wording.catalogue import message as _
from qa_app.wording.criteria import TYPES
from qa_app.wording.words import Words

IDLE = _("%(row)s (no %(kinds)s is asked here: the part about it does not apply)")


def said_row(words: Words, row: Row, asked: Collection[CriterionType]) -> str:
    """Say when a row of a decision table holds.

    Args:
        words: The language.
        row: The row.
        asked: Types of the criteria that are asked.

    Returns:
        Its words as the criteria have them; where a set has no criterion of a type that they count,
        with a remark that this part does not apply.
    """
    said, idle = words.text(row.words), idle_types(row.condition, asked)
    if not idle:
        return said
    kinds = words.listed(words.say(TYPES[kind]) for kind in CriterionType if kind in idle)
    return words.say(IDLE, row=said, kinds=kinds)
