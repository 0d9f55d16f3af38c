"""How much of a session counts as supervision for each who was there."""

from collections.abc import Mapping

from qa_app.domain.defaults import GROUP_HALVES_UNTIL
from qa_app.domain.supervision import SessionType

_SECONDS = 60

WHOLE = frozenset(
    {
        SessionType.INDIVIDUAL,
        SessionType.CASE_DISCUSSION,
        SessionType.SUPERVISION_OF_SUPERVISORS,
        SessionType.AD_HOC,
    }
)
"""Types of which the whole time counts."""

SHARED = frozenset({SessionType.GROUP, SessionType.PEER})
"""Types of which each gets a share."""


def credited_seconds(fine: SessionType, present: Mapping[int, int]) -> dict[int, int | None]:
    """Credit time to those who were there.

    In a group of up to four each is credited half of the time, in a larger one the time divided by
    the number of people: British Association for Counselling and Psychotherapy, supervision.

    Args:
        fine: What kind of session.
        present: Supervised people with their minutes there; whoever was there for 0 minutes was
            not there.

    Returns:
        Seconds for each of them, rounded down; None for kinds that are no supervision. Nothing
        is averaged over months.
    """
    there = sum(minutes > 0 for minutes in present.values())
    if fine in WHOLE:
        return {one: minutes * _SECONDS for one, minutes in present.items()}
    if fine in SHARED:
        parts = 2 if there <= GROUP_HALVES_UNTIL else there
        return {one: minutes * _SECONDS // parts for one, minutes in present.items()}
    return dict.fromkeys(present)
