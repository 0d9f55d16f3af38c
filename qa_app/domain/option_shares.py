"""Answers by what they look like, from met to not met; what has no score stands beside them."""

from collections.abc import Iterable
from dataclasses import dataclass

from qa_app.domain.linked_series import AnswerCount
from qa_app.domain.option_roles import roles_of
from qa_app.domain.rubric import OptionRole, Rubric

STACKED = (OptionRole.MET, OptionRole.PART, OptionRole.NO_RECORD, OptionRole.UNMET)
"""What a stacked bar shows, the best first; what does not apply is counted beside it."""


@dataclass(frozen=True, slots=True)
class OptionShare:
    """Answers to some items.

    Attributes:
        counts: How many look like each of `STACKED`, in that order.
        apart: How many have no score, such as "not applicable".
    """

    counts: tuple[int, ...]
    apart: int

    @property
    def n(self) -> int:
        """Answers with a score."""
        return sum(self.counts)


def option_share(
    rubric: Rubric, answers: Iterable[AnswerCount], items: Iterable[str]
) -> OptionShare:
    """Add up the answers to some items by their look.

    Args:
        rubric: The version under which they were given.
        answers: Totals of items.
        items: Which items; others are left out.

    Returns:
        The counts; codes that the scale does not know count for nothing.
    """
    wanted = {code: roles_of(rubric.items[code].scale) for code in items}
    found = dict.fromkeys(OptionRole, 0)
    for one in answers:
        role = wanted.get(one.item_code, {}).get(one.code)
        if role is not None:
            found[role] += one.file_count
    return OptionShare(tuple(found[role] for role in STACKED), found[OptionRole.NOT_APPLICABLE])
